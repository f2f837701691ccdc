/** The report of a period from the ledger of a directory; nothing needs to run. */
import { existsSync } from 'node:fs';
import { expandExclusions } from '@garbageday/config/expand-exclusions.ts';
import type { Configuration } from '@garbageday/core/configuration.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import type { Interval } from '@garbageday/core/ports.ts';
import { readReport } from '@garbageday/core/report/read-report.ts';
import type { Report } from '@garbageday/core/report/report.ts';
import { localLedger } from '@garbageday/local/ledger.ts';
import { ledgerPath } from '../directory-files.ts';
import { withLedger } from '../open-ledger.ts';
import type { Place } from '../running.ts';

/** Slices are kept this long (domain.md §8). */
const keptMs = 400 * 86_400_000;

/** @throws UsageError where there is no ledger, or none that can be read. */
export async function readPeriod(
  { directory, name }: Place,
  configuration: Configuration,
  period: Interval,
): Promise<Report> {
  if (!existsSync(ledgerPath(directory)))
    throw new UsageError(`${name} has no ledger; run \`garbageday up\` first, or name another --directory`);
  return await withLedger(directory, (file) =>
    readReport(
      { ledger: localLedger(file) },
      {
        ...{ configuration, ...period, kind: 'window' },
        excluded: expandExclusions(configuration.exclusions, {
          fromMs: period.toMs - keptMs,
          toMs: period.toMs,
        }),
        // The ledger says what was measured, not what it was measured on.
        platform: { name: 'local', lb: 'load balancer not recorded', data: 'database not recorded' },
        timeZone: configuration.schedule.timeZone,
      },
    ),
  );
}
