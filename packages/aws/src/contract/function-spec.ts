/** What one function uses, and what follows from it. */
import {
  type Fact,
  type Grant,
  grants,
  type PortName,
  ports,
  type Scope,
  type SecretName,
  type Variable,
} from './ports.ts';

export type FunctionSpec = {
  readonly handler: `functions/${string}.handler`;
  readonly ports: readonly PortName[];
  readonly facts: readonly Fact[];
  /** Whether the configuration is shipped with its code (shipped-configuration.ts). */
  readonly isConfigured: boolean;
};

type PortOf<Spec extends FunctionSpec> = (typeof ports)[Spec['ports'][number]];

/** The names of its variables, as a type: what a deployment must give, and what its schema must read. */
export type VariablesOf<Spec extends FunctionSpec> =
  | PortOf<Spec>['variables'][number]
  | Spec['facts'][number];

export type ScopesOf<Spec extends FunctionSpec> = (typeof grants)[PortOf<Spec>['grants'][number]]['on'];

export function variablesOf(spec: FunctionSpec): readonly Variable[] {
  return distinct([...portsOf(spec).flatMap((port): readonly Variable[] => port.variables), ...spec.facts]);
}

export function secretsOf(spec: FunctionSpec): readonly SecretName[] {
  return distinct(portsOf(spec).flatMap((port): readonly SecretName[] => port.secrets));
}

/** Each once, however many of its ports need it. */
export function grantsOf(spec: FunctionSpec): readonly Grant[] {
  return distinct(portsOf(spec).flatMap((port): readonly Grant[] => port.grants.map((name) => grants[name])));
}

export function actionsOf(spec: FunctionSpec): readonly string[] {
  return grantsOf(spec).flatMap(({ actions }) => actions);
}

export function scopesOf(spec: FunctionSpec): readonly Scope[] {
  return distinct(grantsOf(spec).map(({ on }) => on));
}

function portsOf(spec: FunctionSpec) {
  return spec.ports.map((name) => ports[name]);
}

function distinct<T>(items: readonly T[]): readonly T[] {
  return [...new Set(items)];
}
