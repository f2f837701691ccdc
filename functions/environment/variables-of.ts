/** Ties a function's schema to its spec: the compiler finds a variable that is missing from it, or that the spec does not know. */
import type { FunctionSpec, VariablesOf } from '@garbageday/aws/contract/function-spec.ts';
import type * as z from 'zod/mini';

/** Set by Lambda, and for GovSlack or a stand-in by hand; no deployment sets them. */
type Ambient = 'AWS_REGION' | 'SLACK_API_URL';

/** Of the schema of a function's environment. */
export type ShapeOf<Spec extends FunctionSpec> = Shape<VariablesOf<Spec>>;

/** Of what a function is told beyond another. */
export type ShapeBeyond<Spec extends FunctionSpec, Other extends FunctionSpec> = Shape<
  Exclude<VariablesOf<Spec>, VariablesOf<Other>>
>;

type Shape<Name extends string> = Readonly<Record<Name, z.ZodMiniType>> &
  Partial<Readonly<Record<Ambient, z.ZodMiniType>>>;
