import { foldReport } from '@garbageday/core/report/fold-report.ts';
import { minuteMs } from '@garbageday/core/time/durations.ts';
import { expect, it } from 'vitest';
import { configuration } from '../../fakes/configuration.ts';
import { minute } from '../../fakes/minutes.ts';

it('a slice of a journey that the configuration does not have counts nowhere', async () => {
  const configured = configuration();
  async function* pages() {
    yield [minute(0, 0), minute(0, 9, { journey: 'gone' })];
  }
  const { journeys } = await foldReport(
    {
      ...{ configuration: configured, period: { fromMs: 0, toMs: minuteMs }, excluded: [], experiments: [] },
      ...{ watched: { fromMs: 0, tailMs: 0 }, losses: null },
      expectations: configured.journeys.map(({ name, ratePerSecond }) => ({
        ...{ name, expected: { basis: 'window' as const, ratePerSecond, measuredSinceMs: 0 } },
      })),
    },
    pages(),
  );
  expect(journeys.map(({ name, totals }) => [name, totals.sent, totals.failed])).toEqual([
    ['users', 0, 0],
    ['probe', 10, 0],
  ]);
});
