/** One experiment from plan to verdict, as durable steps: a crash at any point resumes (domain.md §4). */
import type { FaultHandle } from '../ports.ts';
import type { AbortReason } from './abort-reason.ts';
import { isWhole } from './eligibility.ts';
import type { ExperimentPlan, GroupRecord, TargetRecord } from './experiment.ts';
import type { ExperimentOutcome } from './experiment-outcome.ts';
import type { ExperimentPorts, ExperimentSettings } from './experiment-ports.ts';
import type { Group, Instance } from './fleet.ts';
import { alreadyClaimed, type Decision, decide, targetOf } from './gate.ts';
import { findGroup, gatherFacts, messageOf } from './gather-facts.ts';
import { injectOnce, pageReason, pulledReason } from './inject-once.ts';
import { judge, type Unseen } from './judge.ts';
import { measureWhenThere, type Observed } from './measure-impact.ts';
import type { Refusal } from './refusal.ts';
import { type ExperimentRun, groupRecordOf, recordOf, stepName, transitionRecorder } from './transitions.ts';

/**
 * Runs one experiment now, whatever its `plannedAtMs`. Every transition is recorded before what follows it, and then
 * published on a best-effort basis. After a crash, the same call with the same steps resumes: the fault is injected at
 * most once and always undone. A dry run stops where the fault would be injected. Throws what the ports throw outside
 * the gate; an injected fault has been undone by then, unless undoing is what threw.
 */
export async function runExperiment(
  ports: ExperimentPorts,
  plan: ExperimentPlan,
  settings: ExperimentSettings,
): Promise<ExperimentOutcome> {
  const run: ExperimentRun = { ports, plan, settings, record: transitionRecorder(ports, plan) };
  await run.record({ kind: 'drawn', plan });
  const decided = await ports.steps.run(stepName(plan, 'decide'), () => decideNow(run));
  const { decision, atMs: decidedAtMs, seen } = decided;
  if (decision.kind === 'refused') return refuse(run, decision.refusal);
  const claim = await ports.steps.run(stepName(plan, 'claim'), () =>
    ports.ledger.claim(claimKeyOf(plan), plan.id),
  );
  if (claim.kind === 'already-claimed') return refuse(run, alreadyClaimed(claim.by));
  const target = recordOf(decision.target);
  const { atMs } = await run.record({ kind: 'claimed', target, ...(seen === undefined ? {} : { seen }) });
  if (plan.mode === 'dry-run') return { kind: 'dry-run', plan, target, atMs };
  return strike(run, decision.target, { claimedAtMs: atMs, decidedAtMs });
}

/** `atMs`: when the gate began to check; kept with the step, so that a crash does not make the decision younger. */
type Decided = {
  readonly decision: Decision;
  readonly atMs: number;
  /** The group of a target that was cleared; absent from a step that an older version took. */
  readonly seen?: GroupRecord;
};

async function decideNow({ ports, plan, settings }: ExperimentRun): Promise<Decided> {
  const atMs = ports.clock.now();
  const facts = await gatherFacts(ports, plan, settings);
  const refusal = decide(facts);
  const decision: Decision = refusal === null ? targetOf(facts) : { kind: 'refused', refusal };
  if (decision.kind === 'refused' || facts.fleet.kind === 'failed') return { decision, atMs };
  return { decision, atMs, seen: groupRecordOf(facts.fleet.value, decision.target.id) };
}

async function refuse({ record, plan }: ExperimentRun, refusal: Refusal): Promise<ExperimentOutcome> {
  const { atMs } = await record({ kind: 'refused', refusal });
  return { kind: 'refused', plan, atMs, refusal };
}

/** A rehearsal does not use up the day's claim. */
function claimKeyOf({ mode, claimKey }: ExperimentPlan): string {
  return mode === 'armed' ? claimKey : `dry-run/${claimKey}`;
}

/** `decidedAtMs`: when the gate decided; the decision soon expires. */
type Cleared = { readonly claimedAtMs: number; readonly decidedAtMs: number };

/** From the claimed target to the end: inject, watch, undo, measure, judge. */
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
  // A possible kill counts as one: the cooldown and the daily cap err on the safe side.
  const injectedAtMs = fate.kind === 'unknown' ? claimedAtMs : null;
  if (injectedAtMs !== null) await run.record({ kind: 'injected', injectedAtMs });
  return abort(run, { target: recordOf(target), injectedAtMs, reason: fate.reason, impact: null });
}

type Watched = {
  readonly observed: Observed;
  /** Set when it is not known when the group was whole again, because the fleet could not be observed. */
  readonly unseen: Unseen | null;
  readonly stopped: Extract<Sighting, { kind: 'stopped' }> | null;
};

/** Undoes the fault even if it could not be recorded. */
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
  // If the fleet could not be observed meanwhile, it may have happened at any time.
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

/** The group may become whole only after the fault is over. */
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

/** Always attempted, whatever the fault: if there is nothing to undo, it changes nothing. */
async function undo({ ports, plan }: ExperimentRun, handle: FaultHandle): Promise<void> {
  await ports.steps.run(stepName(plan, 'undo'), async () => {
    await ports.injector.undo(handle);
    return handle.instanceId;
  });
}

function handleOf({ id, fault }: ExperimentPlan, target: Instance): Omit<FaultHandle, 'injectedAtMs'> {
  return { experimentId: id, instanceId: target.id, fault };
}

/** Since when the fleet could not be observed, and why. */
type Blindness = { readonly sinceMs: number; readonly why: string };

/**
 * What a poll saw, at the time of the poll. `seen` with a `blind`: it happened at some time since then. `unseen`: the
 * time ran out while the fleet could not be observed.
 */
type Sighting =
  | { readonly kind: 'seen'; readonly atMs: number; readonly blind: Blindness | null }
  | { readonly kind: 'not-seen' }
  | { readonly kind: 'unseen'; readonly blind: Blindness }
  | { readonly kind: 'stopped'; readonly atMs: number; readonly reason: AbortReason };

type Watch = {
  readonly ports: Pick<ExperimentPorts, 'clock' | 'fleet' | 'lever' | 'alerts' | 'steps' | 'injector'>;
  readonly plan: ExperimentPlan;
  readonly settings: ExperimentSettings;
};

type Awaited = {
  readonly name: string;
  /** The fault, which is kept up while watching. */
  readonly handle: FaultHandle;
  /** When the group was last known not to look as asked. */
  readonly sinceMs: number;
  readonly timeoutMs: number;
  readonly holds: (group: Group) => boolean;
};

/** When the fleet was last observed, and why it has not been since; `null`: it was observed just now. */
type Note = { readonly seenAtMs: number; readonly why: string | null };

/**
 * Polls until the group looks as asked, a stop condition holds, or the time runs out; then one last look distinguishes
 * what did not happen from what could not be observed. Each poll renews the fault's lease. A stop condition that cannot
 * be checked stops the experiment.
 */
async function watchFor({ ports, plan, settings }: Watch, what: Awaited): Promise<Sighting> {
  const sighting = await ports.steps.waitUntil<Sighting, Note>(stepName(plan, what.name), {
    intervalMs: settings.pollMs,
    timeoutMs: what.timeoutMs,
    check: async (earlier) => {
      const { seenAtMs, why } = earlier ?? { seenAtMs: what.sinceMs, why: null };
      const reason = (await stopReason(ports)) ?? (await keepUp(ports, what.handle));
      if (reason !== null) return { done: { kind: 'stopped', atMs: ports.clock.now(), reason } };
      const look = await lookAt(ports, plan, what.holds);
      const atMs = ports.clock.now();
      if (look.kind === 'blind') return { note: { seenAtMs, why: look.why } };
      if (!look.holds) return { note: { seenAtMs: atMs, why: null } };
      return { done: { kind: 'seen', atMs, blind: why === null ? null : { sinceMs: seenAtMs, why } } };
    },
  });
  return sighting ?? ports.steps.run(stepName(plan, `${what.name}: last look`), () => lastLook());

  async function lastLook(): Promise<Sighting> {
    const look = await lookAt(ports, plan, what.holds);
    if (look.kind === 'blind') return { kind: 'unseen', blind: { sinceMs: what.sinceMs, why: look.why } };
    return look.holds ? { kind: 'seen', atMs: ports.clock.now(), blind: null } : { kind: 'not-seen' };
  }
}

/** The load balancer no longer uses the target; for a primary, the replica set has a new one. */
export function hasLetGoOf(group: Group, target: TargetRecord): boolean {
  if (target.role === 'primary') {
    return group.instances.some(({ id, role }) => role === 'primary' && id !== target.instanceId);
  }
  return !group.instances.some(({ id, isInService }) => id === target.instanceId && isInService);
}

/** Why a running experiment must end at once, or `null`. */
async function stopReason({
  lever,
  alerts,
}: Pick<ExperimentPorts, 'lever' | 'alerts'>): Promise<AbortReason | null> {
  try {
    return pulledReason(await lever.position()) ?? pageReason(await alerts.firing());
  } catch (error) {
    return { kind: 'check-failed', text: `the stop conditions could not be checked: ${messageOf(error)}` };
  }
}

/** A fault that cannot be kept up ends early, and the experiment with it. */
async function keepUp(
  { injector }: Pick<ExperimentPorts, 'injector'>,
  handle: FaultHandle,
): Promise<AbortReason | null> {
  try {
    await injector.renew(handle);
    return null;
  } catch (error) {
    return { kind: 'check-failed', text: `the fault could not be kept up: ${messageOf(error)}` };
  }
}

type Look =
  | { readonly kind: 'looked'; readonly holds: boolean }
  | { readonly kind: 'blind'; readonly why: string };

async function lookAt(
  ports: Watch['ports'],
  plan: ExperimentPlan,
  holds: (group: Group) => boolean,
): Promise<Look> {
  try {
    return { kind: 'looked', holds: holds(await findGroup(ports, plan.group)) };
  } catch (error) {
    return { kind: 'blind', why: messageOf(error) };
  }
}
