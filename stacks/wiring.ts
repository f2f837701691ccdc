/** From what a function uses (functions/specs.ts) to what it is deployed with: nothing else is ever given to it. */
import {
  type FunctionSpec,
  grantsOf,
  type ScopesOf,
  secretsOf,
  type VariablesOf,
  variablesOf,
} from '@garbageday/aws/contract/function-spec.ts';
import type { Scope, Variable } from '@garbageday/aws/contract/ports.ts';
import type { Configuration } from '@garbageday/core/configuration.ts';
import type { Statement, Where } from './policy.ts';
import type { Secrets } from './secrets.ts';

type Values<Name extends Variable> = Readonly<Record<Name, $util.Input<string>>>;

type Places<Name extends Scope> = Readonly<Record<Name, Where>>;

type Given<Variables extends Variable, Scopes extends Scope> = {
  /** May hold more than a function uses. */
  readonly environment: Values<Variables>;
  readonly scopes: Places<Scopes>;
  readonly secrets: Secrets;
  readonly config: Configuration;
};

/** What every function can be given; the draw's schedules, and what the probe and the users measure, come on top. */
export type Common = Given<
  Exclude<Variable, 'EXPERIMENT_SCHEDULES' | 'MEASURING'>,
  Exclude<Scope, 'schedules' | 'schedulerRole'>
>;

export type Wiring = {
  readonly handler: FunctionSpec['handler'];
  readonly environment: Readonly<Record<string, $util.Input<string>>>;
  readonly permissions: readonly Statement[];
  readonly secrets: readonly sst.Secret[];
  /** Laid beside the code of the functions that decide by it; `null`: it needs none. */
  readonly configuration: Configuration | null;
};

/** A variable or a scope that the function's ports need and the deployment does not give is a type error. */
export function wire<Spec extends FunctionSpec>(
  spec: Spec,
  given: Given<VariablesOf<Spec>, ScopesOf<Spec>>,
): Wiring;
export function wire(
  spec: FunctionSpec,
  given: Omit<Given<never, never>, 'environment' | 'scopes'> & {
    readonly environment: Partial<Values<Variable>>;
    readonly scopes: Partial<Places<Scope>>;
  },
): Wiring {
  const { environment, scopes, secrets, config } = given;
  return {
    handler: spec.handler,
    environment: Object.fromEntries(
      variablesOf(spec).map((name) => [name, there(environment[name], name, spec)]),
    ),
    permissions: grantsOf(spec).map(({ on, actions }) => ({
      actions: [...actions],
      ...there(scopes[on], on, spec),
    })),
    secrets: secretsOf(spec).map((name) => secrets[name]),
    configuration: spec.isConfigured ? config : null,
  };
}

function there<T>(value: T | undefined, name: string, { handler }: FunctionSpec): T {
  if (value === undefined) throw new Error(`${handler} needs ${name}, and the deployment has none`);
  return value;
}
