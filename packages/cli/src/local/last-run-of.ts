/** The report on the last run in a directory in which nothing is running. */
import { readFileSync, statSync } from 'node:fs';
import { UsageError } from '@garbageday/core/errors.ts';
import type { Report } from '@garbageday/core/report/report.ts';
import { readLock } from '@garbageday/local/lock.ts';
import { formatInstant } from '@garbageday/render/format.ts';
import { reportPath } from '../directory-files.ts';
import type { LastRun } from '../platform/platform.ts';
import { readLastRun } from '../report/last-run.ts';
import type { ReportFormat } from '../report/report-formats.ts';
import { nothingRuns, type Place } from '../running.ts';

/** @throws UsageError if nothing has run, or for a format that an earlier version did not keep. */
export function lastRunOf(place: Place, format: ReportFormat): LastRun {
  const report = readLastRun(place.directory);
  if (report === null) return { kind: 'file', content: fileOfLastRun(place, format) };
  return { kind: 'report', report, remark: lostSince(place, report) };
}

/** A run that died left its lock behind, but no report. */
function lostSince({ directory }: Place, { toMs }: Report): string | null {
  const lock = readLock(directory);
  if (lock.kind !== 'stale' || lock.holder === null || lock.holder.startedAtMs < toMs) return null;
  const { command, startedAtMs } = lock.holder;
  return `garbageday: \`${command}\` of ${formatInstant(startedAtMs)} died without a report; this is the one before it`;
}

/** Earlier versions left no data of the last run, only these files. */
function fileOfLastRun(place: Place, format: ReportFormat): Uint8Array {
  const hasFile = format === 'html' || format === 'json' || format === 'png';
  const last = reportPath(place.directory, hasFile ? format : 'html');
  if (statSync(last, { throwIfNoEntry: false })?.isFile() !== true) throw nothingRuns(place);
  if (hasFile) return readFileSync(last);
  throw new UsageError(
    `nothing runs in ${place.name}; the last report is ${place.name}/report.html (or --format json), ` +
      'and --window 1d covers the last day',
  );
}
