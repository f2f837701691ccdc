/** The report on the screen and on disk. */
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { GameDayReport } from '@garbageday/core/report/report.ts';
import { wrapText } from '@garbageday/render/terminal/fit.ts';
import { renderReportText, renderVerdict } from '@garbageday/render/terminal/report-text.ts';
import { createSupportsHyperlinks } from 'supports-hyperlinks';
import { shortPath } from '../directory-files.ts';
import type { Output } from '../output.ts';
import type { Finding } from './findings.ts';
import { writeReport } from './write-report.ts';

export type Presentation = {
  readonly output: Output;
  readonly directory: string;
  /** What the reader must know beside the report. */
  readonly note: string | null;
  /** What a person's own server should do better. */
  readonly findings: readonly Finding[];
};

/** Writes the files first, so that what is said about them is true. Throws `UsageError` when the disk refuses. */
export async function presentReport(
  report: GameDayReport,
  { output, directory, note, findings }: Presentation,
): Promise<void> {
  const paths = await writeReport(report, directory);
  const options = { columns: output.size().columns, colour: output.hasColor };
  output.print(renderReportText(report, options));
  if (findings.length > 0) output.print(findingsText(findings, output.size().columns));
  // The last lines are what is left in view of a long report.
  if (note !== null) output.print(note);
  output.print(renderVerdict(report, options));
  output.print(placesOf(paths, output));
}

/** `Found`, and a paragraph each. */
function findingsText(findings: readonly Finding[], columns: number): string {
  const width = Math.max(40, Math.min(columns, 100)) - 4;
  const paragraphs = findings.flatMap(({ text }) =>
    wrapText(text, width).map((line, index) => `${index === 0 ? '  • ' : '    '}${line}`),
  );
  return ['Found', ...paragraphs, ''].join('\n');
}

/** `Report: .garbageday/report.html  (also report.json, report.png)`: the page first, a link where the terminal makes one of it. */
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
