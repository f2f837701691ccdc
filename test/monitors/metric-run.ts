/** A minute of a run in which one server was killed, as `/metrics` gets it. */
import type { ExperimentState } from '@garbageday/core/chaos/experiment.ts';
import { experimentCounts } from '@garbageday/monitors/live/experiment-counts.ts';
import { type LiveRun, liveFamilies } from '@garbageday/monitors/live/live-families.ts';
import { measurements } from '@garbageday/monitors/live/measurements.ts';
import type { Family } from '@garbageday/render/openmetrics/exposition.ts';
import { configuration, sloConfiguration } from '../fakes/configuration.ts';
import { experimentPlan, impact, targetRecord as target } from '../fakes/experiment.ts';
import { badAnswer, sliceAt } from '../fakes/slices.ts';
import { sampleLiveState } from '../render/sample-live-state.ts';

export const experimentId = 'gameday-x-1';

/** `fromMs`: when the minute began. */
export function liveRun(fromMs: number): LiveRun {
  const slos = [
    sloConfiguration(),
    sloConfiguration({ name: 'probe-latency', sli: 'latency', objective: 0.99 }),
  ];
  const { service, journeys, groups, probe } = configuration({ slos });
  const measured = measurements({ service, journeys, slos, maxLagMs: probe.maxLagMs });
  const experiments = experimentCounts(groups);
  const plan = experimentPlan({ id: experimentId });
  const reach = (second: number, state: ExperimentState): void =>
    experiments.take(plan, { experimentId, seq: second, atMs: fromMs + second * 1_000, state });
  const states: Readonly<Record<number, ExperimentState>> = {
    10: { kind: 'drawn', plan },
    11: { kind: 'claimed', target },
    12: { kind: 'baseline', fromMs, toMs: fromMs + 12_000 },
    20: { kind: 'injected', injectedAtMs: fromMs + 20_000 },
    30: { kind: 'completed', impact: impact(), judgement: { verdict: 'pass', reasons: [] } },
  };
  for (let second = 0; second < 60; second += 1) {
    const state = states[second];
    if (state !== undefined) reach(second, state);
    const startMs = fromMs + second * 1_000;
    const outcomes = second === 20 ? [badAnswer, { latencyMs: 700 }] : [];
    measured.add(sliceAt(startMs, outcomes), experiments.during(startMs, startMs + 1_000));
  }
  return {
    state: {
      ...{ ...sampleLiveState, service, nowMs: fromMs + 60_000 },
      budgets: [{ name: 'probe-availability', objective: 0.999, remaining: 0.75 }],
    },
    measured: measured.read(fromMs + 60_000),
    experiments: experiments.read(),
  };
}

export function runFamilies(fromMs: number): readonly Family[] {
  return liveFamilies(liveRun(fromMs));
}
