/** What there is to say about a burn alarm besides that it rings: how fast, how much is left, and whether it was us. */
import { isUnderWay, readExperiments } from '@garbageday/core/chaos/fold-experiment.ts';
import type { Configuration } from '@garbageday/core/config/configuration.ts';
import type { Alerts, Clock, Ledger } from '@garbageday/core/ports.ts';
import { evaluateNow } from '@garbageday/core/slo/evaluate-now.ts';
import type { SloEvaluation } from '@garbageday/core/slo/slo-evaluation.ts';
import type { AlertChange } from '@garbageday/render/slack/alert-change.ts';
import type { BurnAlarm } from './events/alarm-event.ts';
import { excludedBefore } from './excluded.ts';

export type AlertPorts = {
  readonly alerts: Alerts;
  readonly ledger: Pick<Ledger, 'slices' | 'transitions'>;
  readonly clock: Clock;
  readonly configuration: Configuration;
  /** Hears of a figure that could not be had; the alert is told without it. */
  readonly onMissing: (error: unknown) => void;
};

export type Ringing = BurnAlarm & Pick<AlertChange, 'state' | 'atMs'>;

/** Long enough for a month of slices, short enough for whoever is to be woken. */
const patienceMs = 20_000;

const twoHoursMs = 7_200_000;

export async function alertChange(ports: AlertPorts, ringing: Ringing): Promise<AlertChange> {
  const { configuration, clock, ledger, alerts, onMissing } = ports;
  const orNull = <T>(ask: Promise<T | null>): Promise<T | null> =>
    ask.catch((error: unknown) => {
      onMissing(error);
      return null;
    });
  const burn = ringing.state === 'firing' ? await orNull(burnOf(alerts, ringing)) : null;
  const evaluation = await orNull(evaluationOf(ports, ringing.slo));
  return {
    service: configuration.service,
    ...ringing,
    burn,
    remaining: evaluation?.remaining ?? null,
    exhaustedInSeconds: evaluation?.exhaustedInSeconds ?? null,
    note: await orNull(underWay(ledger, clock.now())),
  };
}

async function evaluationOf(
  { configuration, clock, ledger }: AlertPorts,
  name: string,
): Promise<SloEvaluation | null> {
  const slo = configuration.slos.find((each) => each.name === name);
  if (slo === undefined) return null;
  const nowMs = clock.now();
  const excluded = excludedBefore(configuration, nowMs);
  return evaluateNow({ clock, ledger }, { configuration, slo, excluded, deadlineMs: nowMs + patienceMs });
}

async function burnOf(alerts: Alerts, { slo, severity }: BurnAlarm): Promise<number | null> {
  const firing = await alerts.firing();
  return firing.find((each) => each.slo === slo && each.severity === severity)?.burn ?? null;
}

/** A sentence about the experiments that run right now. */
async function underWay(ledger: Pick<Ledger, 'transitions'>, nowMs: number): Promise<string | null> {
  const recent = await readExperiments(ledger, { fromMs: nowMs - 12 * twoHoursMs, toMs: nowMs + 1 });
  const running = recent.filter((each) => isUnderWay(each) && nowMs - each.lastAtMs < twoHoursMs);
  const names = running.map(({ plan }) => `${plan.id} (${plan.fault} of ${plan.group})`);
  return names.length === 0 ? null : `Under way: the experiment ${names.join(', ')}.`;
}
