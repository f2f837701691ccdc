/** Rungs that ask whether the users can bear it now, and whether anybody would notice if they could not. */
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
      const detail = `The newest slice ended ${newestAgeMs} ms ago; up to ${maxAgeMs} ms counts as fresh.`;
      return { reason: 'probe-blind', detail, numbers };
    }
    if (covered > 0 && covered >= expected * minCoverage) return null;
    const detail = `${covered} of ${expected} recent slices can be trusted; ${percent(minCoverage)} must be.`;
    return { reason: 'probe-blind', detail, numbers };
  });

export const isAlreadyBurning: Rung = ({ alerts }) =>
  whenKnown(alerts, (firing) => {
    const page = firing.find(({ severity }) => severity === 'page');
    if (page === undefined) return null;
    return {
      reason: 'already-burning',
      detail: `A page-level alert is firing: ${page.slo} burns its budget ${page.burn.toFixed(1)} times too fast.`,
      numbers: { burn: page.burn },
    };
  });

/** Of the budget, chaos leaves the reserve alone and spends no more than its share (domain.md §6). */
export const isBudgetShort: Rung = ({ budget }) =>
  whenKnown(budget, (facts) => {
    const { remaining, expectedSpend, reserve, chaosSpent, chaosShare } = facts;
    if (remaining - expectedSpend < reserve) {
      const detail = `${percent(remaining)} of the budget is left and the kill may cost ${percent(expectedSpend)}; ${percent(reserve)} stay in reserve.`;
      return { reason: 'budget-short', detail, numbers: facts };
    }
    if (chaosSpent + expectedSpend <= chaosShare) return null;
    const detail = `Chaos has spent ${percent(chaosSpent)} of the budget and the kill may cost ${percent(expectedSpend)}; its share is ${percent(chaosShare)}.`;
    return { reason: 'budget-short', detail, numbers: facts };
  });

const percent = (share: number): string => `${Number((share * 100).toFixed(2))}%`;
