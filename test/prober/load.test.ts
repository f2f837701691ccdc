import type { Slice } from '@garbageday/core/probe/slice.ts';
import { seededRandom } from '@garbageday/core/time/random.ts';
import { type Attempt, type LoadPlan, startLoad } from '@garbageday/prober/load/load.ts';
import type { ProberOptions, ProberTotals } from '@garbageday/prober/messages.ts';
import { describe, expect, it, vi } from 'vitest';
import { usersJourney } from '../fixtures/word-journeys.ts';
import { type FakeTimer, fakeTimer } from './fake-timer.ts';

const bootMs = 1_700_000_000_400;
const firstMs = 1_700_000_001_000;

const options: ProberOptions = {
  service: 'demo',
  journey: usersJourney,
  vantage: 'local',
  baseUrl: 'http://127.0.0.1:1',
  ratePerSecond: 10,
  latencyThresholdMs: 300,
  timeoutMs: 5_000,
  seed: 'load',
  sliceSeconds: 1,
};

/** A load whose journeys end when the test says so; `answered` ends each at once. */
function load(
  changes: { readonly options?: Partial<ProberOptions>; readonly maxInFlight?: number } = {},
  timer: FakeTimer = fakeTimer(bootMs),
) {
  const said: { readonly slice: Slice; readonly totals: ProberTotals }[] = [];
  const sent: number[] = [];
  const underWay: ((attempt?: Attempt) => void)[] = [];
  const close = vi.fn();
  const plan: LoadPlan = {
    options: { ...options, ...changes.options },
    timer,
    jitter: seededRandom('jitter'),
    maxInFlight: changes.maxInFlight ?? 1_000,
    attempt: (intendedMs) => {
      sent.push(intendedMs);
      return new Promise((resolve) =>
        underWay.push((attempt) => resolve(attempt ?? good(timer, intendedMs))),
      );
    },
    close,
  };
  const prober = startLoad(plan, (slice, totals) => said.push({ slice, totals }));
  const endAll = async () => {
    for (const end of underWay.splice(0)) end();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { prober, said, sent, underWay, endAll, close, timer };
}

function good(timer: FakeTimer, intendedMs: number): Attempt {
  const latencyMs = timer.now() - intendedMs;
  return {
    kind: 'ended',
    ended: { latencyMs, error: null, retried: 0, lagMs: 0, steps: [], acknowledged: 1 },
  };
}

describe('a load', () => {
  it('starts at the next full second and fills each slice with its rate', async () => {
    const { timer, sent, said, endAll } = load();
    for (let second = 1; second <= 3; second += 1) {
      timer.moveTo(firstMs + second * 1_000);
      await endAll();
    }
    expect(Math.min(...sent)).toBeGreaterThanOrEqual(firstMs);
    expect(said.map(({ slice }) => [slice.startMs - firstMs, slice.availability.total])).toEqual([
      [0, 10],
      [1_000, 10],
      [2_000, 10],
    ]);
  });

  it('goes on sending while nothing comes back', () => {
    const { timer, sent, said } = load();
    timer.moveTo(firstMs + 4_000);
    expect(sent.length).toBe(40);
    expect(said).toEqual([]);
  });

  it('says empty seconds in time when it sends less than once a second', async () => {
    const { timer, said, endAll } = load({ options: { ratePerSecond: 0.2 } });
    timer.moveTo(firstMs + 5_000);
    await endAll();
    timer.moveTo(firstMs + 6_000);
    expect(said.length).toBeGreaterThanOrEqual(5);
    expect(said.slice(0, 5).reduce((sum, { slice }) => sum + slice.availability.total, 0)).toBe(1);
  });

  it('stops: sends no more, waits for what is in flight, says all of it, and tells the totals', async () => {
    const { timer, sent, said, prober, endAll, underWay, close } = load();
    timer.moveTo(firstMs + 1_550);
    const stopped = prober.stop();
    timer.moveTo(firstMs + 9_000);
    expect(sent.length).toBe(underWay.length);
    expect(close).not.toHaveBeenCalled();
    await endAll();
    const totals = await stopped;
    expect(close).toHaveBeenCalledOnce();
    expect(totals.sent).toBe(sent.length);
    expect(said.map(({ slice }) => slice.startMs - firstMs)).toEqual([0, 1_000]);
    expect(said.reduce((sum, { slice }) => sum + slice.availability.total, 0)).toBe(sent.length);
    expect(said.at(-1)?.totals).toEqual(totals);
    expect(await prober.stop()).toBe(totals);
  });

  it('stops at once when nothing was sent yet', async () => {
    const { prober, said } = load();
    expect(await prober.stop()).toMatchObject({ sent: 0 });
    expect(said).toEqual([]);
  });

  it('counts one too many under way as a timeout, and sends it not', async () => {
    const { timer, sent, said, prober, endAll } = load({ maxInFlight: 4 });
    timer.moveTo(firstMs + 1_000);
    expect(sent.length).toBe(4);
    await endAll();
    const stopped = prober.stop();
    await endAll();
    const totals = await stopped;
    expect(totals).toMatchObject({ sent: 10, failed: 6, acknowledged: 4, longestWaitMs: 5_000 });
    expect(said[0]?.slice.errors).toEqual([['timeout', 6]]);
  });

  it('sends what it is late for by less than the timeout, and counts each in its own second', async () => {
    let latenessMs = 0;
    const timer = fakeTimer(bootMs, () => latenessMs);
    const { sent, prober, said, endAll } = load({}, timer);
    timer.moveTo(firstMs + 450);
    latenessMs = 2_500;
    timer.moveTo(firstMs + 600);
    latenessMs = 0;
    await endAll();
    timer.moveTo(firstMs + 4_000);
    await endAll();
    await prober.stop();
    expect(sent.length).toBe(40);
    expect(said.map(({ slice }) => slice.availability.total)).toEqual([10, 10, 10, 10]);
  });

  it('leaves out what it was too late to send itself, and says those seconds empty', async () => {
    // The timer fires once, half a minute late: this process was suspended.
    let latenessMs = 0;
    const timer = fakeTimer(bootMs, () => latenessMs);
    const { sent, prober, said, endAll } = load({}, timer);
    timer.moveTo(firstMs + 950);
    latenessMs = 30_000;
    timer.moveTo(firstMs + 1_100);
    latenessMs = 0;
    timer.moveTo(firstMs + 33_000);
    await endAll();
    await prober.stop();
    expect(sent.every((ms) => ms < firstMs + 1_200 || ms > firstMs + 24_000)).toBe(true);
    expect(said.filter(({ slice }) => slice.availability.total === 0).length).toBeGreaterThan(15);
    expect(said.reduce((sum, { slice }) => sum + slice.availability.total, 0)).toBe(sent.length);
  });

  it('does not count what this machine could not send, and warns once', async () => {
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const { timer, said, underWay, endAll } = load();
    timer.moveTo(firstMs + 1_000);
    const unsent: Attempt = { kind: 'unsent', cause: new Error('connect EMFILE') };
    for (const end of underWay.splice(0, 3)) end(unsent);
    await endAll();
    expect(said[0]?.slice.availability).toEqual({ good: 7, total: 7 });
    expect(warn).toHaveBeenCalledOnce();
    expect(warn.mock.calls[0]?.[0]).toContain('EMFILE');
    warn.mockRestore();
  });
});

describe('the oldest unanswered journey', () => {
  it('is as old as its intended time, and gone when all have ended', async () => {
    const { prober, timer, endAll } = load();
    expect(prober.oldestWaitMs()).toBe(0);
    timer.moveTo(firstMs + 3_000);
    expect(prober.oldestWaitMs()).toBeGreaterThan(2_800);
    expect(prober.oldestWaitMs()).toBeLessThanOrEqual(3_000);
    await endAll();
    expect(prober.oldestWaitMs()).toBe(0);
  });
});
