/** What kills cost, as the report's own attribution has it: a record knows the share of the budget that there was then. */

import type { ExperimentOutcome } from '../chaos/experiment-outcome.ts';
import type { Attribution } from '../slo/attribution.ts';

/** Overlapping kills share, and an objective that was changed since changes what every kill cost. */
export function respent({ byExperiment }: Attribution): (outcome: ExperimentOutcome) => ExperimentOutcome {
  const spentBy = new Map(byExperiment.map(({ experimentId, spent }) => [experimentId, spent]));
  return (outcome) => {
    const budgetSpent = spentBy.get(outcome.plan.id);
    if (budgetSpent === undefined) return outcome;
    if (outcome.kind === 'completed') return { ...outcome, impact: { ...outcome.impact, budgetSpent } };
    if (outcome.kind !== 'aborted' || outcome.impact === null) return outcome;
    return { ...outcome, impact: { ...outcome.impact, budgetSpent } };
  };
}
