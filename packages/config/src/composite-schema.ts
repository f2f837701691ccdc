/** `composites[]`: several SLOs as one. */
import type { CompositeConfiguration } from '@garbageday/core/configuration.ts';
import { z } from 'zod';
import { timeZone } from './calendar-fields.ts';
import type { CompositeInput } from './configuration-input.ts';
import { shown } from './describe-issue.ts';
import { bounded, strict } from './fields.ts';
import { suggestion } from './nearest.ts';
import { objective } from './objective-field.ts';
import { lineOfText } from './slo-schema.ts';
import { sloWindow } from './window-field.ts';

const member = strict({
  slo: z.string(),
  weight: bounded({ min: 0.001, max: 1_000, what: '' }).default(1),
});

export const compositeSchema = strict({
  name: lineOfText(),
  objective: objective(),
  window: sloWindow().default('30d'),
  timeZone: timeZone().default('UTC'),
  members: z
    .array(member)
    .readonly()
    .superRefine((members, context) => {
      if (members.length < 2)
        context.addIssue({ code: 'custom', message: 'has fewer than two members; write at least two' });
    }),
}) satisfies z.ZodType<CompositeConfiguration, CompositeInput>;

type Named = { readonly name: string };
type Wrong = { readonly path: (string | number)[]; readonly message: string };

/** Finds members that are not SLOs, members listed twice, and names already taken. */
export function whyNoComposite(
  composites: readonly CompositeConfiguration[],
  slos: readonly Named[],
): Wrong | null {
  const known = slos.map(({ name }) => name);
  for (const [index, { name, members }] of composites.entries()) {
    if (known.includes(name)) {
      const message = `"${name}" is already the name of an objective; give each its own name`;
      return { path: ['composites', index, 'name'], message };
    }
    for (const [at, { slo }] of members.entries()) {
      const path = ['composites', index, 'members', at, 'slo'];
      if (!known.includes(slo))
        return { path, message: `${shown(slo)} is not an objective${suggestion(slo, known)}` };
      if (members.slice(0, at).some((other) => other.slo === slo))
        return { path, message: `${shown(slo)} is a member already; give it one weight` };
    }
  }
  return null;
}
