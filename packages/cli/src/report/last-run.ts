/** The report of the last run as data, from which `garbageday report` makes any format with the same numbers. */
import { type GameDayReport, isGameDay, type Report } from '@garbageday/core/report/report.ts';
import { readRegularFile } from '@garbageday/local/read-regular-file.ts';
import { lastRunPath } from '../directory-files.ts';

const schema = 'garbageday/last-run@1';

export function lastRunText(report: GameDayReport): string {
  return `${JSON.stringify({ schema, report })}\n`;
}

/** `null` where there is none, or one of another version. */
export function readLastRun(directory: string): GameDayReport | null {
  const text = readRegularFile(lastRunPath(directory));
  if (text === null) return null;
  try {
    const document: { readonly schema?: unknown; readonly report?: Report } = JSON.parse(text);
    const { report } = document;
    return document.schema === schema && report !== undefined && isGameDay(report) ? report : null;
  } catch {
    return null;
  }
}
