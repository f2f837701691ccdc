/** The report as files: HTML for people, JSON for machines, PNG for a chat. */
import { randomUUID } from 'node:crypto';
import { renameSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { GameDayReport } from '@garbageday/core/report/report.ts';
import { discardFile } from '@garbageday/local/discard-file.ts';
import { explainFileError } from '@garbageday/local/file-error.ts';
import { ownFiles } from '@garbageday/local/own-files.ts';
import { lastRunPath, reportPath } from '../directory-files.ts';
import { renderReport } from '../render-report.ts';
import { lastRunText } from '../report/last-run.ts';

const formats = ['html', 'json', 'png'] as const;

/**
 * Claims the reports' file names at the start of a run. Throws a UsageError if another program's file has one of them.
 */
export function claimReports(directory: string): void {
  const own = ownFiles(directory);
  const paths = [...formats.map((format) => reportPath(directory, format)), lastRunPath(directory)];
  for (const path of paths) own.claim(relative(directory, path));
}

/**
 * Returns the paths of the files for people, each written completely or not at all; also writes the data that
 * `garbageday report` reads later. Throws a `UsageError` if they cannot be written.
 */
export async function writeReport(report: GameDayReport, directory: string): Promise<readonly string[]> {
  claimReports(directory);
  const paths: string[] = [];
  for (const format of formats) {
    const path = reportPath(directory, format);
    // None of these is a text format, so the size of the terminal does not matter.
    writeWhole(path, await renderReport(report, format, { columns: 80, colour: false, theme: 'light' }));
    paths.push(path);
  }
  writeWhole(lastRunPath(directory), lastRunText(report));
  return paths;
}

function writeWhole(path: string, content: string | Uint8Array): void {
  const draft = `${path}.${randomUUID()}`;
  try {
    writeFileSync(draft, content, { flag: 'wx', mode: 0o600 });
    renameSync(draft, path);
  } catch (error) {
    throw explainFileError(path, error);
  } finally {
    discardFile(draft);
  }
}
