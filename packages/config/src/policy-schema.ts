/** `budget.policy[]`: what is refused at which level of the remaining error budget. */
import { faultNames } from '@garbageday/core/chaos/fault.ts';
import type { PolicyRule } from '@garbageday/core/slo/error-budget.ts';
import { z } from 'zod';
import type { PolicyInput } from './configuration-input.ts';
import { shown } from './describe-issue.ts';
import { share, strict } from './fields.ts';
import { suggestion } from './nearest.ts';

export const policySchema = strict({
  below: share(),
  refuse: z
    .array(z.string())
    .readonly()
    .superRefine((refuse, context) => {
      if (refuse.length === 0)
        context.addIssue({
          code: 'custom',
          message: 'is empty; write what to refuse, such as ["everything"]',
        });
    }),
}) satisfies z.ZodType<PolicyRule, PolicyInput>;

type Wrong = { readonly path: (string | number)[]; readonly message: string };

/** The first refused name that is neither 'everything' nor a group nor a fault. */
export function whyNoPolicy(
  policy: readonly PolicyRule[],
  groups: readonly { readonly name: string }[],
): Wrong | null {
  const known = ['everything', ...groups.map(({ name }) => name), ...faultNames];
  for (const [index, { refuse }] of policy.entries()) {
    const at = refuse.findIndex((name) => !known.includes(name));
    const unknown = refuse[at];
    if (unknown === undefined) continue;
    const message = `${shown(unknown)} is neither a group nor a fault${suggestion(unknown, known)}`;
    return { path: ['budget', 'policy', index, 'refuse', at], message };
  }
  return null;
}
