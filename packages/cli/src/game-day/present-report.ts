/** The report on the screen and on disk. */
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { GameDayReport } from '@garbageday/core/report/report.ts';
import { renderReportText, renderVerdict } from '@garbageday/render/terminal/report-text.ts';
import { createSupportsHyperlinks } from 'supports-hyperlinks';
import { shortPath } from '../directory-files.ts';
import type { Output } from '../output.ts';
import type { LivePage } from './live-page.ts';
import { writeReport } from './write-report.ts';

export type Presentation = {
  readonly output: Output;
  readonly directory: string;
  /** What the reader must know besides the report. */
  readonly note: string | null;
  readonly page: Pick<LivePage, 'finish'>;
};

/**
 * Writes the files first, so that what is said about them is true. Throws a `UsageError` if the files cannot be
 * written.
 */
export async function presentReport(
  report: GameDayReport,
  { output, directory, note, page }: Presentation,
): Promise<void> {
  const paths = await writeReport(report, directory);
  const options = { columns: output.size().columns, colour: output.hasColor };
  output.print(renderReportText(report, options));
  // Of a long report, only the last lines remain in view.
  if (note !== null) output.print(note);
  output.print(renderVerdict(report, options));
  output.print(placesOf(paths, output));
  if (paths[0] !== undefined) await page.finish(paths[0], output.line);
}

/**
 * `Report: .garbageday/report.html  (also report.json, report.png)`: the page first, as a link if the terminal supports
 * it.
 */
function placesOf([page = '', ...others]: readonly string[], { isTty, screen }: Output): string {
  const name = shortPath(page, process.cwd());
  const hasLinks = isTty && createSupportsHyperlinks(screen);
  const also = others.map((path) => basename(path)).join(', ');
  return `Report: ${hasLinks ? linked(name, page) : name}  (also ${also})`;
}

/** OSC 8 (https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda). */
function linked(text: string, path: string): string {
  return `\u001b]8;;${pathToFileURL(path).href}\u001b\\${text}\u001b]8;;\u001b\\`;
}
