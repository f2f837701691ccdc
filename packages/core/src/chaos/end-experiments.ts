/** Ends experiments that nothing else will end any more, so that none is left open. */

import type { Configuration } from '../configuration.ts';
import type { Clock, FaultHandle, Interval, Ledger } from '../ports.ts';
import { hourMs, keptMs } from '../time/durations.ts';
import type { AbortReason } from './abort-reason.ts';
import type { ExperimentState, Impact, Transition } from './experiment.ts';
import type { ExperimentOutcome } from './experiment-outcome.ts';
import { experimentSettingsOf, type Pace } from './experiment-settings.ts';
import { measureWindow } from './measure-impact.ts';
import { deliveryKey } from './run-delivered.ts';
import { type ExperimentRecord, foldExperiment, livesOf, outcomeOf, standingOf } from './transitions.ts';

export type Ending = {
  /** Only experiments that began in this interval. */
  readonly interval: Interval;
  /** Asked for each experiment that has no recorded end. */
  readonly isToEnd: (record: ExperimentRecord) => boolean | Promise<boolean>;
  readonly endOf: (record: ExperimentRecord) => { readonly atMs: number; readonly reason: AbortReason };
  /** What the injector recorded, because a crash may have come between the fault and its transition. */
  readonly recordedFault: (experimentId: string) => Promise<FaultHandle | null>;
  /** The impact of an injected fault; `null` if it can no longer be measured. */
  readonly impactOf: (record: ExperimentRecord) => Promise<Impact | null>;
};

/** Returns their outcomes. Idempotent: a second call finds nothing left to end. */
export async function endExperiments(
  ledger: Pick<Ledger, 'transitions' | 'recordTransition'>,
  ending: Ending,
): Promise<readonly ExperimentOutcome[]> {
  const open: (readonly Transition[])[] = [];
  for await (const life of livesOf(ledger, ending.interval)) {
    const record = foldExperiment(life);
    if (outcomeOf(record) === null && (await ending.isToEnd(record))) open.push(life);
  }
  const outcomes: ExperimentOutcome[] = [];
  for (const life of open) outcomes.push(await endLife(ledger, life, ending));
  return outcomes;
}

async function endLife(
  ledger: Pick<Ledger, 'recordTransition'>,
  life: readonly Transition[],
  { endOf, recordedFault, impactOf }: Ending,
): Promise<ExperimentOutcome> {
  const whole = [...life];
  const add = async (atMs: number, state: ExperimentState): Promise<void> => {
    const { id } = foldExperiment(whole).plan;
    const transition: Transition = { experimentId: id, seq: whole.length, atMs, state };
    await ledger.recordTransition(transition);
    whole.push(transition);
  };
  const { plan, injectedAtMs, target } = foldExperiment(whole);
  const fault = injectedAtMs === null && target !== null ? await recordedFault(plan.id) : null;
  if (fault !== null) await add(fault.injectedAtMs, { kind: 'injected', injectedAtMs: fault.injectedAtMs });
  const record = foldExperiment(whole);
  const { atMs, reason } = endOf(record);
  const impact = record.injectedAtMs === null ? null : await impactOf(record);
  await add(atMs, { kind: 'aborted', reason, impact });
  return standingOf(foldExperiment(whole));
}

/** For an `impactOf` when nothing can be measured any more. */
export async function unmeasured(): Promise<null> {
  return null;
}

/** The end of an experiment whose process is gone: when it was last heard of, with its last state. */
export function abandonedEnd(record: ExperimentRecord): ReturnType<Ending['endOf']> {
  const { state, lastAtMs, plan } = record;
  if (state.kind === 'drawn') {
    const text =
      'it was drawn but never began: nothing started it at its planned time, or what did could not record it';
    return { atMs: Math.max(lastAtMs, plan.plannedAtMs), reason: { kind: 'abandoned', text } };
  }
  const text = `no end was recorded: the process that ran it ended first; its last state was ${state.kind}`;
  return { atMs: lastAtMs, reason: { kind: 'abandoned', text } };
}

/** An execution ends within two hours (packages/sst/src/experiment.ts), and its start is retried for 15 minutes. */
const longestExecutionMs = 3 * hourMs;

export type Stage = {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly configuration: Configuration;
  readonly paceOf: (group: string) => Pace;
  readonly recordedFault: (experimentId: string) => Promise<FaultHandle | null>;
};

/** Whether it will never end by itself: it was last heard of, or should have begun, too long ago. */
export function isDead({ state, plan, lastAtMs }: ExperimentRecord, nowMs: number): boolean {
  const heardAtMs = state.kind === 'drawn' ? Math.max(lastAtMs, plan.plannedAtMs) : lastAtMs;
  return nowMs - heardAtMs > longestExecutionMs;
}

/** Called before a report, so that each of them is reported once, on its own day. */
export async function endDeadExperiments(stage: Stage): Promise<readonly ExperimentOutcome[]> {
  const { ledger, clock, recordedFault } = stage;
  const nowMs = clock.now();
  return await endExperiments(ledger, {
    interval: { fromMs: nowMs - keptMs, toMs: nowMs },
    isToEnd: (record) => takeFromTheDead(stage, record, nowMs),
    endOf: abandonedEnd,
    recordedFault,
    impactOf: (record) => measureDead(stage, record),
  });
}

/** An experiment that never began must not begin after its end: claiming its delivery makes a late one do nothing. */
async function takeFromTheDead({ ledger }: Stage, record: ExperimentRecord, nowMs: number): Promise<boolean> {
  if (!isDead(record, nowMs)) return false;
  if (record.state.kind === 'drawn') await ledger.claim(deliveryKey(record.plan), 'abandoned');
  return true;
}

/** Measures for as long as the hypothesis allowed it to take. `null` for a group that is no longer configured. */
async function measureDead(
  { ledger, clock, configuration, paceOf }: Stage,
  { plan, injectedAtMs }: ExperimentRecord,
): Promise<Impact | null> {
  const isKnown = configuration.groups.some(({ name }) => name === plan.group);
  if (injectedAtMs === null || !isKnown) return null;
  const settings = experimentSettingsOf(configuration, plan.group, paceOf(plan.group));
  const observed = { injectedAtMs, detectedAtMs: null, replacedAtMs: null };
  const endMs = injectedAtMs + plan.hypothesis.maxRecoverMs + settings.settleMs;
  const { impact } = await measureWindow({ ports: { ledger, clock }, plan, settings }, observed, endMs);
  return impact;
}
