/** The last look before a fault: whatever can have changed since the gate, and the safety lever at the very end. */
import type { FiringAlert, Permission } from '../ports.ts';
import type { AbortReason } from './abort-reason.ts';
import { eligibleTargets } from './eligibility.ts';
import type { Group } from './fleet.ts';
import { type ExperimentRecord, outcomeOf } from './fold-experiment.ts';
import { hasNoRedundancy, isRollingOut } from './gate-fleet.ts';
import { isCoolingDown, isHoliday, isOutsideWindow, isOverDailyCap } from './gate-permission.ts';
import { eligibilityRules, findGroup, messageOf, othersUnderWay, readHistory } from './gather-facts.ts';
import type { ExperimentRun } from './record-transitions.ts';
import { scheduleFacts } from './schedule-facts.ts';
import { pageReason, pulledReason } from './stop-reasons.ts';

export type Looking = Pick<ExperimentRun, 'ports' | 'plan' | 'settings'> & {
  /** When the gate looked, in epoch milliseconds. */
  readonly decidedAtMs: number;
};

/** What the gate saw is good for this long; a process that resumes later must not inject on it. */
const decisionHoldsMs = 60_000;

/** What the last look saw is good for this long: time to record the handle, and no more. */
const lookHoldsMs = 2_000;

/**
 * Asks for other experiments, fleet and alerts first and for the lever last; the calendar and the age of the decision
 * cost no call and come after it. Other experiments are looked at after `claimed` was recorded, so that of two that
 * passed the gate at the same moment each sees the other, and at least one yields.
 */
export async function lastLook(looking: Looking, instanceId: string): Promise<Permission> {
  const { clock, lever } = looking.ports;
  try {
    const seen = await see(looking);
    const change = whatHasChanged(looking, seen, instanceId);
    if (change !== null) return { kind: 'withheld', reason: change };
    // Taken before the question: the answer may be as old as that.
    const lookedAtMs = clock.now();
    const position = await asking('the stop conditions could not be checked', () => lever.position());
    const reason = pulledReason(position) ?? whatTimeForbids(looking, seen.experiments);
    if (reason !== null) return { kind: 'withheld', reason };
    return { kind: 'granted', isFresh: () => isWithin(clock.now() - lookedAtMs, lookHoldsMs) };
  } catch (error) {
    return { kind: 'withheld', reason: { kind: 'check-failed', text: messageOf(error) } };
  }
}

type Seen = {
  readonly experiments: readonly ExperimentRecord[];
  readonly group: Group;
  readonly firing: readonly FiringAlert[];
};

async function see({ ports, plan, settings }: Looking): Promise<Seen> {
  const nowMs = ports.clock.now();
  const [experiments, group, firing] = await Promise.all([
    asking('other experiments could not be looked up', () => readHistory(ports, settings, nowMs)),
    asking('the fleet could not be looked at', () => findGroup(ports, plan.group)),
    asking('the stop conditions could not be checked', () => ports.alerts.firing()),
  ]);
  return { experiments, group, firing };
}

function whatHasChanged(looking: Looking, seen: Seen, instanceId: string): AbortReason | null {
  return (
    whatOthersForbid(looking, seen) ??
    changed(whatTheFleetForbids(looking, seen, instanceId)) ??
    pageReason(seen.firing)
  );
}

function whatOthersForbid({ ports, plan, settings }: Looking, { experiments }: Seen): AbortReason | null {
  const own = experiments.find((each) => each.plan.id === plan.id);
  if (own !== undefined && outcomeOf(own) !== null) {
    return { kind: 'changed', text: 'the experiment has ended already' };
  }
  const [other] = othersUnderWay(experiments, { plan, settings, nowMs: ports.clock.now() });
  if (other === undefined) return null;
  return { kind: 'overlap', text: `the experiment ${other.experimentId} began at the same moment` };
}

/** The rungs of the gate that a minute can change, for the one target. */
function whatTheFleetForbids(
  { ports, plan, settings }: Looking,
  { group }: Seen,
  instanceId: string,
): string | null {
  const eligibility = eligibleTargets(group, eligibilityRules(plan, settings), ports.clock.now());
  const target = eligibility.eligible.find(({ id }) => id === instanceId);
  if (target === undefined) {
    const lost = eligibility.removed.find(({ instanceIds }) => instanceIds.includes(instanceId));
    return lost === undefined
      ? `${instanceId} is no longer in the group ${plan.group}`
      : `${instanceId} is no longer eligible: it fails the check "${lost.filter}"`;
  }
  const facts = {
    fleet: { kind: 'known', value: group },
    selection: { kind: 'known', value: { eligibility, target } },
    requiredHealthy: settings.group.requiredHealthy,
  } as const;
  return (isRollingOut(facts) ?? hasNoRedundancy(facts))?.detail ?? null;
}

function whatTimeForbids(
  { ports, plan, settings, decidedAtMs }: Looking,
  experiments: readonly ExperimentRecord[],
): AbortReason | null {
  const nowMs = ports.clock.now();
  if (!isWithin(nowMs - decidedAtMs, decisionHoldsMs)) {
    const text = `the decision to go ahead was ${nowMs - decidedAtMs} ms old; it holds for ${decisionHoldsMs} ms`;
    return { kind: 'stale-decision', text };
  }
  if (settings.schedule === null) return null;
  const others = experiments.filter((each) => each.plan.id !== plan.id);
  const question = { schedule: settings.schedule, group: plan.group, nowMs, experiments: others };
  const facts = { schedule: { kind: 'known', value: scheduleFacts(question) } } as const;
  const refusal = isOutsideWindow(facts) ?? isHoliday(facts) ?? isCoolingDown(facts) ?? isOverDailyCap(facts);
  return changed(refusal?.detail ?? null);
}

function changed(text: string | null): AbortReason | null {
  return text === null ? null : { kind: 'changed', text };
}

/** A clock that was set back says nothing about an age. */
function isWithin(ageMs: number, limitMs: number): boolean {
  return ageMs >= 0 && ageMs <= limitMs;
}

async function asking<T>(failure: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw new Error(`${failure}: ${messageOf(error)}`, { cause: error });
  }
}
