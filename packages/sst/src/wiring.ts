/** Derives what a function is deployed with from what it uses (functions/specs.ts), and nothing else. */
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
import type { LinkedSecret, Secrets } from './secrets.ts';

/** `null`: this deployment has no such thing, so a function is neither told of it nor allowed to use it. */
type Values<Name extends Variable> = {
  readonly [Key in Name]: Key extends 'ROLES_FUNCTION' | 'DASHBOARD'
    ? $util.Input<string> | null
    : $util.Input<string>;
};

type Places<Name extends Scope> = {
  readonly [Key in Name]: Key extends 'rolesFunction' | 'dashboard' ? Where | null : Where;
};

type Given<Variables extends Variable, Scopes extends Scope> = {
  /** May contain more than a function uses. */
  readonly environment: Values<Variables>;
  readonly scopes: Places<Scopes>;
  readonly secrets: Secrets;
  readonly config: Configuration;
};

/** What every function can get; added are the draw's schedules, what one function measures, counts, writes or exports to, and who runs commands. */
export type Common = Given<
  Exclude<
    Variable,
    | 'EXPERIMENT_SCHEDULES'
    | 'MEASURING'
    | 'COUNTING'
    | 'SITE_BUCKET'
    | 'SITE_PREFIX'
    | 'OTEL_EXPORTER_OTLP_ENDPOINT'
    | 'OTEL_EXPORTER_OTLP_PROTOCOL'
    | 'DASHBOARD'
  >,
  Exclude<
    Scope,
    | 'schedules'
    | 'schedulerRole'
    | 'pages'
    | 'roleDocuments'
    | 'askedServers'
    | 'logBucket'
    | 'logFiles'
    | 'dashboard'
  >
>;

export type Wiring = {
  readonly handler: FunctionSpec['handler'];
  readonly environment: Readonly<Record<string, $util.Input<string>>>;
  readonly permissions: readonly Statement[];
  readonly secrets: readonly LinkedSecret[];
  /** Shipped with the code of functions that need it; `null`: not needed. */
  readonly configuration: Configuration | null;
};

/** A variable or scope that the function's ports need but the deployment does not provide is a type error. */
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
      variablesOf(spec).flatMap((name) => {
        const value = there(environment[name], name, spec);
        return value === null ? [] : [[name, value]];
      }),
    ),
    permissions: grantsOf(spec).flatMap(({ on, actions }) => {
      const where = there(scopes[on], on, spec);
      return where === null ? [] : [{ actions: [...actions], ...where }];
    }),
    secrets: secretsOf(spec).flatMap((name) => secrets[name] ?? []),
    configuration: spec.isConfigured ? config : null,
  };
}

function there<T>(value: T | undefined, name: string, { handler }: FunctionSpec): T {
  if (value === undefined) throw new Error(`${handler} needs ${name}, and the deployment has none`);
  return value;
}
