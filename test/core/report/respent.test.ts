import type { ExperimentOutcome } from '@garbageday/core/chaos/experiment-outcome.ts';
import { respent } from '@garbageday/core/report/assemble-report.ts';
import { describe, expect, it } from 'vitest';
import { experimentPlan, impact, targetRecord } from '../../fakes/experiment.ts';
import { sampleReport } from '../../render/sample-report.ts';

const plan = experimentPlan({ id: 'a' });
const measured = impact({ budgetSpent: 0.9 });

const completed: ExperimentOutcome = {
  ...{ kind: 'completed', plan, target: targetRecord, injectedAtMs: 1, impact: measured },
  judgement: { verdict: 'pass', reasons: [] },
};
function aborted(of: typeof measured | null): ExperimentOutcome {
  return {
    ...{
      kind: 'aborted',
      plan,
      target: null,
      injectedAtMs: 1,
      atMs: 1,
      reason: { kind: 'operator', text: 'x' },
      impact: of,
    },
  };
}
const dryRun: ExperimentOutcome = { kind: 'dry-run', plan, target: targetRecord, atMs: 1 };

describe('what a kill cost, in a report', () => {
  const attribution = {
    ...sampleReport.attribution,
    byExperiment: [{ experimentId: 'a', bad: 1, spent: 0.25 }],
  };
  const costOf = (outcome: ExperimentOutcome) => {
    const told = respent(attribution)(outcome);
    return 'impact' in told ? (told.impact?.budgetSpent ?? null) : null;
  };

  it.each([
    ['that was completed', completed, 0.25],
    ['that was aborted after the fault', aborted(measured), 0.25],
    ['that was aborted before it', aborted(null), null],
    ['that only rehearsed', dryRun, null],
    ['that is not attributed', { ...completed, plan: experimentPlan({ id: 'b' }) }, 0.9],
  ] satisfies [string, ExperimentOutcome, number | null][])('of one %s', (_, outcome, cost) => {
    expect(costOf(outcome)).toBe(cost);
  });
});
