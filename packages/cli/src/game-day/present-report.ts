/** The report on the screen and on disk. */
import type { Report } from '@garbageday/core/report/report.ts';
import { renderReportText } from '@garbageday/render/terminal/report-text.ts';
import { shortPath } from '../directory-files.ts';
import type { Output } from '../output.ts';
import { writeReport } from './write-report.ts';

/** Writes the files first, so that what is said about them is true. Throws `UsageError` when the disk refuses. */
export async function presentReport(report: Report, directory: string, output: Output): Promise<void> {
  const paths = await writeReport(report, directory);
  output.print(renderReportText(report, { columns: output.size().columns, colour: output.hasColor }));
  output.print(`Report: ${paths.map((path) => shortPath(path, process.cwd())).join('  ')}`);
}
