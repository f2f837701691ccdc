/** Rungs that ask whether the users can bear it now, and whether anybody would notice if they could not. */
import { isShareReached } from '../slo/minutes-seen.ts';
import { isLess } from '../slo/policy.ts';
import { formatCount, formatFactor, formatLimitMs, formatMs, formatShare } from '../wording/format-number.ts';
import { type Rung, whenKnown } from './gate-facts.ts';

export const isProbeBlind: Rung = ({ probe }) =>
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

export const isAlreadyBurning: Rung = ({ alerts }) =>
  whenKnown(alerts, (firing) => {
    const page = firing.find(({ severity }) => severity === 'page');
    if (page === undefined) return null;
    return {
      reason: 'already-burning',
      detail: `A page-level alert is firing: ${page.slo} burns its budget at ${formatFactor(page.burn)} the sustainable rate.`,
      numbers: { burn: page.burn },
    };
  });

/** Of the budget, chaos leaves the reserve alone and spends no more than its share (domain.md §6). */
export const isBudgetShort: Rung = ({ budget }) =>
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
