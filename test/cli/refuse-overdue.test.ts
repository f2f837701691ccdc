import { type Performance, perform } from '@garbageday/cli/game-day/perform.ts';
import { overdueOf, refuseOverdue } from '@garbageday/cli/game-day/refuse-overdue.ts';
import type { ExperimentPlan, Transition } from '@garbageday/core/chaos/experiment.ts';
import type { ChaosEvent, Clock } from '@garbageday/core/ports.ts';
import { describe, expect, it } from 'vitest';
import { samplePlan } from '../render/sample-report.ts';

const startMs = Date.UTC(2026, 10, 26, 12);

/** A hundred experiments, one a minute, the first of them a minute from the start. */
const plans: readonly ExperimentPlan[] = Array.from({ length: 100 }, (_, index) => ({
  ...samplePlan(`x-${index}`, 'web', 'terminate', 0),
  plannedAtMs: startMs + (index + 1) * 60_000,
}));

/** A clock that sleeps no longer than it must, and jumps by an hour during one of its sleeps. */
function jumpyClock(atMs: number, byMs: number): Clock {
  let nowMs = startMs;
  let hasJumped = false;
  return {
    now: () => nowMs,
    sleep: async (ms) => {
      nowMs += ms;
      if (!hasJumped && nowMs >= atMs) {
        hasJumped = true;
        nowMs += byMs;
      }
    },
  };
}

function stage(clock: Clock) {
  const recorded: Transition[] = [];
  const published: ChaosEvent[] = [];
  const session = {
    stack: {
      clock,
      fleet: { groups: async () => [] },
      ledger: { recordTransition: async (transition: Transition) => void recorded.push(transition) },
    },
    model: { announce: () => {}, set: () => {} },
    timekeeper: { heldUntilMs: () => 0, undisturbed: <T>(work: () => Promise<T>) => work() },
    publish: async (event: ChaosEvent) => void published.push(event),
  } as never;
  return { session, recorded, published };
}

describe('experiments whose time has passed', () => {
  it('are those more than a minute late', () => {
    expect(overdueOf(plans, startMs + 60_000 + 60_000)).toEqual([]);
    expect(overdueOf(plans, startMs + 180_001).map(({ id }) => id)).toEqual(['x-0', 'x-1']);
  });

  it('are refused once, in one line, after an hour of sleep, and the rest go on', async () => {
    const { session, recorded, published } = stage(jumpyClock(startMs + 90_000, 3_600_000));
    const acted: string[] = [];
    const performance: Performance = {
      act: async ({ id }) => void acted.push(id),
      refuse: async (overdue) => void (await refuseOverdue(session, overdue)),
    };
    await perform(session, plans, performance);
    expect(recorded.map(({ experimentId, seq, state }) => [experimentId, seq, state.kind])).toEqual([
      ['x-1', 0, 'drawn'],
      ['x-1', 1, 'refused'],
    ]);
    expect(recorded[1]?.state).toMatchObject({
      refusal: { reason: 'outside-window', numbers: { experiments: 59 } },
    });
    expect(published).toHaveLength(2);
    expect(acted).toEqual(['x-0', ...plans.slice(60).map(({ id }) => id)]);
  });

  it('are acted when nobody refuses them: the kills of a game day on a slow machine', async () => {
    const { session } = stage(jumpyClock(startMs + 90_000, 3_600_000));
    const acted: string[] = [];
    await perform(session, plans, { act: async ({ id }) => void acted.push(id) });
    expect(acted).toHaveLength(100);
  });
});
