/** The live state as a fold: nothing but states and inputs; no clock, no terminal. */
import type { ExperimentState } from '@garbageday/core/chaos/experiment.ts';
import type { Group } from '@garbageday/core/chaos/fleet.ts';
import {
  foldLive,
  type LiveFold,
  type LiveInput,
  launchedLive,
  liveStateOf,
} from '@garbageday/render/live/fold-live.ts';
import { experimentPhases } from '@garbageday/render/live/phases.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { experimentPlan, impact, targetRecord as target } from '../fakes/experiment.ts';
import { liveJourney, loadAndJudge } from '../fakes/live-journeys.ts';
import { wholeGroup } from '../fakes/simulated-world.ts';
import { badAnswer, sliceAt } from '../fakes/slices.ts';

const identity = { service: 'wordcount', command: 'up', seed: 'tuesday', durationMs: null } as const;
const launched = launchedLive(identity, 1_000, loadAndJudge);
const plan = experimentPlan();

function say(atMs: number, text: string): LiveInput {
  return {
    kind: 'said',
    atMs,
    sentence: { tone: 'info', text },
  };
}

function experiment(state: ExperimentState, { of = plan, atMs = 0 } = {}): LiveInput {
  return { kind: 'experiment', plan: of, transition: { experimentId: of.id, seq: 0, atMs, state } };
}

function slice(journey: 'users' | 'probe', startMs: number): LiveInput {
  const totals = { sent: startMs, failed: 0, retried: 0 };
  return { kind: 'slice', slice: sliceAt(startMs, [], { journey }), totals };
}

function folded(inputs: readonly LiveInput[], from = launched): LiveFold {
  return inputs.reduce(foldLive, from);
}

function drawn(inputs: readonly LiveInput[], nowMs = 0, groups: readonly Group[] = []) {
  const waits = { users: 0, probe: 0 };
  const surroundings = { groups, lever: { kind: 'released' }, budgets: [], waits, nowMs } as const;
  return liveStateOf(folded(inputs), surroundings);
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}

const anyInput: fc.Arbitrary<LiveInput> = fc.oneof(
  fc.constantFrom<LiveInput>(
    { kind: 'changed', change: { phase: 'chaos' } },
    { kind: 'announced', next: { atMs: 9_000, label: 'web termination' } },
    { kind: 'announced', next: null },
    experiment({ kind: 'drawn', plan }),
    experiment({ kind: 'claimed', target }),
    experiment({ kind: 'injected', injectedAtMs: 4_000 }),
    { kind: 'left-service', atMs: 1, instanceId: 'i-1', sentence: { tone: 'info', text: 'out' } },
  ),
  fc.nat(100_000).map((fromMs): LiveInput => ({ kind: 'measured', fromMs })),
  fc.integer({ min: -9_000, max: 9_000 }).map((byMs): LiveInput => ({ kind: 'shifted', byMs })),
  fc.nat(100_000).map((atMs) => say(atMs, 'something')),
  fc.tuple(fc.constantFrom('users', 'probe'), fc.nat(100)).map(([of, at]) => slice(of, at * 1_000)),
);

describe('the fold of the live state', () => {
  it('changes no state that it is given, and is plain data that survives JSON', () => {
    fc.assert(
      fc.property(fc.array(anyInput, { maxLength: 40 }), (inputs) => {
        const fold = inputs.reduce((state, input) => foldLive(frozen(state), frozen(input)), launched);
        expect(JSON.parse(JSON.stringify(fold))).toEqual(fold);
      }),
      { numRuns: 50 },
    );
  });

  it('may stop anywhere and go on from what it has', () => {
    fc.assert(
      fc.property(fc.array(anyInput, { maxLength: 20 }), fc.nat(20), (inputs, at) => {
        const kept: LiveFold = JSON.parse(JSON.stringify(folded(inputs.slice(0, at))));
        expect(folded(inputs.slice(at), kept)).toEqual(folded(inputs));
      }),
      { numRuns: 50 },
    );
  });

  it('adds at most one event for an input, and keeps the last 200', () => {
    const many = Array.from({ length: 250 }, (_, index) => say(index, `event ${index}`));
    const { events } = folded(many);
    expect([events.length, events[0]?.text, events.at(-1)?.text]).toEqual([200, 'event 50', 'event 249']);
  });

  it('keeps four minutes of each journey, apart from each other', () => {
    const seconds = Array.from({ length: 250 }, (_, index) => slice('users', index * 1_000));
    const state = drawn([...seconds, slice('probe', 0)]);
    expect(state.journeys.map((one) => one.seconds.length)).toEqual([240, 1]);
    expect(state.journeys.map(({ sent }) => sent)).toEqual([249_000, 0]);
  });
});

describe('times', () => {
  it('count from the first request; what came before is at 0', () => {
    const { events, elapsedMs, bootingMs } = drawn(
      [say(2_000, 'ready'), { kind: 'measured', fromMs: 5_000 }, say(4_000, 'early'), say(7_500, 'late')],
      9_000,
    );
    expect(events.map(({ atMs }) => atMs)).toEqual([0, 0, 2_500]);
    expect([elapsedMs, bootingMs]).toEqual([4_000, undefined]);
  });

  it('until then say how long the start takes', () => {
    expect([drawn([], 4_000).bootingMs, drawn([], 4_000).elapsedMs]).toEqual([3_000, 0]);
  });

  it('go on as they were when the clock jumps', () => {
    const before: LiveInput[] = [{ kind: 'measured', fromMs: 5_000 }];
    const jumped: LiveInput[] = [...before, { kind: 'shifted', byMs: 3_600_000 }];
    expect(drawn(jumped, 3_606_000).elapsedMs).toBe(drawn(before, 6_000).elapsedMs);
    expect(drawn([{ kind: 'shifted', byMs: 3_600_000 }], 3_604_000).bootingMs).toBe(3_000);
  });

  it('of the next experiment are counted down, and not below 0', () => {
    const next: LiveInput = { kind: 'announced', next: { atMs: 9_000, label: 'web termination' } };
    expect([drawn([next], 4_000).next, drawn([next], 10_000).next?.inMs]).toEqual([
      { inMs: 5_000, label: 'web termination' },
      0,
    ]);
  });
});

describe('an experiment', () => {
  it('keeps its place in the list from its draw to its end', () => {
    const other = experimentPlan({ id: 'other', group: 'data' });
    const inputs = [
      experiment({ kind: 'drawn', plan }),
      experiment({ kind: 'drawn', plan: other }, { of: other }),
      experiment({ kind: 'aborted', reason: { kind: 'lever', text: 'halted' }, impact: null }),
    ];
    expect(drawn(inputs).kills).toMatchObject([
      { label: 'web termination', verdict: 'aborted' },
      { label: 'data termination', verdict: 'running' },
    ]);
  });

  it('whose fault becomes known late marks its second, and is told at that time', () => {
    const inputs: LiveInput[] = [
      { kind: 'measured', fromMs: 60_000 },
      ...[74_000, 75_000, 76_000].map((startMs) => slice('users', startMs)),
      experiment({ kind: 'claimed', target }),
      experiment({ kind: 'injected', injectedAtMs: 75_200 }, { atMs: 76_900 }),
    ];
    const state = drawn(inputs);
    const { events } = state;
    const users = liveJourney(state, 'users');
    expect(users.seconds.map(({ hasKill }) => hasKill)).toEqual([undefined, true, undefined]);
    expect(events).toEqual([
      { tone: 'kill', atMs: 15_200, text: 'termination of web-a in zone a (web, i-web-a)' },
    ]);
  });

  it('says what users felt from the second of the injection to its end, and no more', () => {
    const failing = (startMs: number, bad: number): LiveInput => ({
      kind: 'slice',
      slice: sliceAt(startMs, [{ latencyMs: 20 }, ...Array.from({ length: bad }, () => badAnswer)], {
        journey: 'users',
      }),
      totals: { sent: 0, failed: 0, retried: 0 },
    });
    const judgement = { verdict: 'pass', reasons: [] } as const;
    const before = [
      experiment({ kind: 'claimed', target }),
      failing(74_000, 1),
      failing(75_000, 1),
      experiment({ kind: 'injected', injectedAtMs: 75_200 }),
    ];
    const during = [...before, failing(76_000, 2)];
    const after = [
      ...during,
      experiment({ kind: 'completed', impact: impact(), judgement }, { atMs: 77_000 }),
      failing(77_000, 4),
    ];
    const headlines = [before.slice(0, 3), before, during, after].map(
      (inputs) => drawn(inputs).kills[0]?.experiment?.headline,
    );
    expect(headlines).toEqual([
      null,
      'web-a died · users waited at most 20 ms · 1 failed',
      'web-a died · users waited at most 20 ms · 3 failed',
      'web-a died · users waited at most 20 ms · 3 failed',
    ]);
  });

  it('goes through seven phases; that its group is whole again is what the group shows', () => {
    const judgement = { verdict: 'pass', reasons: [] } as const;
    const [whole, short] = [wholeGroup(), wholeGroup({ instances: wholeGroup().instances.slice(1) })];
    const steps: readonly (readonly [ExperimentState, Group])[] = [
      [{ kind: 'drawn', plan }, whole],
      [{ kind: 'claimed', target }, whole],
      [{ kind: 'baseline', fromMs: 0, toMs: 1 }, whole],
      [{ kind: 'injected', injectedAtMs: 2 }, whole],
      [{ kind: 'recovering', detectedAtMs: 3 }, short],
      [{ kind: 'recovering', detectedAtMs: 3 }, whole],
      [{ kind: 'completed', impact: impact(), judgement }, whole],
    ];
    const seen = steps.map(([, group], index) => {
      const inputs = steps.slice(0, index + 1).map(([state]) => experiment(state));
      return drawn(inputs, 0, [group]).kills[0]?.experiment;
    });
    expect(seen.map((one) => one?.phase)).toEqual([...experimentPhases]);
    const { detectMs: detect, replaceMs: replace, recoverMs: recover } = impact();
    expect(seen.map((one) => one?.times)).toEqual([
      ...Array.from({ length: 6 }, () => undefined),
      { detect, replace, recover },
    ]);
  });

  it('that is refused, or aborted, stays in the phase that it was in', () => {
    const reason = { kind: 'lever', text: 'halted' } as const;
    const injected = [experiment({ kind: 'drawn', plan }), experiment({ kind: 'injected', injectedAtMs: 2 })];
    const ends = [
      [experiment({ kind: 'refused', refusal: { reason: 'no-redundancy', detail: '2 of 3.', numbers: {} } })],
      [...injected, experiment({ kind: 'aborted', reason, impact: null })],
      [...injected, experiment({ kind: 'aborted', reason, impact: impact() })],
    ].map((inputs) => drawn(inputs).kills[0]?.experiment);
    expect(ends.map((one) => one?.phase)).toEqual(['gate', 'detect', 'detect']);
    expect(ends.map((one) => one?.times?.detect)).toEqual([undefined, undefined, impact().detectMs]);
  });

  it('that was only rehearsed leaves the list with its claim', () => {
    const rehearsed = experimentPlan({ mode: 'dry-run' });
    const inputs = [
      experiment({ kind: 'drawn', plan: rehearsed }, { of: rehearsed }),
      experiment({ kind: 'claimed', target }, { of: rehearsed }),
    ];
    expect([folded(inputs.slice(0, 1)).kills.length, folded(inputs).kills.length]).toEqual([1, 0]);
  });
});

it('an instance that comes back is not said to be new, once', () => {
  const enters: LiveInput = {
    ...{ kind: 'in-service', atMs: 0, instanceId: 'i-1' },
    ...{ sentence: { tone: 'info', text: 'in service' }, again: { tone: 'info', text: 'back' } },
  };
  const leaves: LiveInput = {
    ...{ kind: 'left-service', atMs: 0, instanceId: 'i-1', sentence: { tone: 'info', text: 'out' } },
  };
  const texts = drawn([enters, leaves, leaves, enters, enters]).events.map(({ text }) => text);
  expect(texts).toEqual(['in service', 'out', 'out', 'back', 'in service']);
});
