/**
 * Ties a function's schema to its spec: the compiler finds a variable that is missing from the schema, or unknown to
 * the spec.
 */
import type { FunctionSpec, VariablesOf } from '@garbageday/aws/contract/function-spec.ts';
import type * as z from 'zod/mini';

/** Set by Lambda, or by hand for GovSlack or a stand-in; no deployment sets them. */
type Ambient = 'AWS_REGION' | 'SLACK_API_URL';

/** The shape of the schema of a function's environment. */
export type ShapeOf<Spec extends FunctionSpec> = Shape<VariablesOf<Spec>>;

/** The shape of a function's variables that another function does not have. */
export type ShapeBeyond<Spec extends FunctionSpec, Other extends FunctionSpec> = Shape<
  Exclude<VariablesOf<Spec>, VariablesOf<Other>>
>;

type Shape<Name extends string> = Readonly<Record<Name, z.ZodMiniType>> &
  Partial<Readonly<Record<Ambient, z.ZodMiniType>>>;
