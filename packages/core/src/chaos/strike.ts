/** From the claimed target to the end: inject, watch, undo, measure, judge. */
import type { FaultHandle } from '../ports.ts';
import type { ExperimentPlan, TargetRecord } from './experiment.ts';
import type { ExperimentOutcome } from './experiment-outcome.ts';
import type { Instance } from './fleet.ts';
import { injectOnce } from './inject-once.ts';
import { judge, type Unseen } from './judge.ts';
import type { Observed } from './measure-impact.ts';
import { measureWhenThere } from './measure-when-there.ts';
import { type ExperimentRun, stepName } from './record-transitions.ts';
import { hasLetGoOf, isWhole, type Sighting, watchFor } from './watch-recovery.ts';

/** `decidedAtMs`: when the gate looked; what it saw soon grows old. */
export type Cleared = { readonly claimedAtMs: number; readonly decidedAtMs: number };

/** Goes through with it. */
export async function strike(
  run: ExperimentRun,
  target: Instance,
  { claimedAtMs, decidedAtMs }: Cleared,
): Promise<ExperimentOutcome> {
  const { baselineMs } = run.settings;
  await run.record({ kind: 'baseline', fromMs: claimedAtMs - baselineMs, toMs: claimedAtMs });
  const fate = await injectOnce({ ...run, decidedAtMs }, target);
  if (fate.kind === 'injected') {
    const watched = await watchAndUndo(run, recordOf(target), fate.handle);
    return conclude(run, recordOf(target), watched);
  }
  await undo(run, { ...handleOf(run.plan, target), injectedAtMs: claimedAtMs });
  // Counted as a kill where it may have been one: the cooldown and the daily cap err on the safe side.
  const injectedAtMs = fate.kind === 'unknown' ? claimedAtMs : null;
  if (injectedAtMs !== null) await run.record({ kind: 'injected', injectedAtMs });
  return abort(run, { target: recordOf(target), injectedAtMs, reason: fate.reason, impact: null });
}

/** The target as it is recorded. */
export function recordOf({ id, slot, zone, role }: Instance): TargetRecord {
  return { instanceId: id, slot, zone, role };
}

type Watched = {
  readonly observed: Observed;
  /** When the group was whole again is not known: nobody could see it. */
  readonly unseen: Unseen | null;
  readonly stopped: Extract<Sighting, { kind: 'stopped' }> | null;
};

/** Undoes it also when it could not even be recorded. */
async function watchAndUndo(run: ExperimentRun, target: TargetRecord, handle: FaultHandle): Promise<Watched> {
  try {
    await run.record({ kind: 'injected', injectedAtMs: handle.injectedAtMs });
    return await watch(run, target, handle);
  } finally {
    await undo(run, handle);
  }
}

async function watch(run: ExperimentRun, target: TargetRecord, handle: FaultHandle): Promise<Watched> {
  const { injectedAtMs } = handle;
  const recoverTimeoutMs = longestMs(run);
  const letGo = await watchFor(run, {
    name: 'watch until let go of',
    handle,
    sinceMs: injectedAtMs,
    timeoutMs: recoverTimeoutMs,
    holds: (group) => hasLetGoOf(group, target),
  });
  // After a blindness nobody knows when it was.
  const detectedAtMs = letGo.kind === 'seen' && letGo.blind === null ? letGo.atMs : null;
  await run.record({ kind: 'recovering', detectedAtMs });
  if (letGo.kind !== 'seen') return watched({ injectedAtMs, detectedAtMs, replacedAtMs: null }, letGo);
  const whole = await watchFor(run, {
    name: 'watch until whole',
    handle,
    sinceMs: letGo.blind?.sinceMs ?? letGo.atMs,
    timeoutMs: Math.max(0, injectedAtMs + recoverTimeoutMs - letGo.atMs),
    holds: isWhole,
  });
  const replacedAtMs = whole.kind === 'seen' ? whole.atMs : null;
  return watched({ injectedAtMs, detectedAtMs, replacedAtMs }, whole);
}

/** A group may become whole only when the fault is over. */
function longestMs({ plan, settings }: ExperimentRun): number {
  return settings.recoverTimeoutMs + (plan.faultDurationMs ?? 0);
}

function watched(observed: Observed, last: Sighting): Watched {
  const blind = last.kind === 'seen' || last.kind === 'unseen' ? last.blind : null;
  return {
    observed,
    unseen: blind === null ? null : { afterMs: blind.sinceMs - observed.injectedAtMs, why: blind.why },
    stopped: last.kind === 'stopped' ? last : null,
  };
}

async function conclude(
  run: ExperimentRun,
  target: TargetRecord,
  { observed, unseen, stopped }: Watched,
): Promise<ExperimentOutcome> {
  const { plan, settings, ports } = run;
  const { injectedAtMs, replacedAtMs } = observed;
  if (stopped !== null) {
    const { impact } = await measureWhenThere(run, observed, stopped.atMs);
    return abort(run, { target, injectedAtMs, reason: stopped.reason, impact });
  }
  await ports.steps.wait(stepName(plan, 'settle'), settings.settleMs);
  const endMs = (replacedAtMs ?? injectedAtMs + longestMs(run)) + settings.settleMs;
  const { impact, before, disturbance = null } = await measureWhenThere(run, observed, endMs);
  const { latencySlo = null, probe } = settings;
  const testimony = { minCoverage: probe.minCoverage, before, unseen, latencySlo, disturbance };
  const judgement = judge(impact, plan.hypothesis, testimony);
  await run.record({ kind: 'completed', impact, judgement });
  return { kind: 'completed', plan, target, injectedAtMs, impact, judgement };
}

type Aborted = Omit<Extract<ExperimentOutcome, { kind: 'aborted' }>, 'kind' | 'plan' | 'atMs'>;

async function abort({ plan, record }: ExperimentRun, aborted: Aborted): Promise<ExperimentOutcome> {
  const { reason, impact } = aborted;
  const { atMs } = await record({ kind: 'aborted', reason, impact });
  return { kind: 'aborted', plan, atMs, ...aborted };
}

/** Always attempted, whatever the fault: undoing what cannot be undone, or was never done, changes nothing. */
async function undo({ ports, plan }: ExperimentRun, handle: FaultHandle): Promise<void> {
  await ports.steps.run(stepName(plan, 'undo'), async () => {
    await ports.injector.undo(handle);
    return handle.instanceId;
  });
}

function handleOf({ id, fault }: ExperimentPlan, target: Instance): Omit<FaultHandle, 'injectedAtMs'> {
  return { experimentId: id, instanceId: target.id, fault };
}
