import { feltDuring } from '@garbageday/core/chaos/loss.ts';
import { readLosses } from '@garbageday/core/report/read-losses.ts';
import { minuteMs } from '@garbageday/core/time/durations.ts';
import { describe, expect, it } from 'vitest';
import { targetRecord } from '../../fakes/experiment.ts';
import { memoryLedger } from '../../fakes/memory-ledger.ts';
import { filledLedger, killTransitions, lossAt } from '../../fakes/minutes.ts';
import { probeMinutes, report } from './four-hours.ts';

function minutes(from: number, to: number) {
  return { fromMs: from * minuteMs, toMs: to * minuteMs };
}
const dayMinutes = 24 * 60;

describe('a loss is felt', () => {
  it.each([
    ['until its group is whole again', 13, minutes(10, 13)],
    ['as long as was assumed, when nobody saw it whole', null, minutes(10, 25)],
    ['longer than was assumed, when it took longer', 90, minutes(10, 90)],
    ['for a day at the most', 3 * dayMinutes, minutes(10, 10 + dayMinutes)],
    ['not at all, when the group was whole before anybody could feel it', 9, minutes(10, 10)],
  ])('%s', (_, whole, expected) => {
    const wholeAtMs = whole === null ? null : whole * minuteMs;
    expect(feltDuring({ ...lossAt('i-1', 10, 25), wholeAtMs })).toEqual(expected);
  });
});

describe('the losses of a period', () => {
  it('are not recorded in a ledger that nobody watched for, or only after it', async () => {
    const ledger = memoryLedger();
    const notRecorded = { lost: null, felt: null };
    expect(await readLosses(ledger, minutes(0, 10))).toEqual(notRecorded);
    await ledger.watchLosses(10 * minuteMs);
    expect(await readLosses(ledger, minutes(0, 10))).toEqual(notRecorded);
    expect(await readLosses(ledger, minutes(0, 11))).toEqual({ lost: [], felt: [] });
  });

  it('are those that happened in it; felt are also those that reach into it', async () => {
    const early = { ...lossAt('noticed late', 110, 130), atMs: 125 * minuteMs };
    const ledger = await filledLedger(
      [],
      [],
      [
        lossAt('over', 80, 90),
        lossAt('reaches in', 90, 105, 'data'),
        lossAt('within', 100, 101),
        early,
        lossAt('after', 120, 130),
      ],
    );
    const { lost, felt } = await readLosses(ledger, minutes(100, 120));
    expect(lost).toEqual([{ group: 'web', ...minutes(100, 101) }]);
    expect(felt).toEqual([
      { group: 'data', ...minutes(90, 105) },
      { group: 'web', ...minutes(100, 101) },
      { group: 'web', ...minutes(110, 130) },
    ]);
  });

  it('are not those that an experiment hit, however late that was recorded', async () => {
    const ledger = await filledLedger([], [], [lossAt('i-1', 100, 101), lossAt('i-2', 100, 101)]);
    const hits = [{ instanceId: 'i-1', injectedAtMs: 99 * minuteMs }];
    const { lost, felt } = await readLosses(ledger, minutes(90, 120), hits);
    expect([lost?.length, felt?.length]).toEqual([1, 1]);
  });

  it('are not those of an experiment, in a report', async () => {
    const planned = { ...lossAt(targetRecord.instanceId, 201, 210) };
    const ledger = filledLedger(probeMinutes(), killTransitions({ id: 'a', from: 200, to: 205 }), [
      planned,
      lossAt('i-1', 202, 203),
    ]);
    expect((await report(ledger)).unplannedLosses).toEqual([{ group: 'web', ...minutes(202, 203) }]);
  });

  it('are told of as not recorded, or as none, and are two different things', async () => {
    const told = async (losses: readonly [] | null) => {
      const { unplannedLosses, resilience } = await report(filledLedger(probeMinutes(), [], losses));
      return [unplannedLosses, resilience[0]?.unplannedLosses];
    };
    expect(await told(null)).toEqual([null, null]);
    expect(await told([])).toEqual([[], 0]);
  });
});
