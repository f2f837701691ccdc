import type { Slice } from '@garbageday/core/probe/slice.ts';
import { type Ended, type SliceSeriesPlan, sliceSeries } from '@garbageday/prober/load/slice-series.ts';
import type { ProberTotals } from '@garbageday/prober/messages.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const firstMs = 1_700_000_000_000;

function plan(widthSeconds = 1): SliceSeriesPlan {
  return {
    identity: { service: 'demo', journey: 'users', vantage: 'local', widthSeconds, seq: 0 },
    thresholdMs: 300,
    firstMs,
  };
}

function ended(changes: Partial<Ended> = {}): Ended {
  return {
    latencyMs: 5,
    error: null,
    retried: 0,
    lagMs: 0,
    steps: [],
    acknowledged: 1,
    ...changes,
  };
}

function series(widthSeconds = 1) {
  const said: { readonly slice: Slice; readonly totals: ProberTotals }[] = [];
  const made = sliceSeries(plan(widthSeconds), (slice, totals) => said.push({ slice, totals }));
  const starts = () => said.map(({ slice }) => slice.startMs - firstMs);
  const totals = () => said.map(({ slice }) => slice.availability.total);
  return { ...made, said, starts, totals };
}

describe('a series of slices', () => {
  it('says a slice once its second is over and all of it has ended', () => {
    const { open, advance, starts } = series();
    const end = open(firstMs + 10);
    advance(firstMs + 1_000);
    expect(starts()).toEqual([]);
    end(ended());
    expect(starts()).toEqual([0]);
  });

  it('does not say a slice before its second is over', () => {
    const { open, advance, starts } = series();
    open(firstMs + 10)(ended());
    advance(firstMs + 999);
    expect(starts()).toEqual([]);
  });

  it('lets fast slices wait for a slow one before them', () => {
    const { open, advance, starts, totals } = series();
    const slow = open(firstMs);
    open(firstMs + 1_000)(ended());
    advance(firstMs + 2_000);
    expect(starts()).toEqual([]);
    slow(ended({ latencyMs: 1_999 }));
    expect(starts()).toEqual([0, 1_000]);
    expect(totals()).toEqual([1, 1]);
  });

  it('says seconds in which nothing was sent, with a total of 0', () => {
    const { open, advance, starts, totals } = series();
    open(firstMs + 3_500)(ended());
    advance(firstMs + 5_000);
    expect(starts()).toEqual([0, 1_000, 2_000, 3_000, 4_000]);
    expect(totals()).toEqual([0, 0, 0, 1, 0]);
  });

  it('does not count what was no event', () => {
    const { open, advance, totals } = series();
    open(firstMs)(null);
    open(firstMs)(ended());
    advance(firstMs + 1_000);
    expect(totals()).toEqual([1]);
  });

  it('tells runs of bad ones in the order of their intended times, in whatever order they end', () => {
    const { open, advance, said } = series();
    const ends = [0, 1, 2, 3, 4].map((index) => open(firstMs + index));
    const bad = ended({ error: 'reset', acknowledged: 0 });
    for (const index of [4, 1, 3, 0, 2]) ends[index]?.(index === 1 || index === 2 ? bad : ended());
    advance(firstMs + 1_000);
    expect(said[0]?.slice.badRuns).toEqual({ leading: 0, longest: 2, trailing: 0 });
  });

  it('finishes with the last, partial slice when it has events, and without when it has none', () => {
    const withEvents = series();
    withEvents.open(firstMs + 1_200)(ended());
    withEvents.finish(firstMs + 1_300);
    expect(withEvents.starts()).toEqual([0, 1_000]);
    const without = series();
    without.open(firstMs + 200)(ended());
    without.finish(firstMs + 1_300);
    expect(without.starts()).toEqual([0]);
  });

  it('refuses an event in a slice that has been said', () => {
    const { open, advance } = series();
    advance(firstMs + 2_000);
    expect(() => open(firstMs + 500)).toThrow('reported already');
  });
});

const eventOf = fc.record({
  gapMs: fc.integer({ min: 0, max: 900 }),
  isBad: fc.boolean(),
  isRetried: fc.boolean(),
  isEvent: fc.boolean(),
});

describe('slices add up', () => {
  it('Σ total = sent, in order, each second exactly once, in whatever order the requests end', () => {
    const script = fc.record({
      events: fc.array(eventOf, { maxLength: 60 }),
      order: fc.infiniteStream(fc.nat()),
      widthSeconds: fc.constantFrom(1, 2, 10),
    });
    fc.assert(
      fc.property(script, ({ events, order, widthSeconds }) => {
        const { open, advance, finish, said, starts } = series(widthSeconds);
        const underWay: (() => void)[] = [];
        const endOne = (pick: number) => underWay.splice(pick % underWay.length, 1)[0]?.();
        let atMs = firstMs;
        for (const { gapMs, isBad, isRetried, isEvent } of events) {
          atMs += gapMs;
          const end = open(atMs);
          const outcome = ended({
            error: isBad ? 'reset' : null,
            acknowledged: isBad ? 0 : 1,
            retried: isRetried ? 1 : 0,
          });
          underWay.push(() => end(isEvent ? outcome : null));
          advance(atMs);
          const pick = order.next().value ?? 0;
          if (pick % 2 === 0 && underWay.length > 0) endOne(pick);
        }
        while (underWay.length > 0) endOne(order.next().value ?? 0);
        const totals = finish(atMs);

        const real = events.filter(({ isEvent }) => isEvent);
        const bad = real.filter(({ isBad }) => isBad).length;
        const retried = real.filter(({ isRetried }) => isRetried).length;
        expect(totals).toMatchObject({
          sent: real.length,
          failed: bad,
          retried,
          acknowledged: real.length - bad,
        });
        const sum = (of: (slice: Slice) => number) => said.reduce((total, { slice }) => total + of(slice), 0);
        expect(sum(({ availability }) => availability.total)).toBe(real.length);
        expect(sum(({ availability }) => availability.good)).toBe(real.length - bad);
        expect(sum((slice) => slice.retried)).toBe(retried);
        expect(starts()).toEqual(
          said.map((_, index) => startOf(widthSeconds) + index * widthSeconds * 1_000),
        );
        let sent = 0;
        for (const { slice, totals: soFar } of said) {
          sent += slice.availability.total;
          expect(soFar.sent).toBe(sent);
        }
      }),
    );
  });
});

function startOf(widthSeconds: number) {
  return Math.floor(firstMs / (widthSeconds * 1_000)) * widthSeconds * 1_000 - firstMs;
}
