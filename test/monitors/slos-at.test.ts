/** What objectives of a stage read of its ledger. */
import { dayMs, minuteMs } from '@garbageday/core/time/durations.ts';
import { slosAt } from '@garbageday/monitors/ledger/slos-at.ts';
import { expect, it } from 'vitest';
import { configuration, sloConfiguration } from '../fakes/configuration.ts';
import { memoryLedger } from '../fakes/memory-ledger.ts';
import { minute } from '../fakes/minutes.ts';

const midnight = Date.UTC(2026, 10, 27);

it('when a journey was first measured is asked once, and not while nothing of it is in a window', async () => {
  const asked: number[] = [];
  const ledger = memoryLedger();
  const read = slosAt({
    ledger: {
      slices: (query) => {
        asked.push((query.toMs - query.fromMs) / dayMs);
        return ledger.slices(query);
      },
    },
    configuration: configuration({ slos: [sloConfiguration({ window: '2d' })] }),
    journeys: ['probe'],
    lateMs: 10 * minuteMs,
    excludedBefore: async () => [],
  });
  const until = (minutes: number) => read({ startMs: midnight, endMs: midnight + minutes * minuteMs });
  expect(await until(1)).toMatchObject([{ remaining: null }]);
  expect(Math.max(...asked)).toBeLessThan(10);
  await ledger.putSlice(minute(midnight / minuteMs + 1, 0));
  for (const minutes of [2, 3]) expect(await until(minutes)).toMatchObject([{ remaining: 1 }]);
  expect(asked.filter((days) => days > 399)).toHaveLength(1);
});
