/** What the function that asks members for their roles is sent, and what it answers. */
import * as z from 'zod/mini';

export type RoleQuestion = {
  readonly kind: 'roles';
  /** A group with a `command`. */
  readonly group: string;
  readonly instanceIds: readonly string[];
};

export type RoleAnswer = {
  readonly instanceId: string;
  readonly role: 'primary' | 'secondary' | 'none';
  /** Why it is `none`, in one clause. */
  readonly problem: string | null;
};

const instanceId = z.string().check(z.regex(/^i-[0-9a-f]{1,17}$/));

export const roleQuestionSchema = z.strictObject({
  kind: z.literal('roles'),
  group: z.string().check(z.minLength(1)),
  // A group of voters has at most seven members, and for a while those that replace them.
  instanceIds: z.array(instanceId).check(z.minLength(1), z.maxLength(20)),
}) satisfies z.ZodMiniType<RoleQuestion>;

export const roleAnswersSchema = z.strictObject({
  answers: z.array(
    z.strictObject({
      instanceId,
      role: z.enum(['primary', 'secondary', 'none']),
      problem: z.nullable(z.string()),
    }),
  ),
}) satisfies z.ZodMiniType<{ readonly answers: readonly RoleAnswer[] }>;
