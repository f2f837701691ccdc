/** The gate: may this experiment happen now? Pure; the facts are gathered elsewhere. */
import { isAlreadyBurning, isBudgetShort, isProbeBlind } from './gate-budget.ts';
import type { GateFacts, Rung } from './gate-facts.ts';
import {
  hasNoEligibleTarget,
  hasNoRedundancy,
  isAlreadyClaimed,
  isOverlapping,
  isRollingOut,
} from './gate-fleet.ts';
import {
  hasFailedCheck,
  isCoolingDown,
  isDisabled,
  isHalted,
  isHoliday,
  isOutsideWindow,
  isOverDailyCap,
  isUnsupported,
} from './gate-permission.ts';
import { type Refusal, type RefusalReason, refusalReasons } from './refusal.ts';

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

/** Walks the ladder of domain.md §3; the first rung that holds refuses, with its numbers. `null`: go ahead. */
export function decide(facts: GateFacts): Refusal | null {
  for (const reason of refusalReasons) {
    const refusal = ladder[reason](facts);
    if (refusal !== null) return refusal;
  }
  return null;
}
