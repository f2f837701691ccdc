/** The report as files: HTML for people, JSON for machines, PNG for a chat. */
import { renameSync, writeFileSync } from 'node:fs';
import type { Report } from '@garbageday/core/report/report.ts';
import { explainFileError } from '@garbageday/local/file-error.ts';
import { reportPath } from '../directory-files.ts';
import { renderReport } from '../render-report.ts';

const formats = ['html', 'json', 'png'] as const;

/** Paths of the files, each written whole or not at all. Throws `UsageError` when the disk refuses. */
export async function writeReport(report: Report, directory: string): Promise<readonly string[]> {
  const paths: string[] = [];
  for (const format of formats) {
    const path = reportPath(directory, format);
    // No text format here, so the size of the terminal does not matter.
    writeWhole(path, await renderReport(report, format, { columns: 80, colour: false, theme: 'light' }));
    paths.push(path);
  }
  return paths;
}

function writeWhole(path: string, content: string | Uint8Array): void {
  try {
    writeFileSync(`${path}.new`, content);
    renameSync(`${path}.new`, path);
  } catch (error) {
    throw explainFileError(path, error);
  }
}
