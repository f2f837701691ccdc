/** `slos[]`: the promises to the users. */
import type { SloConfiguration } from '@garbageday/core/config/configuration.ts';
import { burnFactor, defaultBurnRules } from '@garbageday/core/slo/burn-alerts.ts';
import { windowSeconds } from '@garbageday/core/slo/window.ts';
import { z } from 'zod';
import type { SloInput } from './configuration-input.ts';
import { shown } from './describe-issue.ts';
import { checkedText, strict } from './fields.ts';
import { whyNoObjective } from './objective-value.ts';

/** 0 < objective < 1 (domain.md §5), each violation with its reason. */
const objective = z.number().superRefine((value, context) => {
  const why = whyNoObjective(value);
  if (why !== null) context.addIssue({ code: 'custom', message: why });
});

/** Slices are kept for 400 days. */
const sloWindow = checkedText((text) => {
  const days = Number(/^([1-9]\d{0,2})d$/.exec(text)?.[1] ?? Number.NaN);
  return days <= 400 ? null : `${shown(text)} is no window; write whole days, "1d" to "400d"`;
});

export const sloSchema = strict({
  journey: z.enum(['probe', 'users']),
  sli: z.enum(['availability', 'latency']),
  objective,
  name: checkedText((text) =>
    /^\S(.{0,62}\S)?$/.test(text) ? null : `${shown(text)} is no name; write 1 to 64 characters on one line`,
  ).optional(),
  window: sloWindow.default('30d'),
})
  .transform(({ name, ...slo }): SloConfiguration => ({ name: name ?? `${slo.journey}: ${slo.sli}`, ...slo }))
  .superRefine(({ objective, window }, context) => {
    const why = whyNoPage(objective, window);
    if (why !== null) context.addIssue({ code: 'custom', path: ['objective'], message: why });
  }) satisfies z.ZodType<SloConfiguration, SloInput>;

/** Chaos is measured by the probe, so the budget of one of its objectives pays. */
export function whyNobodyPays(slos: readonly SloConfiguration[]): string | null {
  if (slos.some(({ journey }) => journey === 'probe')) return null;
  return "none is on the journey 'probe', whose error budget pays for chaos; add one";
}

/** Even if every event failed, the burn rate would be 1 ÷ (1 − objective): a rule above that can never fire. */
function whyNoPage(objective: number, window: string): string | null {
  const factor = Math.max(...defaultBurnRules.map((rule) => burnFactor(rule, windowSeconds(window))));
  const lowest = 1 - 1 / factor;
  if (objective > lowest) return null;
  // Rounded up, always: the number that is named must itself be enough.
  const enough = Math.floor(lowest * 10_000 + 1) / 10_000;
  return `${objective} is so low that no failure over ${window} could ever page; write ${enough} or more, or a shorter window`;
}
