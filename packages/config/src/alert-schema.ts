/** `slos[].alerts[]`: which burn rates wake someone up, and which wait for the morning. */
import { assertReachable, burnFactor, burnRulesFor } from '@garbageday/core/slo/burn-alerts.ts';
import type { BurnRule } from '@garbageday/core/slo/burn-rule.ts';
import type { Budgeting } from '@garbageday/core/slo/slo.ts';
import { secondsText, windowSeconds } from '@garbageday/core/slo/window.ts';
import { z } from 'zod';
import type { AlertInput } from './configuration-input.ts';
import { bounded, duration, strict } from './fields.ts';

const alertSchema = strict({
  severity: z.enum(['page', 'ticket']),
  share: bounded({ min: 0.0001, max: 1, what: '' }),
  long: duration({ min: '1m', max: '30d' }),
  short: duration({ min: '1m', max: '30d' }),
})
  .superRefine(({ long, short }, context) => {
    if (short < long) return;
    const message = `is not shorter than long, ${secondsText(long / 1_000)}; it ends the alert soon after the burn has ended`;
    context.addIssue({ code: 'custom', path: ['short'], message });
  })
  .transform(
    ({ severity, share, long, short }): BurnRule => ({
      severity,
      share,
      longSeconds: long / 1_000,
      shortSeconds: short / 1_000,
    }),
  ) satisfies z.ZodType<BurnRule, AlertInput>;

export const alertsSchema = z.array(alertSchema).readonly().optional();

/** Where an SLO does not fit its alerts, or an alert its SLO. */
export type Wrong = { readonly path: readonly (string | number)[]; readonly message: string };

type Promise = { readonly objective: number; readonly window: string; readonly budgeting: Budgeting };

/** The alerts of an SLO that does not configure any. */
export function defaultAlerts({ window, budgeting }: Omit<Promise, 'objective'>): readonly BurnRule[] {
  return burnRulesFor(windowSeconds(window), sliceSecondsOf(budgeting));
}

function sliceSecondsOf(budgeting: Budgeting): number {
  return budgeting.kind === 'occurrences' ? 0 : budgeting.sliceSeconds;
}

/** The first alert that could never fire or looks further back than the SLO; `null` if all are fine. */
export function whyNoAlert(rules: readonly BurnRule[], promise: Promise): Wrong | null {
  const periodSeconds = windowSeconds(promise.window);
  for (const [index, rule] of rules.entries()) {
    if (rule.longSeconds > periodSeconds) {
      const message = `${secondsText(rule.longSeconds)} is longer than the window ${promise.window}; write that or less`;
      return { path: ['alerts', index, 'long'], message };
    }
    const sliceSeconds = sliceSecondsOf(promise.budgeting);
    if (rule.shortSeconds < sliceSeconds) {
      const message = `${secondsText(rule.shortSeconds)} is shorter than a time slice of ${secondsText(sliceSeconds)}; write that or more`;
      return { path: ['alerts', index, 'short'], message };
    }
    if (isReachable(rule, promise.objective, periodSeconds)) continue;
    const message =
      `${rule.share} of ${promise.window} within ${secondsText(rule.longSeconds)} is a burn rate of ` +
      `${tidy(burnFactor(rule, periodSeconds))}, and with objective ${promise.objective} it is ` +
      `${tidy(1 / (1 - promise.objective))} at most, so it can never fire; write a smaller share, or a longer "long"`;
    return { path: ['alerts', index, 'share'], message };
  }
  return null;
}

/** Even if every event failed, the burn rate would be 1 ÷ (1 − objective): a rule above that can never fire. */
export function whyNoPage(promise: Promise): Wrong | null {
  const { objective, window } = promise;
  const periodSeconds = windowSeconds(window);
  const factor = Math.max(0, ...defaultAlerts(promise).map((rule) => burnFactor(rule, periodSeconds)));
  const lowest = 1 - 1 / factor;
  if (objective > lowest) return null;
  // Always rounded up: the suggested number must itself be enough.
  const enough = Math.floor(lowest * 10_000 + 1) / 10_000;
  const message = `${objective} is so low that no failure over ${window} could ever page; write ${enough} or more, or a shorter window`;
  return { path: ['objective'], message };
}

function isReachable(rule: BurnRule, objective: number, periodSeconds: number): boolean {
  try {
    assertReachable([rule], objective, periodSeconds);
    return true;
  } catch {
    return false;
  }
}

function tidy(value: number): number {
  return Number(value.toPrecision(6));
}
