/** An SLO and its alert policy in the numbers that every export writes. Pure. */
import type { Configuration, SloConfiguration } from '@garbageday/core/configuration.ts';
import { journeyNamed } from '@garbageday/core/probe/measured-journey.ts';
import { assertReachable, type BurnRule, burnFactor, burnSeconds } from '@garbageday/core/slo/burn-alerts.ts';
import { errorBudget } from '@garbageday/core/slo/error-budget.ts';
import { windowSeconds } from '@garbageday/core/slo/window.ts';

export type ExportedRule = Pick<BurnRule, 'severity' | 'longSeconds' | 'shortSeconds'> & {
  /** The burn rate above which it fires, in both windows. */
  readonly factor: number;
};

export type ExportedSlo = {
  readonly slo: SloConfiguration;
  /** 1 − objective. */
  readonly budget: number;
  readonly rules: readonly ExportedRule[];
  /** The windows of the rules, ascending. */
  readonly seconds: readonly number[];
  /**
   * Events, or time slices if those are budgeted, that a second should have. What a window lacks of them counts as good, as in the
   * product's own alerts: the first failures of a new installation page no one.
   */
  readonly eventsPerSecond: number;
};

export type Exported = {
  readonly service: string;
  readonly slos: readonly ExportedSlo[];
  readonly runbook: string | null;
};

/** @throws UsageError for a rule that can never fire. */
export function exported({ service, slos, journeys, slack }: Configuration): Exported {
  return {
    service,
    slos: slos.map((slo) => exportedSlo(slo, journeyNamed(journeys, slo.journey).ratePerSecond)),
    // A stage's link needs a stage.
    runbook: slack.links.runbook?.includes('{stage}') === true ? null : slack.links.runbook,
  };
}

function exportedSlo(slo: SloConfiguration, ratePerSecond: number): ExportedSlo {
  const { objective, alerts, window, budgeting } = slo;
  const period = windowSeconds(window);
  assertReachable(alerts, objective, period);
  return {
    slo,
    budget: errorBudget(objective),
    rules: alerts.map((rule) => ({
      ...{ severity: rule.severity, longSeconds: rule.longSeconds, shortSeconds: rule.shortSeconds },
      // 14.399999999999999 would be the same alert, but harder to read.
      factor: Number(burnFactor(rule, period).toPrecision(12)),
    })),
    seconds: burnSeconds(alerts),
    eventsPerSecond: budgeting.kind === 'occurrences' ? ratePerSecond : 1 / budgeting.sliceSeconds,
  };
}
