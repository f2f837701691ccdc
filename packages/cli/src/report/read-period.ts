/** The report of a period from the ledger of a platform; nothing needs to run. */
import { expandExclusions } from '@garbageday/config/expand-exclusions.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import type { Interval } from '@garbageday/core/ports.ts';
import { readReport } from '@garbageday/core/report/read-report.ts';
import type { Report } from '@garbageday/core/report/report.ts';
import type { Platform } from '../platform/platform.ts';

/** Slices are kept this long (domain.md §8). */
const keptMs = 400 * 86_400_000;

/** @throws UsageError where there is no ledger, or none that can be read. */
export async function readPeriod(platform: Platform, period: Interval): Promise<Report> {
  const records = await platform.ledger();
  if (records.kind === 'none') throw new UsageError(records.why);
  const { configuration, platform: measuredOn, notEvaluated } = await platform.setup();
  const known = { fromMs: period.toMs - keptMs, toMs: period.toMs };
  return await readReport(
    { ledger: records.ledger },
    {
      ...{ configuration, ...period, kind: 'window', notEvaluated },
      excluded: expandExclusions(configuration.exclusions, known),
      platform: measuredOn,
      timeZone: configuration.schedule.timeZone,
    },
  );
}
