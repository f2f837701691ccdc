/** The multi-window, multi-burn-rate alarms of one SLO, computed with core's formulas. Pure. */
import { severities, slugOf } from '@garbageday/aws/contract/names.ts';
import type { SloConfiguration } from '@garbageday/core/configuration.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import { assertReachable, type BurnRule, burnFactor } from '@garbageday/core/slo/burn-alerts.ts';
import { errorBudget } from '@garbageday/core/slo/error-budget.ts';
import { windowSeconds } from '@garbageday/core/slo/window.ts';

/** "The burn rate over this window is above the factor": half of a rule. */
export type WindowPlan = { readonly name: string; readonly seconds: number; readonly factor: number };

export type RulePlan = { readonly long: WindowPlan; readonly short: WindowPlan };

export type SeverityPlan = { readonly severity: BurnRule['severity']; readonly rules: readonly RulePlan[] };

export type BurnPlan = {
  /** `probe-availability`: letters, digits and hyphens. */
  readonly slug: string;
  readonly budget: number;
  readonly severities: readonly SeverityPlan[];
};

/** @throws UsageError for an SLO whose alarms could never fire, or look further back than CloudWatch does. */
export function burnAlarmPlan(slo: SloConfiguration, rules: readonly BurnRule[] = slo.alerts): BurnPlan {
  const periodSeconds = windowSeconds(slo.window);
  assertReachable(rules, slo.objective, periodSeconds);
  assertEvaluable(rules);
  const plans = severities
    .map((severity) => ({
      severity,
      rules: rules.filter((rule) => rule.severity === severity).map((rule) => rulePlan(rule, periodSeconds)),
    }))
    .filter((plan) => plan.rules.length > 0);
  return { slug: slugOf(slo.name), budget: errorBudget(slo.objective), severities: plans };
}

/** CloudWatch evaluates seven days at most (PutMetricAlarm, `Period` and `EvaluationPeriods`). */
function assertEvaluable(rules: readonly BurnRule[]): void {
  const tooLong = rules.find(({ longSeconds }) => longSeconds > 7 * 86_400);
  if (tooLong === undefined) return;
  throw new UsageError(
    `An alert over ${nameOf(tooLong.longSeconds)} cannot be an alarm on AWS, where the longest is seven days; write "7d" or less.`,
  );
}

function rulePlan(rule: BurnRule, periodSeconds: number): RulePlan {
  // 14.399999999999999 would be the same alarm, but harder to read.
  const factor = Number(burnFactor(rule, periodSeconds).toPrecision(12));
  const plan = (seconds: number): WindowPlan => ({ name: nameOf(seconds), seconds, factor });
  return { long: plan(rule.longSeconds), short: plan(rule.shortSeconds) };
}

/** 300 → `5m`, 3,600 → `1h`, 259,200 → `3d`. */
function nameOf(seconds: number): string {
  if (seconds % 86_400 === 0) return `${seconds / 86_400}d`;
  return seconds % 3_600 === 0 ? `${seconds / 3_600}h` : `${seconds / 60}m`;
}

/** CloudWatch metric math for the burn rate: without events, nothing burns. */
export function burnExpression(budget: number): string {
  return `IF(total > 0, (total - good) / total / ${budget}, 0)`;
}

/** Fires when, for any rule, both of its windows do. */
export function alarmRule(rules: readonly RulePlan[], alarmName: (window: WindowPlan) => string): string {
  return rules
    .map(({ long, short }) => `(ALARM("${alarmName(long)}") AND ALARM("${alarmName(short)}"))`)
    .join(' OR ');
}
