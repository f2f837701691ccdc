import { type LiveModel, liveModel } from '@garbageday/cli/game-day/live-model.ts';
import type { ExperimentPlan, ExperimentState } from '@garbageday/core/chaos/experiment.ts';
import type { StackIncident } from '@garbageday/local/stack-event.ts';
import { narrateState } from '@garbageday/render/narrate/experiment.ts';
import { planLabel } from '@garbageday/render/narrate/fault-words.ts';
import { renderLiveView } from '@garbageday/render/terminal/live-view.ts';
import { formatStatus } from '@garbageday/render/terminal/plain-lines.ts';
import { describe, expect, it } from 'vitest';
import { experimentPlan, impact, targetRecord as target } from '../fakes/experiment.ts';
import { liveJourney, loadAndJudge, withUsers } from '../fakes/live-journeys.ts';
import { sliceAt } from '../fakes/slices.ts';

const totals = { sent: 10, failed: 0, retried: 0, acknowledged: 10, longestWaitMs: 5 };

const web = { id: 'i-0123456789abcdef0', group: 'web', slot: 'web-a', zone: 'a' };

function model(): LiveModel {
  const identity = { service: 'wordcount', command: 'up', seed: 'tuesday', durationMs: null } as const;
  return liveModel({ ...identity, journeys: loadAndJudge, now: () => 0, onEvent: () => {} });
}

function stateOf(one: LiveModel) {
  return one.state({
    groups: [],
    lever: { kind: 'released' },
    budgets: [],
    waits: { users: 4_200, probe: 0 },
  });
}

function tell(one: LiveModel, plan: ExperimentPlan, states: readonly ExperimentState[]): void {
  for (const [seq, state] of states.entries()) {
    const transition = { experimentId: plan.id, seq, atMs: 0, state };
    one.chaos({ kind: 'transition', plan, transition });
  }
}

function textsOf(incidents: readonly StackIncident[]): readonly string[] {
  const one = model();
  for (const incident of incidents) one.incident({ ...incident, atMs: 0 });
  return stateOf(one).events.map(({ text }) => text);
}

describe('a greeting', () => {
  it('comes right before the first sentence, once, and not where there is none', () => {
    const one = model();
    one.greet({ tone: 'info', text: 'live page' });
    one.set({ page: 'http://127.0.0.1:1' });
    expect(stateOf(one).events).toEqual([]);
    one.say({ tone: 'good', text: 'ready' });
    one.say({ tone: 'info', text: 'more' });
    expect(stateOf(one).events.map(({ text }) => text)).toEqual(['live page', 'ready', 'more']);
  });
});

describe('the progress of a game day', () => {
  it('ends when the game day does, which begins with the first request and not with the boot', () => {
    let nowMs = 1_000;
    const identity = {
      service: 'wordcount',
      command: 'gameday',
      seed: 'tuesday',
      durationMs: 90_000,
    } as const;
    const one = liveModel({ ...identity, journeys: loadAndJudge, now: () => nowMs, onEvent: () => {} });
    nowMs = 6_000;
    one.measure(nowMs);
    nowMs = 96_000;
    expect(stateOf(one)).toMatchObject({ elapsedMs: 90_000, durationMs: 90_000 });
  });

  it('until then, says how long the start has taken', () => {
    let nowMs = 1_000;
    const identity = { service: 'wordcount', command: 'up', seed: 'tuesday', durationMs: null } as const;
    const one = liveModel({ ...identity, journeys: loadAndJudge, now: () => nowMs, onEvent: () => {} });
    nowMs = 4_000;
    one.say({ tone: 'good', text: 'ready' });
    const state = stateOf(one);
    expect([state.elapsedMs, state.bootingMs, state.events[0]?.atMs]).toEqual([0, 3_000, 0]);
    expect(renderLiveView(state, { columns: 120, rows: 40 }, { colour: false })).toContain(
      'starting up, 3 s',
    );
    one.measure(nowMs);
    expect(stateOf(one).bootingMs).toBe(undefined);
  });

  it('has no end where there is none', () => {
    const one = model();
    one.measure(5_000);
    expect(stateOf(one).durationMs).toBe(null);
  });
});

describe('the kills of the live view', () => {
  it('an armed experiment is under way from its claim on', () => {
    const one = model();
    const plan = experimentPlan();
    tell(one, plan, [
      { kind: 'drawn', plan },
      { kind: 'claimed', target },
    ]);
    expect(stateOf(one).kills).toMatchObject([{ label: 'web termination', verdict: 'running' }]);
  });

  it('a dry run, whose claim is its end, is none of them', () => {
    const one = model();
    const plan = experimentPlan({ mode: 'dry-run' });
    tell(one, plan, [
      { kind: 'drawn', plan },
      { kind: 'claimed', target },
    ]);
    expect(stateOf(one).kills).toEqual([]);
  });
});

describe('a kill in the live view', () => {
  it('stands at the time that the report gives it, in the log and below the charts', () => {
    const one = model();
    one.measure(60_000);
    const plan = experimentPlan();
    const states = [
      { kind: 'claimed', target },
      { kind: 'injected', injectedAtMs: 75_200 },
    ] as const;
    for (const [seq, state] of states.entries())
      one.chaos({
        kind: 'transition',
        plan,
        transition: { experimentId: plan.id, seq, atMs: 74_900, state },
      });
    for (const startMs of [74_000, 75_000, 76_000])
      one.slice(sliceAt(startMs, [], { journey: 'users' }), totals);
    const state = stateOf(one);
    const { events } = state;
    const users = liveJourney(state, 'users');
    expect(events).toEqual([
      { atMs: 15_200, tone: 'kill', text: expect.stringContaining('termination of web-a ') },
    ]);
    expect(users.seconds.map(({ hasKill }) => hasKill)).toEqual([undefined, true, undefined]);
  });
});

describe('the sentences of the event log', () => {
  it('a kill looks like one, a dry run does not', () => {
    const injected = { kind: 'injected', injectedAtMs: 0 } as const;
    const rehearsed = experimentPlan({ mode: 'dry-run' });
    expect([
      narrateState(experimentPlan(), { kind: 'claimed', target }, null),
      narrateState(experimentPlan(), injected, target)?.tone,
      narrateState(rehearsed, { kind: 'claimed', target }, null)?.tone,
    ]).toEqual([null, 'kill', 'info']);
  });

  it('a kill that failed says why', () => {
    const reasons = ['3 of 83 probes failed (3 refused); the limit is 0.', 'The p99 rose to 2.00 s.'];
    const judgement = { verdict: 'fail', reasons } as const;
    const completed = { kind: 'completed', impact: impact(), judgement } as const;
    expect(narrateState(experimentPlan(), completed, target)).toEqual({
      tone: 'bad',
      text: `failed (web termination): ${reasons.join(' ')}`,
    });
  });

  it('what is only rehearsed says so', () => {
    expect(planLabel(experimentPlan({ mode: 'dry-run' }))).toBe('dry run: web termination');
  });

  it('an instance that comes back is not new', () => {
    expect(
      textsOf([
        { kind: 'in-service', instance: web, afterMs: 2_000 },
        { kind: 'out-of-service', instance: web },
        { kind: 'in-service', instance: web, afterMs: 530_000 },
      ]),
    ).toEqual([
      'web-a (i-01234567) in service after 2.00 s',
      'web-a taken out of service',
      'web-a (i-01234567) back in service',
    ]);
  });
});

describe('requests that hang', () => {
  it('show while they do, on the line and in the view, and not when all is answered', () => {
    const state = stateOf(model());
    expect(state.journeys.map(({ oldestWaitMs }) => oldestWaitMs)).toEqual([4_200, 0]);
    expect(formatStatus(state, false)).toContain('unanswered for 4.20 s');
    expect(
      renderLiveView(state, { columns: 120, rows: 40 }, { colour: false }).match(/unanswered for 4\.20 s/g),
    ).toHaveLength(1);
    const calm = withUsers(state, { oldestWaitMs: 300 });
    expect(formatStatus(calm, false)).not.toContain('unanswered');
  });
});

describe('a clock that jumps', () => {
  it('does not change what has elapsed', () => {
    let nowMs = 1_000;
    const identity = { service: 'wordcount', command: 'up', seed: 'tuesday', durationMs: null } as const;
    const one = liveModel({ ...identity, journeys: loadAndJudge, now: () => nowMs, onEvent: () => {} });
    one.measure(1_000);
    nowMs += 5_000 - 25_000;
    one.shift(-25_000);
    one.say({ tone: 'info', text: 'x' });
    const state = stateOf(one);
    expect([state.elapsedMs, state.events[0]?.atMs]).toEqual([5_000, 5_000]);
  });
});
