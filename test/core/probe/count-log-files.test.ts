import type { Interval, Ledger } from '@garbageday/core/ports.ts';
import { countLogFiles, type LogFile, type ReadLog } from '@garbageday/core/probe/count-log-files.ts';
import { idleMinute, sliceOfMinute } from '@garbageday/core/probe/counted-minute.ts';
import { readSlices } from '@garbageday/core/probe/read-slices.ts';
import { hourMs, minuteMs } from '@garbageday/core/time/durations.ts';
import { describe, expect, it } from 'vitest';
import { memoryLedger } from '../../fakes/memory-ledger.ts';

const counting = { service: 'shop', journey: 'users', vantage: 'eu-west-1' };
const noon = Date.UTC(2026, 10, 27, 12);

/** Minutes from noon, with their requests. */
type Log = {
  readonly key: string;
  readonly endsAt: number;
  readonly requests: Readonly<Record<number, number>>;
  readonly isBroken?: boolean;
};

function slice(startMs: number, requests: number, seq: number) {
  return sliceOfMinute({ ...counting, startMs, widthSeconds: 60, seq }, { ...idleMinute, requests });
}

function world(
  logs: readonly Log[],
  { nowMs = noon, ledger = memoryLedger() as Ledger, isThere = true } = {},
) {
  const asked: Interval[] = [];
  const read: string[] = [];
  const logOf: ReadLog = async ({ key, seq }) => {
    const log = logs.find((each) => each.key === key);
    read.push(key);
    if (log?.isBroken) throw new Error(`${key} is cut off`);
    const minutes = Object.entries(log?.requests ?? {}).map(([at, count]) => [Number(at), count] as const);
    return {
      slices: minutes
        .toSorted(([a], [b]) => a - b)
        .map(([at, count]) => slice(noon + at * minuteMs, count, seq)),
      unreadable: 0,
    };
  };
  return {
    ...{ ledger, asked, read: logOf, reads: read, clock: { now: () => nowMs }, remainingMs: () => 100_000 },
    files: async (interval: Interval): Promise<readonly LogFile[]> => {
      asked.push(interval);
      return logs
        .map(({ key, endsAt }, index) => ({ key, endMs: noon + endsAt * minuteMs, seq: index + 1 }))
        .filter(({ endMs }) => endMs >= interval.fromMs && endMs < interval.toMs);
    },
    assertThere: async () => {
      if (!isThere) throw new Error('there is no bucket');
    },
  };
}

async function requestsIn(ledger: Ledger, fromMinute = -300, toMinute = 300) {
  const [fromMs, toMs] = [noon + fromMinute * minuteMs, noon + toMinute * minuteMs];
  const slices = await readSlices(ledger, { ...counting, fromMs, toMs });
  return slices.reduce((sum, { availability }) => sum + availability.total, 0);
}

const a: Log = { key: 'a', endsAt: -20, requests: { [-25]: 3, [-23]: 4 } };
const b: Log = { key: 'b', endsAt: -20, requests: { [-21]: 5 } };

describe('counting access logs', () => {
  it('counts each request of each log once, however often it looks', async () => {
    const ports = world([a, b]);
    expect(await countLogFiles(ports, counting)).toEqual({
      files: 2,
      requests: 12,
      unreadable: 0,
      failed: [],
    });
    expect(await countLogFiles(ports, counting)).toEqual({
      files: 0,
      requests: 0,
      unreadable: 0,
      failed: [],
    });
    expect(ports.reads).toEqual(['a', 'b']);
    expect(await requestsIn(ports.ledger)).toBe(12);
  });

  it('adds a log that is delivered late, and is found for three hours after the last slice', async () => {
    const first = world([b]);
    await countLogFiles(first, counting);
    const later = world([b, { ...a, endsAt: -20 }], { nowMs: noon + 2 * hourMs, ledger: first.ledger });
    expect(await countLogFiles(later, counting)).toMatchObject({ files: 1, requests: 7 });
    expect(await requestsIn(later.ledger)).toBe(12);
  });

  it('counts a log again that it had not finished, without counting anything twice', async () => {
    const ledger = memoryLedger();
    await ledger.putSlice(slice(noon - 25 * minuteMs, 3, 1));
    const ports = world([a], { ledger });
    expect(await countLogFiles(ports, counting)).toMatchObject({ files: 1 });
    expect(await requestsIn(ledger)).toBe(7);
  });

  it('writes that no one came, up to a quarter of an hour ago', async () => {
    const ports = world([a, b]);
    await countLogFiles(ports, counting);
    const slices = await readSlices(ports.ledger, { ...counting, fromMs: 0, toMs: noon });
    const minutes = new Set(slices.map(({ startMs }) => (startMs - noon) / minuteMs));
    expect([...minutes].toSorted((x, y) => x - y)).toEqual(Array.from({ length: 165 }, (_, at) => at - 180));
  });

  it('says so if nothing can be found, instead of writing that no one came', async () => {
    const ports = world([], { isThere: false });
    await expect(countLogFiles(ports, counting)).rejects.toThrow('there is no bucket');
    expect(await readSlices(ports.ledger, { ...counting, fromMs: 0, toMs: noon })).toEqual([]);
    await countLogFiles(world([]), counting);
  });

  it('names a log that it cannot read, and counts the others', async () => {
    const ports = world([{ ...a, isBroken: true }, b]);
    expect(await countLogFiles(ports, counting)).toMatchObject({
      files: 1,
      requests: 5,
      failed: ['a is cut off'],
    });
    // It is tried again.
    const again = world([a, b], { ledger: ports.ledger });
    expect(await countLogFiles(again, counting)).toMatchObject({ files: 1, requests: 7, failed: [] });
  });

  it('writes as many minutes as there is time for, and goes on with the next run', async () => {
    const left = Array.from({ length: 60 }, () => 100_000);
    const ports = { ...world([]), remainingMs: () => left.shift() ?? 0 };
    const minutesIn = async () =>
      (await readSlices(ports.ledger, { ...counting, fromMs: noon - 3 * hourMs, toMs: noon })).length;
    await countLogFiles(ports, counting);
    expect(await minutesIn()).toBe(60);
    await countLogFiles(world([], { ledger: ports.ledger }), counting);
    expect(await minutesIn()).toBe(165);
  });

  it('leaves a gap where a log cannot be read, instead of writing that no one came', async () => {
    const ports = world([{ ...a, isBroken: true }]);
    await countLogFiles(ports, counting);
    const slices = await readSlices(ports.ledger, { ...counting, fromMs: 0, toMs: noon });
    const minutes = new Set(slices.map(({ startMs }) => (startMs - noon) / minuteMs));
    const gaps = Array.from({ length: 165 }, (_, at) => at - 180).filter((at) => !minutes.has(at));
    expect(gaps).toEqual([-25, -24, -23, -22, -21]);
  });

  it('tells of whatever was thrown', async () => {
    const ports = { ...world([a]), read: () => Promise.reject('refused') };
    expect(await countLogFiles(ports, counting)).toMatchObject({ failed: ['refused'] });
  });

  it('begins no log that it could not finish, and leaves the rest to the next run', async () => {
    const left = [100_000, 19_000];
    const ports = { ...world([a, b]), remainingMs: () => left.shift() ?? 0 };
    expect(await countLogFiles(ports, counting)).toMatchObject({ files: 1, requests: 7 });
    expect(await countLogFiles(world([a, b], { ledger: ports.ledger }), counting)).toMatchObject({
      files: 1,
    });
    expect(await requestsIn(ports.ledger)).toBe(12);
  });

  it('goes on after an outage where it ended, without a gap', async () => {
    const first = world([a, b]);
    await countLogFiles(first, counting);
    const later = world([], { nowMs: noon + 48 * hourMs, ledger: first.ledger });
    await countLogFiles(later, counting);
    expect(later.asked[0]?.fromMs).toBe(noon - 16 * minuteMs - 3 * hourMs);
  });

  it('does not count again what the metrics of the load balancer counted before', async () => {
    const ledger = memoryLedger();
    await ledger.putSlice(slice(noon - 25 * minuteMs, 3, 0));
    await ledger.putSlice(slice(noon - 21 * minuteMs, 5, 0));
    await countLogFiles(world([a, b], { ledger }), counting);
    expect(await requestsIn(ledger)).toBe(12);
  });
});
