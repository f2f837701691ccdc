import type { SliceQuery } from '@garbageday/core/ports.ts';
import { countMemory, wholeJourney } from '@garbageday/core/probe/count-memory.ts';
import { sumCounts } from '@garbageday/core/probe/merge-slices.ts';
import { isVoid } from '@garbageday/core/probe/read-slices.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryLedger } from '../../fakes/memory-ledger.ts';
import { badAnswer, sliceAt } from '../../fakes/slices.ts';

const bucketMs = 10_000;

function remembering() {
  const ledger = memoryLedger();
  const reads: SliceQuery[] = [];
  const counting = {
    slices: (query: SliceQuery) => {
      reads.push(query);
      return ledger.slices(query);
    },
  };
  const isTrusted = (slice: Parameters<typeof isVoid>[0]) => !isVoid(slice, 50);
  const memory = countMemory({
    part: wholeJourney,
    ledger: counting,
    service: 'wordcount',
    journey: 'probe',
    bucketMs,
    isTrusted,
  });
  const ask = async (fromMs: number, nowMs: number) =>
    sumCounts((await memory(fromMs, nowMs)).map(({ availability }) => availability));
  const put = async (...seconds: readonly number[]) => {
    for (const second of seconds) await ledger.putSlice(sliceAt(second * 1_000, [badAnswer]));
  };
  return { ledger, reads, ask, put };
}

function seconds(from: number, to: number) {
  return Array.from({ length: to - from }, (_, index) => from + index);
}
function of(slices: number) {
  return { good: slices * 9, total: slices * 10 };
}

describe('countMemory', () => {
  it('counts exactly what the ledger holds of the window when it is first asked', async () => {
    const { ask, put } = remembering();
    await put(...seconds(0, 100));
    expect(await ask(15_000, 100_000)).toEqual(of(85));
  });

  it('counts nothing twice and forgets nothing, however often it is asked', async () => {
    const steps = fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(steps, async (pauses) => {
        const { ask, put } = remembering();
        let now = 0;
        for (const pause of pauses) {
          await put(...seconds(now, now + pause));
          now += pause;
          expect(await ask(0, now * 1_000)).toEqual(of(now));
        }
      }),
      { numRuns: 30 },
    );
  });

  it('reads again only what may still have come late', async () => {
    const { ask, put, reads } = remembering();
    await put(...seconds(0, 100));
    await ask(0, 100_000);
    await ask(1_000, 101_000);
    expect(reads.map(({ fromMs }) => fromMs)).toEqual([0, 70_000]);
  });

  it('sees a slice that came late, and not one that came too late', async () => {
    const { ask, put } = remembering();
    await put(...seconds(0, 80));
    await ask(0, 100_000);
    await put(80, 69.5);
    expect(await ask(0, 101_000)).toEqual(of(81));
  });

  it('lets go of what has left the window, to the width of a bucket and rather too late', async () => {
    const { ask, put } = remembering();
    await put(...seconds(0, 100));
    await ask(0, 100_000);
    expect(await ask(15_000, 101_000)).toEqual(of(90));
    expect(await ask(20_000, 102_000)).toEqual(of(80));
    expect(await ask(95_000, 103_000)).toEqual(of(5));
    expect(await ask(200_000, 300_000)).toEqual(of(0));
  });

  it('reads everything anew when it is asked for more of the past', async () => {
    const { ask, put } = remembering();
    await put(...seconds(0, 100));
    expect(await ask(50_000, 100_000)).toEqual(of(50));
    expect(await ask(0, 100_000)).toEqual(of(100));
    expect(await ask(0, 101_000)).toEqual(of(100));
  });

  it('does not count twice when it is asked twice at once', async () => {
    const { ask, put } = remembering();
    await put(...seconds(0, 100));
    expect(await Promise.all([ask(0, 100_000), ask(0, 100_000)])).toEqual([of(100), of(100)]);
    expect(await ask(0, 101_000)).toEqual(of(100));
  });

  it('leaves out what it does not trust', async () => {
    const { ask, ledger } = remembering();
    await ledger.putSlice({ ...sliceAt(0), lagP99Ms: 51 });
    expect(await ask(0, 1_000)).toEqual(of(0));
  });
});
