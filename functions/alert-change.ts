/**
 * What to say about a burn alarm besides that it rings: how fast it burns, how much is left, and whether chaos caused
 * it.
 */
import type { CloudWatchAlerts } from '@garbageday/aws/burn-alerts.ts';
import { isUnderWay, readExperiments } from '@garbageday/core/chaos/transitions.ts';
import type { Configuration, SloConfiguration } from '@garbageday/core/configuration.ts';
import type { Clock, Ledger } from '@garbageday/core/ports.ts';
import { burnFactor } from '@garbageday/core/slo/burn-alerts.ts';
import { burningRule } from '@garbageday/core/slo/burning-rule.ts';
import { evaluateNow } from '@garbageday/core/slo/evaluate-now.ts';
import type { SloEvaluation } from '@garbageday/core/slo/slo-evaluation.ts';
import { windowSeconds } from '@garbageday/core/slo/window.ts';
import type { AlertChange, BurningRule } from '@garbageday/render/slack/alert-change.ts';
import type { BurnAlarm } from './events/alarm-event.ts';
import { excludedBefore } from './excluded.ts';

export type AlertPorts = {
  readonly alerts: Pick<CloudWatchAlerts, 'ringing'>;
  readonly ledger: Pick<Ledger, 'slices' | 'transitions'>;
  readonly clock: Clock;
  readonly configuration: Configuration;
  /** Called for a figure that could not be determined; the alert is posted without it. */
  readonly onMissing: (error: unknown) => void;
};

export type Ringing = BurnAlarm & Pick<AlertChange, 'state' | 'atMs'>;

/** Long enough to read a month of slices, short enough for the person to be woken. */
const patienceMs = 20_000;

const twoHoursMs = 7_200_000;

/** All budget figures come from the ledger, like the report's (domain.md §5a). */
export async function alertChange(ports: AlertPorts, ringing: Ringing): Promise<AlertChange> {
  const { configuration, clock, ledger, alerts, onMissing } = ports;
  const orNull = <T>(ask: Promise<T | null>): Promise<T | null> =>
    ask.catch((error: unknown) => {
      onMissing(error);
      return null;
    });
  const slo = configuration.slos.find(({ name }) => name === ringing.slo) ?? null;
  const evaluation = slo === null ? null : await orNull(evaluationOf(ports, slo));
  const rule = slo === null ? null : ruleOf(slo, ringing, evaluation);
  return {
    service: configuration.service,
    ...ringing,
    ...{ objective: slo?.objective ?? null, window: slo?.window ?? null, rule },
    burn: rule?.long ?? null,
    remaining: evaluation?.remaining ?? null,
    exhaustedInSeconds: evaluation?.exhaustedInSeconds ?? null,
    note: await orNull(underWay(ledger, clock.now())),
    ringing: await orNull(alerts.ringing()),
  };
}

async function evaluationOf(
  { configuration, clock, ledger }: AlertPorts,
  slo: SloConfiguration,
): Promise<SloEvaluation | null> {
  const nowMs = clock.now();
  const excluded = await excludedBefore(configuration, nowMs);
  return evaluateNow({ clock, ledger }, { configuration, slo, excluded, deadlineMs: nowMs + patienceMs });
}

/** Used if the ledger could not be read: the alert's fastest rule as configured, without rates. */
function ruleOf(
  { alerts, window }: SloConfiguration,
  { severity }: Ringing,
  evaluation: SloEvaluation | null,
): BurningRule | null {
  if (evaluation !== null) return burningRule(evaluation, severity);
  const rules = alerts.filter((rule) => rule.severity === severity);
  const known = rules.map((rule) => ({
    ...{ longSeconds: rule.longSeconds, shortSeconds: rule.shortSeconds, long: null, short: null },
    factor: burnFactor(rule, windowSeconds(window)),
  }));
  return known.toSorted((a, b) => b.factor - a.factor)[0] ?? null;
}

/** A sentence about the experiments running right now. */
async function underWay(ledger: Pick<Ledger, 'transitions'>, nowMs: number): Promise<string | null> {
  const recent = await readExperiments(ledger, { fromMs: nowMs - 12 * twoHoursMs, toMs: nowMs + 1 });
  const running = recent.filter((each) => isUnderWay(each) && nowMs - each.lastAtMs < twoHoursMs);
  const names = running.map(({ plan }) => `${plan.id} (${plan.fault} of ${plan.group})`);
  return names.length === 0 ? null : `Under way: the experiment ${names.join(', ')}.`;
}
