/** The experiments of a generated month, measured and judged by core from the month's own slices. */

import type { ExperimentPlan, ExperimentState, Transition } from '@garbageday/core/chaos/experiment.ts';
import { judge } from '@garbageday/core/chaos/judge.ts';
import { measureImpact } from '@garbageday/core/chaos/measure-impact.ts';
import type { Configuration } from '@garbageday/core/configuration.ts';
import { journeyNamed } from '@garbageday/core/probe/measured-journey.ts';
import { alignOutwards, sliceRules } from '@garbageday/core/probe/read-slices.ts';
import { chaosSloOf } from '@garbageday/core/slo/chaos-slo.ts';
import { eventsIn, parseWindow, windowBounds } from '@garbageday/core/slo/window.ts';
import { minuteMs } from '@garbageday/core/time/durations.ts';
import { monthSlices } from './month-slices.ts';
import type { Denial, MonthStory, Strike } from './month-story.ts';

const baselineMs = 10 * minuteMs;
const settleMs = minuteMs;

/** By experiment, then `seq`, as a ledger would yield them. */
export function monthTransitions(story: MonthStory): readonly Transition[] {
  const kills = story.strikes.map((strike, index) => killed(story, strike, `kill-${index + 1}`));
  const denials = story.denials.map((denial, index) => denied(story, denial, `refusal-${index + 1}`));
  return [...kills, ...denials].toSorted((a, b) => (a[0]?.atMs ?? 0) - (b[0]?.atMs ?? 0)).flat();
}

function killed(story: MonthStory, strike: Strike, id: string): readonly Transition[] {
  const { atMs, group, replaceMs } = strike;
  const detectedAtMs = atMs + 240 + (atMs % 700);
  const slot = `${group.name}-${'abc'[atMs % Math.min(3, group.desiredSize)] ?? 'a'}`;
  const role = group.kind === 'data' ? ('primary' as const) : ('none' as const);
  const impact = impactOf(story, strike, detectedAtMs);
  const judgement = judge(impact, group.hypothesis, {
    minCoverage: story.configuration.probe.minCoverage,
    before: { probes: { sent: 600, bad: 0 }, p99Ms: impact.latencyMs.baseline?.p99 ?? null },
    unseen: null,
  });
  const claimedAtMs = atMs - 60;
  return transitions(id, [
    [claimedAtMs - 10, { kind: 'drawn', plan: planOf(story, strike, id) }],
    [
      claimedAtMs,
      {
        kind: 'claimed',
        target: { instanceId: `i-${(atMs % 0xffffff).toString(16)}`, slot, zone: slot.slice(-1), role },
      },
    ],
    [claimedAtMs, { kind: 'baseline', fromMs: claimedAtMs - baselineMs, toMs: claimedAtMs }],
    [atMs, { kind: 'injected', injectedAtMs: atMs }],
    [detectedAtMs, { kind: 'recovering', detectedAtMs }],
    [atMs + replaceMs + settleMs, { kind: 'completed', impact, judgement }],
  ]);
}

function impactOf(story: MonthStory, { atMs, replaceMs, group }: Strike, detectedAtMs: number) {
  const { maxLagMs } = story.configuration.probe;
  const { ratePerSecond } = journeyNamed(story.configuration.journeys, 'probe');
  const impact = alignOutwards({ fromMs: atMs, toMs: atMs + replaceMs + settleMs }, minuteMs);
  const baseline = { fromMs: impact.fromMs - baselineMs, toMs: impact.fromMs };
  return measureImpact({
    observed: { injectedAtMs: atMs, detectedAtMs, replacedAtMs: atMs + replaceMs },
    ...{ impact, baseline, disturbed: [], hypothesis: group.hypothesis },
    slices: [...monthSlices(story, 'probe', { fromMs: baseline.fromMs, toMs: impact.toMs })],
    rules: sliceRules(ratePerSecond, 60, maxLagMs),
    budget: budgetOf(story.configuration, atMs),
  });
}

function budgetOf({ slos, journeys }: Configuration, atMs: number) {
  const { sli, objective, window, timeZone, journey } = chaosSloOf(slos);
  const bounds = windowBounds(parseWindow(window, timeZone), atMs);
  return { sli, objective, eventsPerWindow: eventsIn(bounds, journeyNamed(journeys, journey).ratePerSecond) };
}

const details = {
  'no-redundancy': 'web: 2 of 3 are healthy; losing one would leave 1, and 2 are required.',
  'already-burning': 'A page-level alert is firing.',
  'rollout-in-progress': 'The group changes its size.',
} as const;

function denied(story: MonthStory, denial: Denial, id: string): readonly Transition[] {
  const { atMs, reason } = denial;
  const detail = Object.entries(details).find(([known]) => known === reason)?.[1] ?? '';
  return transitions(id, [
    [atMs, { kind: 'drawn', plan: planOf(story, denial, id) }],
    [atMs + 4, { kind: 'refused', refusal: { reason, detail, numbers: {} } }],
  ]);
}

function planOf(
  { seed }: MonthStory,
  { group, atMs }: Pick<Strike, 'group' | 'atMs'>,
  id: string,
): ExperimentPlan {
  return {
    ...{ id, group: group.name, fault: group.fault, plannedAtMs: atMs, mode: 'armed' },
    role: group.kind === 'data' ? 'primary' : 'any',
    seed: `${seed}/${id}`,
    claimKey: `${group.name}/${new Date(atMs).toISOString().slice(0, 10)}`,
    hypothesis: group.hypothesis,
  };
}

function transitions(
  experimentId: string,
  states: readonly (readonly [atMs: number, state: ExperimentState])[],
): readonly Transition[] {
  return states.map(([atMs, state], seq) => ({ experimentId, seq, atMs, state }));
}
