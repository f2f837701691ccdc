/** Ends experiments that nobody will end any more, so that none is left without an end. */

import type { Configuration } from '../configuration.ts';
import type { Clock, FaultHandle, Interval, Ledger } from '../ports.ts';
import type { AbortReason } from './abort-reason.ts';
import type { ExperimentState, Impact, Transition } from './experiment.ts';
import type { ExperimentOutcome } from './experiment-outcome.ts';
import { experimentSettingsOf, type Pace } from './experiment-settings.ts';
import { type ExperimentRecord, foldExperiment, livesOf, outcomeOf, standingOf } from './fold-experiment.ts';
import { measureWindow } from './measure-impact.ts';
import { deliveryKey } from './run-delivered.ts';

export type Ending = {
  /** Experiments that began in it. */
  readonly interval: Interval;
  /** Asked of each that has no end. */
  readonly isToEnd: (record: ExperimentRecord) => boolean | Promise<boolean>;
  readonly endOf: (record: ExperimentRecord) => { readonly atMs: number; readonly reason: AbortReason };
  /** What the injector recorded: a crash may have come between the fault and its transition. */
  readonly recordedFault: (experimentId: string) => Promise<FaultHandle | null>;
  /** Of a fault that was injected; `null` where nobody can measure it any more. */
  readonly impactOf: (record: ExperimentRecord) => Promise<Impact | null>;
};

/** Returns what became of them. Repeated, it finds nothing left to end. */
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

/** Nobody measures any more. */
export async function unmeasured(): Promise<null> {
  return null;
}

/** How an experiment ends that whatever ran it left behind: when it was last heard of, with its last state. */
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

const hourMs = 3_600_000;

/** An execution ends within two hours (stacks/experiment.ts), and its start is tried for a quarter of an hour. */
const longestExecutionMs = 3 * hourMs;

/** Slices and experiments are kept this long (domain.md §8). */
const keptMs = 400 * 24 * hourMs;

export type Stage = {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly configuration: Configuration;
  readonly paceOf: (group: string) => Pace;
  readonly recordedFault: (experimentId: string) => Promise<FaultHandle | null>;
};

/** Whether it will never end by itself: too long ago something was last heard of it, or it was to begin. */
export function isDead({ state, plan, lastAtMs }: ExperimentRecord, nowMs: number): boolean {
  const heardAtMs = state.kind === 'drawn' ? Math.max(lastAtMs, plan.plannedAtMs) : lastAtMs;
  return nowMs - heardAtMs > longestExecutionMs;
}

/** Before a report, so that it tells of each of them once, on its own day. */
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

/** What never began must not begin after its end: the delivery is taken, so that a late one finds it gone. */
async function takeFromTheDead({ ledger }: Stage, record: ExperimentRecord, nowMs: number): Promise<boolean> {
  if (!isDead(record, nowMs)) return false;
  if (record.state.kind === 'drawn') await ledger.claim(deliveryKey(record.plan), 'abandoned');
  return true;
}

/** As long as the hypothesis let it take. `null` for a group that is not configured any more. */
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
