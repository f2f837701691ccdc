/** The report of a probe, wherever it was asked for: the terminal, files, the live page, Slack. */
import { writeFileSync } from 'node:fs';
import { join, parse } from 'node:path';
import { UsageError } from '@garbageday/core/errors.ts';
import type { ProbeReport } from '@garbageday/core/report/probe-report.ts';
import { systemCode } from '@garbageday/local/file-error.ts';
import { renderProbeCsv } from '@garbageday/render/csv/probe-csv.ts';
import { percentileDistribution } from '@garbageday/render/hgrm/percentile-distribution.ts';
import { probeDocument } from '@garbageday/render/json/probe-document.ts';
import { renderProbeMarkdown } from '@garbageday/render/markdown/probe-markdown.ts';
import { type Compared, comparisonText } from '@garbageday/render/terminal/probe/comparison-text.ts';
import { renderProbeReport } from '@garbageday/render/terminal/probe/probe-report-text.ts';
import type { Output } from '../output.ts';
import type { ProbeOptions } from './probe-options.ts';
import type { ProbePage } from './probe-page.ts';

export type Found = {
  readonly report: ProbeReport;
  /** `null`: with nothing. */
  readonly compared: readonly Compared[] | null;
};

type Places = {
  readonly options: Pick<ProbeOptions, 'format' | 'baseline' | 'hgrm' | 'markdown' | 'html' | 'slack'>;
  readonly output: Output;
  /** `null`: there is no live page. */
  readonly page: Pick<ProbePage, 'finish'> | null;
};

/**
 * Files come before those who wait for the live page and Slack, whose answer changes no verdict. @throws UsageError if a
 * file cannot be written.
 */
export async function presentProbe(found: Found, { options, output, page }: Places): Promise<void> {
  const { hgrm, markdown, html: file, baseline } = options;
  print(found, { options, output });
  if (hgrm !== null) writeHgrm(found.report, hgrm);
  const where = baseline?.where ?? '';
  if (markdown !== null)
    writeReportFile('--markdown', markdown, renderProbeMarkdown(found.report, found.compared, where));
  const html = file === null && page === null ? '' : await htmlOf(found, where);
  if (file !== null) writeReportFile('--html', file, html);
  await Promise.all([page?.finish(html), post(found, { options, output })]);
}

function print(
  { report, compared }: Found,
  { options: { format, baseline }, output }: Pick<Places, 'options' | 'output'>,
): void {
  output.print(renderProbeReport(report, { columns: output.size().columns, colour: output.hasColor }));
  if (compared !== null) output.print(comparisonText(compared, baseline?.where ?? '', output.hasColor));
  if (format === 'json') output.document(probeDocument(report, compared));
  if (format === 'csv') output.raw(renderProbeCsv(report));
}

async function htmlOf({ report, compared }: Found, where: string): Promise<string> {
  const { renderProbeHtml } = await import('@garbageday/render/html/probe/probe-report-page.ts');
  return renderProbeHtml(report, compared, where);
}

/** `latency.hgrm`; for several URLs `latency-1.hgrm`, … in order. */
function writeHgrm({ targets }: ProbeReport, file: string): void {
  for (const [index, { histogram }] of targets.entries()) {
    const { dir, name, ext } = parse(file);
    const path = targets.length === 1 ? file : join(dir, `${name}-${index + 1}${ext}`);
    writeReportFile('--hgrm', path, percentileDistribution(histogram));
  }
}

function writeReportFile(flag: string, path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (cause) {
    throw new UsageError(
      `${flag}: ${path} cannot be written (${systemCode(cause) ?? cause}); name another file`,
      { cause },
    );
  }
}

async function post(
  { report, compared }: Found,
  { options: { slack, baseline }, output }: Pick<Places, 'options' | 'output'>,
): Promise<void> {
  if (slack === null) return;
  const [{ postReport }, { probeMessage }] = await Promise.all([
    import('../slack/post-report.ts'),
    import('@garbageday/render/slack/probe-message.ts'),
  ]);
  await postReport(slack, probeMessage(report, compared, baseline?.where ?? ''), output);
}
