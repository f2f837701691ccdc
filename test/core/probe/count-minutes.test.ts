import type { Interval, Ledger } from '@garbageday/core/ports.ts';
import { countMinutes } from '@garbageday/core/probe/count-minutes.ts';
import { type CountedMinute, idleMinute } from '@garbageday/core/probe/counted-minute.ts';
import { readSlices } from '@garbageday/core/probe/read-slices.ts';
import { dayMs, hourMs, minuteMs } from '@garbageday/core/time/durations.ts';
import { describe, expect, it } from 'vitest';
import { memoryLedger } from '../../fakes/memory-ledger.ts';

const counting = { service: 'shop', journey: 'users', vantage: 'eu-west-1' };
const noon = Date.UTC(2026, 10, 27, 12);

type World = {
  readonly nowMs: number;
  readonly ledger?: Ledger;
  /** Requests of a minute; 0: no metric. */
  readonly requestsAt: (startMs: number) => number;
  readonly isThere?: boolean;
};

function world({ nowMs, ledger = memoryLedger(), requestsAt, isThere = true }: World) {
  const asked: Interval[] = [];
  return {
    ledger,
    asked,
    clock: { now: () => nowMs },
    minutes: async (interval: Interval) => {
      asked.push(interval);
      const known = new Map<number, CountedMinute>();
      for (let at = interval.fromMs; at < interval.toMs; at += minuteMs)
        if (requestsAt(at) > 0) known.set(at, { ...idleMinute, requests: requestsAt(at) });
      return known;
    },
    assertThere: async () => {
      if (!isThere) throw new Error('there is no load balancer');
    },
  };
}

async function written(ledger: Ledger) {
  const slices = await readSlices(ledger, { ...counting, fromMs: 0, toMs: noon + 30 * dayMs });
  return slices.map(({ startMs, availability }) => [(startMs - noon) / minuteMs, availability.total]);
}

describe('counting minutes', () => {
  it('begins three hours ago, and ends with the last minute that is final', async () => {
    const ports = world({ nowMs: noon + 30_000, requestsAt: () => 5 });
    expect(await countMinutes(ports, counting)).toEqual({
      ...{ fromMs: noon - 3 * hourMs - 5 * minuteMs, toMs: noon - 5 * minuteMs, requests: 900 },
    });
    const minutes = await written(ports.ledger);
    expect(minutes).toHaveLength(180);
    expect(minutes.at(-1)).toEqual([-6, 5]);
  });

  it('goes on where it ended, once for each minute', async () => {
    const first = world({ nowMs: noon, requestsAt: () => 5 });
    await countMinutes(first, counting);
    const again = world({ nowMs: noon + 5 * minuteMs, ledger: first.ledger, requestsAt: () => 6 });
    expect(await countMinutes(again, counting)).toMatchObject({ requests: 30 });
    expect(again.asked).toEqual([{ fromMs: noon - 5 * minuteMs, toMs: noon }]);
    expect((await written(first.ledger)).slice(-6).map(([, total]) => total)).toEqual([5, 6, 6, 6, 6, 6]);
  });

  it('asks for nothing while no further minute is final', async () => {
    const first = world({ nowMs: noon, requestsAt: () => 5 });
    await countMinutes(first, counting);
    const again = world({ nowMs: noon + 59_999, ledger: first.ledger, requestsAt: () => 6 });
    expect(await countMinutes(again, counting)).toMatchObject({ requests: 0 });
    expect(again.asked).toEqual([]);
  });

  it('takes a minute without a metric for one without a request only after a quarter of an hour', async () => {
    const isQuiet = (at: number) => at === noon - 12 * minuteMs;
    const first = world({ nowMs: noon, requestsAt: (at) => (isQuiet(at) ? 0 : 5) });
    expect(await countMinutes(first, counting)).toMatchObject({ toMs: noon - 12 * minuteMs });
    // It was late, and is counted; nothing was passed over.
    const late = world({
      nowMs: noon + minuteMs,
      ledger: first.ledger,
      requestsAt: (at) => (isQuiet(at) ? 2 : 5),
    });
    await countMinutes(late, counting);
    expect((await written(first.ledger)).slice(-9)).toEqual([
      ...[
        [-13, 5],
        [-12, 2],
        [-11, 5],
        [-10, 5],
        [-9, 5],
        [-8, 5],
        [-7, 5],
        [-6, 5],
        [-5, 5],
      ],
    ]);
  });

  it('writes that no one came, so that silence of the load balancer is not a gap', async () => {
    const ports = world({ nowMs: noon, requestsAt: () => 0 });
    expect(await countMinutes(ports, counting)).toMatchObject({ requests: 0, toMs: noon - 14 * minuteMs });
    expect((await written(ports.ledger)).at(-1)).toEqual([-15, 0]);
  });

  it('writes nothing if what counts is not there', async () => {
    const ports = world({ nowMs: noon, requestsAt: () => 0, isThere: false });
    await expect(countMinutes(ports, counting)).rejects.toThrow('there is no load balancer');
    expect(await written(ports.ledger)).toEqual([]);
  });

  it('makes up for what it missed, a day at a time', async () => {
    const first = world({ nowMs: noon, requestsAt: () => 5 });
    await countMinutes(first, counting);
    const later = world({ nowMs: noon + 2 * dayMs, ledger: first.ledger, requestsAt: () => 5 });
    expect(await countMinutes(later, counting)).toMatchObject({ requests: 7_200 });
    expect(await countMinutes(later, counting)).toMatchObject({ requests: 7_200 });
    expect(await countMinutes(later, counting)).toMatchObject({ requests: 0 });
  });

  it('does not ask for what CloudWatch no longer keeps by the minute', async () => {
    const first = world({ nowMs: noon, requestsAt: () => 5 });
    await countMinutes(first, counting);
    const later = world({ nowMs: noon + 20 * dayMs, ledger: first.ledger, requestsAt: () => 5 });
    await countMinutes(later, counting);
    expect(later.asked.map(({ fromMs }) => noon + 20 * dayMs - fromMs)).toEqual([3 * hourMs + 5 * minuteMs]);
  });
});
