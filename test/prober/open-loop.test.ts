import { seededRandom } from '@garbageday/core/time/random.ts';
import { openLoop } from '@garbageday/prober/schedule/open-loop.ts';
import type { Timer } from '@garbageday/prober/schedule/timer.ts';
import { describe, expect, it } from 'vitest';
import { fakeTimer } from './fake-timer.ts';

const startMs = 1_700_000_000_000;
function even() {
  return 0;
}

function run(
  plan: { readonly ratePerSecond: number; readonly jitter: () => number; readonly untilMs: number },
  lateness: () => number = () => 0,
) {
  const timer = fakeTimer(startMs - 500, lateness);
  const dues: { readonly intendedMs: number; readonly atMs: number }[] = [];
  const loop = openLoop({ startMs, ...plan }, timer, (intendedMs) =>
    dues.push({ intendedMs, atMs: timer.now() }),
  );
  timer.moveTo(startMs + plan.untilMs);
  return { timer, dues, loop };
}

describe('an open-loop schedule', () => {
  it('does not drift: after 30,000 late wake-ups the times are still T0 + i/rate', () => {
    const random = seededRandom('late');
    const { dues } = run({ ratePerSecond: 30, jitter: even, untilMs: 1_000_000 }, () => random.next() * 20);
    expect(dues.length).toBeGreaterThan(29_999);
    dues.forEach(({ intendedMs }, index) => {
      expect(intendedMs).toBe(startMs + index * (1000 / 30));
    });
  });

  it('is never early, and late by no more than the wake-up itself', () => {
    const random = seededRandom('lag');
    const { dues } = run({ ratePerSecond: 200, jitter: even, untilMs: 20_000 }, () => random.next() * 12);
    for (const { intendedMs, atMs } of dues) {
      expect(atMs).toBeGreaterThanOrEqual(intendedMs);
      expect(atMs - intendedMs).toBeLessThanOrEqual(12);
    }
  });

  it('sends everything that was missed during a pause, in order, each with its own intended time', () => {
    const timer = fakeTimer(startMs);
    const intended: number[] = [];
    openLoop({ startMs, ratePerSecond: 10, jitter: even }, timer, (ms) => {
      intended.push(ms - startMs);
      if (intended.length === 3) timer.moveTo(startMs + 1_050);
    });
    timer.moveTo(startMs + 210);
    // The rest of them after what had come in meanwhile.
    timer.moveTo(startMs + 1_060);
    expect(intended).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1_000]);
  });

  it('keeps each jittered one within its own interval, in order', () => {
    const random = seededRandom('jitter');
    const { dues } = run({ ratePerSecond: 10, jitter: random.next, untilMs: 60_000 });
    expect(dues.length).toBe(600);
    dues.forEach(({ intendedMs }, index) => {
      expect(Math.floor((intendedMs - startMs) / 100)).toBe(index);
    });
    const places = dues.map(({ intendedMs }) => ((intendedMs - startMs) % 100) / 100);
    expect(places.reduce((sum, place) => sum + place, 0) / places.length).toBeCloseTo(0.5, 1);
  });

  it('tells the next intended time, and after a stop calls no more', () => {
    const { dues, loop, timer } = run({ ratePerSecond: 10, jitter: even, untilMs: 250 });
    expect(loop.nextMs()).toBe(startMs + 300);
    loop.stop();
    timer.moveTo(startMs + 10_000);
    expect(dues.length).toBe(3);
  });

  it('lets input in when sending one takes longer than the interval', () => {
    const waiting: (() => void)[] = [];
    let nowMs = startMs;
    const timer: Timer = {
      now: () => nowMs,
      after: (_, callback) => {
        waiting.push(callback);
        return () => {};
      },
    };
    const intended: number[] = [];
    openLoop({ startMs, ratePerSecond: 10_000, jitter: even }, timer, (ms) => {
      intended.push(ms);
      nowMs += 1;
    });
    for (const turn of [1, 2, 3]) {
      expect(waiting).toHaveLength(1);
      waiting.shift()?.();
      expect(intended).toHaveLength(10 * turn);
    }
    expect(intended).toEqual(intended.map((_, index) => startMs + index / 10));
  });

  it('can be stopped from within', () => {
    const timer = fakeTimer(startMs);
    let calls = 0;
    const loop = openLoop({ startMs, ratePerSecond: 1_000, jitter: even }, timer, () => {
      calls += 1;
      if (calls === 2) loop.stop();
    });
    timer.moveTo(startMs + 1_000);
    expect(calls).toBe(2);
  });

  it('waits days for the next one without overflowing a timer', () => {
    const { dues } = run({ ratePerSecond: 1 / 86_400 / 30, jitter: even, untilMs: 30 * 86_400_000 });
    expect(dues.map(({ intendedMs }) => intendedMs - startMs)).toEqual([0, 30 * 86_400_000]);
  });
});
