/** IAM policy documents as JSON, brought into one form. */

export type Condition = {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
};

export type Statement = {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  /** Absent in trust policies. */
  readonly resources: readonly string[];
  /** `Service:lambda.amazonaws.com`, `AWS:arn:…`, `*`. Absent in policies of roles. */
  readonly principals: readonly string[];
  readonly conditions: readonly Condition[];
};

type Json = Readonly<Record<string, unknown>>;

/** Throws on everything that the matcher does not know: nothing may pass because it was not understood. */
export function parseDocument(json: string): readonly Statement[] {
  const { Statement: statements } = JSON.parse(json) as { Statement: Json | readonly Json[] };
  return [statements].flat().map((statement) => parseStatement(statement as Json));
}

const known = ['Sid', 'Effect', 'Action', 'Resource', 'Principal', 'Condition'];

function parseStatement(statement: Json): Statement {
  const unknown = Object.keys(statement).filter((key) => !known.includes(key));
  if (unknown.length > 0) throw new Error(`the policy matcher does not know ${unknown.join(', ')}`);
  const effect = statement['Effect'];
  if (effect !== 'Allow' && effect !== 'Deny') throw new Error(`Effect is ${String(effect)}`);
  return {
    effect,
    actions: strings(statement['Action']),
    resources: strings(statement['Resource']),
    principals: principalsOf(statement['Principal']),
    conditions: conditionsOf(statement['Condition']),
  };
}

function strings(value: unknown): readonly string[] {
  if (value === undefined) return [];
  return [value].flat().map((each) => {
    if (typeof each !== 'string') throw new Error(`expected a string, found ${JSON.stringify(each)}`);
    if (each.includes('${')) throw new Error(`the policy matcher does not know policy variables: ${each}`);
    return each;
  });
}

function principalsOf(principal: unknown): readonly string[] {
  if (principal === undefined || principal === '*') return principal === '*' ? ['*'] : [];
  return Object.entries(principal as Json).flatMap(([type, ids]) =>
    strings(ids).map((id) => `${type}:${id}`),
  );
}

function conditionsOf(condition: unknown): readonly Condition[] {
  return Object.entries((condition ?? {}) as Record<string, Json>).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => ({ operator, key, values: strings(values) })),
  );
}
