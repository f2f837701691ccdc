/** The gate: may this experiment run now? The ladder of refusals and its rungs. Pure; facts are gathered elsewhere. */

import { isLess } from '../slo/error-budget.ts';
import { isShareReached } from '../slo/fraction.ts';
import { formatCount, formatFactor, formatLimitMs, formatMs, formatShare } from '../wording/words.ts';
import { type Eligibility, healthyRequired, isWell, whatWasRemoved } from './eligibility.ts';
import { unsupportedFault } from './fault.ts';
import type { Group, Instance } from './fleet.ts';
import type { Checked, GateFacts, Rung, ScheduleFacts } from './gate-facts.ts';
import {
  primariesText,
  type Refusal,
  type RefusalReason,
  refusalReasons,
  unknownRolesText,
} from './refusal.ts';

/** Walks the ladder of domain.md §3; the first rung that holds refuses, with its numbers. `null`: go ahead. */
export function decide(facts: GateFacts): Refusal | null {
  for (const reason of refusalReasons) {
    const refusal = ladder[reason](facts);
    if (refusal !== null) return refusal;
  }
  return null;
}

// Rungs that ask whether anything may be killed now: switches, the calendar, and failed checks.

const isDisabled: Rung = ({ group, isEnabled }) =>
  isEnabled
    ? null
    : { reason: 'disabled', detail: `Chaos is not enabled for the group ${group}.`, numbers: {} };

const isUnsupported: Rung<'fault' | 'supportedFaults'> = ({ fault, supportedFaults }) =>
  supportedFaults.has(fault) ? null : unsupportedFault(fault, supportedFaults);

export const isHalted: Rung = ({ lever }) =>
  whenKnown(lever, (position) =>
    position.kind === 'released'
      ? null
      : {
          reason: 'safety-lever',
          detail: `The safety lever is pulled: ${position.reason}.`,
          numbers: { sinceMs: position.sinceMs },
        },
  );

export const isOutsideWindow: Rung<'schedule'> = (facts) =>
  whenScheduled(facts, ({ isInsideWindow, localTime, window, minuteOfDay }) =>
    isInsideWindow
      ? null
      : {
          reason: 'outside-window',
          detail: `${localTime} is outside the workday window ${window}.`,
          numbers: { minuteOfDay },
        },
  );

export const isHoliday: Rung<'schedule'> = (facts) =>
  whenScheduled(facts, ({ holiday, localTime, minuteOfDay }) =>
    holiday === null
      ? null
      : { reason: 'holiday', detail: `${localTime} is a holiday (${holiday}).`, numbers: { minuteOfDay } },
  );

export const isCoolingDown: Rung<'schedule'> = (facts) =>
  whenScheduled(facts, ({ lastKillAtMs, noKillSinceMs, minDaysBetween }) =>
    lastKillAtMs === null || lastKillAtMs < noKillSinceMs
      ? null
      : {
          reason: 'cooldown',
          detail: `The group's last kill is less than ${minDaysBetween} workdays ago.`,
          numbers: { lastKillAtMs, noKillSinceMs, minDaysBetween },
        },
  );

export const isOverDailyCap: Rung<'schedule'> = (facts) =>
  whenScheduled(facts, ({ killsToday, maxPerDay }) =>
    killsToday < maxPerDay
      ? null
      : {
          reason: 'daily-cap',
          detail: `${killsToday} of at most ${maxPerDay} kills have happened today.`,
          numbers: { killsToday, maxPerDay },
        },
  );

/** Fail safe: a failed check is a refusal. This is the last rung, so that a known reason comes first. */
const hasFailedCheck: Rung = (facts) => {
  const { lever, history, fleet, selection, probe, alerts, budget, schedule } = facts;
  const checks = Object.entries({ lever, history, fleet, selection, probe, alerts, budget, schedule });
  const failures = checks.flatMap(([name, check]) =>
    check?.kind === 'failed' ? [{ name, error: check.error }] : [],
  );
  if (failures.length === 0) return null;
  // Checks that depend on a failed check fail for the same reason: say it once.
  const causes = failures.filter(
    ({ error }, index) => failures.findIndex((other) => other.error === error) === index,
  );
  return {
    reason: 'check-failed',
    detail: `Not everything could be checked (${causes.map(({ name, error }) => `${name}: ${error}`).join('; ')}).`,
    numbers: { failed: failures.length },
  };
};

function whenScheduled(
  { schedule }: Pick<GateFacts, 'schedule'>,
  refuse: (value: ScheduleFacts) => Refusal | null,
): Refusal | null {
  return schedule === null ? null : whenKnown<ScheduleFacts>(schedule, refuse);
}

// Rungs that ask whether the fleet can lose an instance now.

const isAlreadyClaimed: Rung = ({ history }) =>
  whenKnown(history, ({ claimedBy }) => (claimedBy === null ? null : alreadyClaimed(claimedBy)));

/** Also used when two claims raced and the ledger refused one. */
export function alreadyClaimed(by: string): Refusal {
  return { reason: 'already-claimed', detail: `The experiment ${by} already holds this claim.`, numbers: {} };
}

const isOverlapping: Rung = ({ history }) =>
  whenKnown(history, ({ underWay }) =>
    underWay.length === 0
      ? null
      : {
          reason: 'overlapping-experiment',
          detail: `Still under way: ${underWay.map((each) => `${each.experimentId} on ${each.group}`).join(', ')}.`,
          numbers: { underWay: underWay.length },
        },
  );

/** A size change, an instance refresh, or members that are not healthy yet. */
export const isRollingOut: Rung<'fleet'> = ({ fleet }) =>
  whenKnown(fleet, (group) => {
    const members = group.instances.filter(({ state }) => state === 'pending' || state === 'running');
    const unwell = members.filter((member) => !isWell(group, member));
    if (!group.isRollingOut && members.length === group.desiredSize && unwell.length === 0) return null;
    const { isRollingOut: isChanged, rollout: what, replacement } = group;
    const change = isChanged ? `a rollout is under way${what === undefined ? '' : ` (${what})`}; ` : '';
    const add =
      replacement === 'none' && members.length < group.desiredSize ? '; add one: nothing else does' : '';
    return {
      reason: 'rollout-in-progress',
      detail: `${group.name}: ${change}${members.length} of ${group.desiredSize} members are present, ${unwell.length} of them unhealthy or out of service${unknownRolesText(unwell)}${add}.`,
      numbers: { desiredSize: group.desiredSize, members: members.length, unwell: unwell.length },
    };
  });

/** There is no n+1: the group could not carry on without the target. */
export const hasNoRedundancy: Rung<'fleet' | 'selection' | 'requiredHealthy' | 'requiredPercent'> = (facts) =>
  whenKnown(facts.fleet, (group) =>
    whenKnown(facts.selection, ({ target }) => {
      const refuse = group.kind === 'data' ? withoutQuorum : withoutSpare;
      return refuse(group, target, healthyRequired(facts, group.desiredSize));
    }),
  );

const hasNoEligibleTarget: Rung = ({ selection, group }) =>
  whenKnown(selection, ({ eligibility, target }) =>
    target !== null ? null : noEligibleTarget(group, eligibility),
  );

/** The gate's final answer: no, or go ahead with this target. */
export type Decision =
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'cleared'; readonly target: Instance };

/** The selected target, for facts that no rung refused; without one there is nothing to clear. */
export function targetOf({ selection, group }: Pick<GateFacts, 'selection' | 'group'>): Decision {
  const target = selection.kind === 'known' ? selection.value.target : null;
  if (target !== null) return { kind: 'cleared', target };
  return { kind: 'refused', refusal: noEligibleTarget(group, { eligible: [], removed: [] }) };
}

function noEligibleTarget(group: string, eligibility: Eligibility): Refusal {
  return {
    reason: 'no-eligible-target',
    detail: `No member of ${group} is eligible${whatWasRemoved(eligibility)}.`,
    numbers: { eligible: eligibility.eligible.length },
  };
}

function withoutSpare(group: Group, target: Instance | null, required: number): Refusal | null {
  const healthy = group.instances.filter((instance) => isWell(group, instance));
  const left = without(healthy, target).length;
  if (left >= required) return null;
  return {
    reason: 'no-redundancy',
    detail: `${group.name}: ${healthy.length} of ${group.desiredSize} are healthy; ${leaving(target, left)}${required} are required.`,
    numbers: { healthy: healthy.length, desiredSize: group.desiredSize, left, required },
  };
}

/** A primary needs a majority of the voters (Raft §5.2; MongoDB manual, replica set elections). */
function withoutQuorum(group: Group, target: Instance | null, required: number): Refusal | null {
  const voters = group.instances.filter((instance) => isWell(group, instance));
  const leading = voters.filter(({ role }) => role === 'primary');
  const primaries = leading.length;
  const left = without(voters, target).length;
  const majority = Math.floor(group.desiredSize / 2) + 1;
  if (primaries === 1 && left >= Math.max(majority, required)) return null;
  const needed = required > majority ? `${required} are required` : `a majority is ${majority}`;
  return {
    reason: 'no-redundancy',
    detail: `${group.name}: ${primariesText(leading)}${voters.length} of ${group.desiredSize} voters are healthy; ${leaving(target, left)}${needed}.`,
    numbers: { voters: voters.length, desiredSize: group.desiredSize, left, majority, primaries },
  };
}

function without(instances: readonly Instance[], target: Instance | null): readonly Instance[] {
  return instances.filter(({ id }) => id !== target?.id);
}

function leaving(target: Instance | null, left: number): string {
  return target === null ? '' : `losing one would leave ${left}, and `;
}

// Rungs that ask whether the users can bear it now, and whether the prober would notice if they could not.

const isProbeBlind: Rung = ({ probe }) =>
  whenKnown(probe, ({ newestAgeMs, maxAgeMs, covered, expected, minCoverage }) => {
    if (newestAgeMs === null) {
      return {
        reason: 'probe-blind',
        detail: 'The prober has not measured anything yet.',
        numbers: { covered },
      };
    }
    const numbers = { newestAgeMs, maxAgeMs, covered, expected, minCoverage };
    if (newestAgeMs > maxAgeMs) {
      const detail = `The newest slice ended ${formatMs(newestAgeMs, maxAgeMs)} ago; up to ${formatLimitMs(maxAgeMs)} counts as fresh.`;
      return { reason: 'probe-blind', detail, numbers };
    }
    if (isShareReached(covered, expected, minCoverage)) return null;
    const detail = `${formatCount(covered)} of ${formatCount(expected)} recent slices can be trusted; ${formatShare(minCoverage)} must be.`;
    return { reason: 'probe-blind', detail, numbers };
  });

const isAlreadyBurning: Rung = ({ alerts }) =>
  whenKnown(alerts, (firing) => {
    const page = firing.find(({ severity }) => severity === 'page');
    if (page === undefined) return null;
    if (page.burn === null) {
      const detail = `An alarm that stops chaos is ringing: ${page.slo}.`;
      return { reason: 'already-burning', detail, numbers: {} };
    }
    return {
      reason: 'already-burning',
      detail: `A page-level alert is firing: ${page.slo} burns its budget at ${formatFactor(page.burn)} the sustainable rate.`,
      numbers: { burn: page.burn },
    };
  });

/** Chaos leaves the budget's reserve alone and spends no more than its share (domain.md §6). */
const isBudgetShort: Rung = ({ budget }) =>
  whenKnown(budget, (facts) => {
    const { remaining, expectedSpend, reserve, chaosSpent, chaosShare } = facts;
    if (isLess(remaining - expectedSpend, reserve)) {
      const detail = `${formatShare(remaining, [reserve + expectedSpend])} of the budget is left and the kill may cost ${formatShare(expectedSpend)}; ${formatShare(reserve)} stays in reserve.`;
      return { reason: 'budget-short', detail, numbers: facts };
    }
    if (!isLess(chaosShare, chaosSpent + expectedSpend)) return null;
    const detail = `Chaos has spent ${formatShare(chaosSpent, [chaosShare - expectedSpend])} of the budget and the kill may cost ${formatShare(expectedSpend)}; its share is ${formatShare(chaosShare)}.`;
    return { reason: 'budget-short', detail, numbers: facts };
  });

/** One rung for each reason, in the order of `refusalReasons`. */
const ladder = {
  disabled: isDisabled,
  'unsupported-fault': isUnsupported,
  'safety-lever': isHalted,
  'outside-window': isOutsideWindow,
  holiday: isHoliday,
  cooldown: isCoolingDown,
  'daily-cap': isOverDailyCap,
  'already-claimed': isAlreadyClaimed,
  'overlapping-experiment': isOverlapping,
  'rollout-in-progress': isRollingOut,
  'no-redundancy': hasNoRedundancy,
  'probe-blind': isProbeBlind,
  'already-burning': isAlreadyBurning,
  'budget-short': isBudgetShort,
  'no-eligible-target': hasNoEligibleTarget,
  'check-failed': hasFailedCheck,
} satisfies Record<RefusalReason, Rung>;

/** Evaluates a known fact; an unknown one is refused at the end of the ladder, as `check-failed`. */
function whenKnown<T>(fact: Checked<T>, refuse: (value: T) => Refusal | null): Refusal | null {
  return fact.kind === 'known' ? refuse(fact.value) : null;
}
