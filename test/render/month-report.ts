/** A month to draw and to write: generated slices, read as `garbageday report --window 30d` reads them. */

import { parseConfiguration } from '@garbageday/config/parse-configuration.ts';
import { lastPeriod } from '@garbageday/core/report/calendar-period.ts';
import { readReport } from '@garbageday/core/report/read-report.ts';
import type { Report } from '@garbageday/core/report/report.ts';
import { writeMonth } from '../../bench/month/write-month.ts';
import { memoryLedger } from '../fakes/memory-ledger.ts';

export const monthEndMs = Date.UTC(2026, 11, 1);

/** Few requests a second, so that a test need not wait; otherwise the defaults. */
export const monthConfiguration = parseConfiguration(
  { users: { ratePerSecond: 2 }, probe: { ratePerSecond: 1 } },
  'the test',
);

/** `days` of it; everything else follows from the seed. */
export async function monthReport(days = 30, timeZone = 'UTC'): Promise<Report> {
  const ledger = memoryLedger();
  const configuration = monthConfiguration;
  await writeMonth(ledger, { configuration, seed: 'month', toMs: monthEndMs, days });
  return readReport(
    { ledger },
    {
      ...{ configuration, kind: 'window', toMs: monthEndMs, fromMs: monthEndMs - days * 86_400_000 },
      ...{ platform: { name: 'local', lb: 'embedded', data: 'mongolite' }, excluded: [], timeZone },
    },
  );
}

const ofTheMonth = { window: '1M' } as const;

/** The closing report of that month, whose objectives are the calendar's; the strictest of them is missed. */
export async function closingReport(): Promise<Report> {
  const ledger = memoryLedger();
  const configuration = parseConfiguration(
    {
      ...{ users: { ratePerSecond: 2 }, probe: { ratePerSecond: 1 } },
      slos: [
        { journey: 'users', sli: 'availability', objective: 0.9999, ...ofTheMonth },
        { journey: 'users', sli: 'latency', objective: 0.99, ...ofTheMonth },
        { journey: 'probe', sli: 'availability', objective: 0.999, ...ofTheMonth },
        { journey: 'probe', sli: 'latency', objective: 0.99, ...ofTheMonth },
      ],
    },
    'the test',
  );
  await writeMonth(ledger, { configuration, seed: 'month', toMs: monthEndMs, days: 30 });
  return readReport(
    { ledger },
    {
      ...{
        configuration,
        kind: 'month',
        ...lastPeriod('month', monthEndMs, 'UTC'),
        excluded: [],
        timeZone: 'UTC',
      },
      platform: { name: 'aws', lb: 'ALB', data: 'MongoDB' },
    },
  );
}
