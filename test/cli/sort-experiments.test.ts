import { sortExperiments } from '@garbageday/cli/status/sort-experiments.ts';
import type { ExperimentState } from '@garbageday/core/chaos/experiment.ts';
import { foldExperiment } from '@garbageday/core/chaos/transitions.ts';
import { hourMs } from '@garbageday/core/time/durations.ts';
import { expect, it } from 'vitest';
import { experimentPlan, lever, targetRecord } from '../fakes/experiment.ts';
import { states } from '../fakes/minutes.ts';

const nowMs = 100 * hourMs;
const claimed: ExperimentState = { kind: 'claimed', target: targetRecord };
const aborted: ExperimentState = { kind: 'aborted', reason: lever, impact: null };

function experiment(
  id: string,
  of: readonly ExperimentState[],
  [plannedAtMs, atMs]: readonly [number, number],
) {
  return foldExperiment(
    states(id, atMs, [{ kind: 'drawn', plan: experimentPlan({ id, plannedAtMs }) }, ...of]),
  );
}

it('an experiment of a stage is to come, goes on, has no end, or ended last', () => {
  const sorted = sortExperiments(
    [
      experiment('to come', [], [nowMs + 1, nowMs - hourMs]),
      experiment('being started', [], [nowMs - 60_000, nowMs - 4 * hourMs]),
      experiment('never began', [], [nowMs - 4 * hourMs, nowMs - 9 * hourMs]),
      experiment('goes on', [claimed], [nowMs, nowMs - 60_000]),
      experiment('left behind', [claimed], [nowMs, nowMs - 30 * hourMs]),
      experiment('ended', [claimed, aborted], [nowMs, nowMs - 2 * hourMs]),
    ],
    nowMs,
  );
  const names = (of: readonly { readonly plan: { readonly id: string } }[]) => of.map(({ plan }) => plan.id);
  expect(names(sorted.scheduled)).toEqual(['to come']);
  expect(names(sorted.underWay)).toEqual(['being started', 'goes on']);
  expect(names(sorted.unfinished)).toEqual(['never began', 'left behind']);
  expect(sorted.last?.plan.id).toBe('ended');
});
