import { type TimekeeperOptions, timekeeper } from '@garbageday/cli/game-day/timekeeper.ts';
import { hourMs } from '@garbageday/core/time/durations.ts';
import { steadyClock } from '@garbageday/local/steady-clock.ts';
import { describe, expect, it } from 'vitest';

const startMs = Date.UTC(2026, 10, 26, 12);
/** A machine whose wall clock can be set, and a timekeeper that writes down what it does. */
function machine(changes: Partial<TimekeeperOptions> = {}) {
  const time = { wallMs: startMs, monotonicMs: 5_000 };
  const clock = steadyClock({ wall: () => time.wallMs, monotonic: () => time.monotonicMs });
  const said: string[] = [];
  const jumps: number[] = [];
  const keeper = timekeeper({
    clock,
    follows: true,
    isQuiet: async () => true,
    onJump: async (byMs) => void jumps.push(byMs),
    settleMs: 16_000,
    say: ({ text }) => void said.push(text),
    ...changes,
  });
  const pass = (ms: number) => {
    time.wallMs += ms;
    time.monotonicMs += ms;
  };
  const set = (byMs: number) => {
    time.wallMs += byMs;
  };
  return { clock, keeper, said, jumps, pass, set };
}

describe('the clock of a run', () => {
  it('counts on whatever the wall clock is set to, until it is told to follow', () => {
    const { clock, pass, set } = machine();
    pass(1_000);
    expect(clock.now()).toBe(startMs + 1_000);
    set(-25_000);
    pass(1_000);
    expect([clock.now(), clock.deviationMs()]).toEqual([startMs + 2_000, -25_000]);
    clock.follow();
    expect([clock.now(), clock.deviationMs()]).toEqual([startMs - 23_000, 0]);
  });
});

describe('when the wall clock is set', () => {
  it.each([
    ['back', -25_000, 'the clock was set back by 25 s', startMs],
    ['forward', 6_000, 'the clock is 6 s ahead: it was set, or this machine slept', startMs + 6_000],
    [
      'by a sleep of an hour',
      hourMs,
      'the clock is 1 h ahead: it was set, or this machine slept',
      startMs + hourMs,
    ],
  ])(
    '%s, `up` follows it, says so once, and holds experiments until all is new',
    async (_how, byMs, text, latestMs) => {
      const { clock, keeper, said, jumps, set } = machine();
      set(byMs);
      await keeper.look();
      await keeper.look();
      expect(said).toEqual([`${text}; experiments wait until there is a new baseline`]);
      expect(jumps).toEqual([byMs]);
      expect(clock.now()).toBe(startMs + byMs);
      // No second that was measured twice, and none before the jump, is part of a baseline.
      expect(keeper.heldUntilMs()).toBe(latestMs + 16_000);
    },
  );

  it.each([-25_000, 6_000, hourMs])(
    'by %d ms, a game day keeps its own time, and says so once',
    async (byMs) => {
      const { clock, keeper, said, jumps, pass, set } = machine({ follows: false });
      set(byMs);
      for (let seconds = 0; seconds < 5; seconds += 1) {
        pass(1_000);
        await keeper.look();
      }
      expect(said).toHaveLength(1);
      expect(said[0]).toMatch(/; this run keeps its own time$/);
      expect([clock.now(), jumps, keeper.heldUntilMs()]).toEqual([startMs + 5_000, [], 0]);
    },
  );

  it('while an experiment is under way, nothing jumps before it has ended', async () => {
    const { clock, keeper, jumps, set } = machine();
    const experiment = Promise.withResolvers<void>();
    const ended = keeper.undisturbed(() => experiment.promise);
    set(-25_000);
    await keeper.look();
    expect([clock.now(), jumps]).toEqual([startMs, []]);
    experiment.resolve();
    await ended;
    await keeper.look();
    expect([clock.now(), jumps]).toEqual([startMs - 25_000, [-25_000]]);
  });

  it('while a group is not whole, nothing jumps', async () => {
    const { keeper, jumps, said, set } = machine({ isQuiet: async () => false });
    set(6_000);
    await keeper.look();
    expect([jumps, said.length]).toEqual([[], 1]);
  });

  it('by less than a second, as NTP does, nothing happens', async () => {
    const { keeper, said, jumps, set } = machine();
    set(900);
    await keeper.look();
    expect([said, jumps]).toEqual([[], []]);
    set(900);
    await keeper.look();
    expect(jumps).toEqual([1_800]);
  });
});
