/** A report in any format. */
import { isGameDay, type Report } from '@garbageday/core/report/report.ts';
import { escapeBidirectionalControls } from '@garbageday/render/bidirectional.ts';
import { renderReportText, type TextOptions } from '@garbageday/render/terminal/report-text.ts';
import type { ReportFormat } from './report/report-formats.ts';

export type RenderOptions = TextOptions & { readonly theme: 'light' | 'dark' };

/** Loads all renderers, which takes half a second, while something else is being waited for. */
export async function loadRenderers(): Promise<void> {
  await Promise.all([
    import('@garbageday/render/html/report-page.ts'),
    import('@garbageday/render/json/game-day-document.ts'),
    import('@garbageday/render/picture/report-picture.ts'),
  ]);
}

/** Renderers are loaded when they are needed: the chart's alone would double the time of `status`. */
export async function renderReport(
  report: Report,
  format: ReportFormat,
  options: RenderOptions,
): Promise<string | Uint8Array> {
  switch (format) {
    case 'text':
      return `${renderReportText(report, options)}\n`;
    case 'html':
      return (await import('@garbageday/render/html/report-page.ts')).renderReportHtml(report);
    case 'json':
      return written(await documentOf(report));
    case 'png':
    case 'svg':
      return await pictureOf(report, format, options);
    case 'markdown':
      return (await import('@garbageday/render/markdown/report-markdown.ts')).renderReportMarkdown(report);
    case 'journal':
      return written((await import('@garbageday/render/journal/journal.ts')).toJournals(report));
    case 'openmetrics':
      return (await import('@garbageday/render/openmetrics/open-metrics.ts')).renderOpenMetrics(report);
    case 'slack':
      return written(await slackMessageOf(report));
    default:
      return format satisfies never;
  }
}

/** Without the links and mentions of a stage, because it is not posted. */
async function slackMessageOf(report: Report) {
  const { reportMessage } = await import('@garbageday/render/slack/report-message.ts');
  const { bareFrame } = await import('@garbageday/render/slack/frame.ts');
  return reportMessage(report, bareFrame);
}

/** A run has a document of its own, `garbageday/gameday@1`. */
async function documentOf(report: Report): Promise<unknown> {
  return isGameDay(report)
    ? (await import('@garbageday/render/json/game-day-document.ts')).toGameDayDocument(report)
    : (await import('@garbageday/render/json/report-document.ts')).toReportDocument(report);
}

async function pictureOf(report: Report, format: 'png' | 'svg', { theme }: RenderOptions) {
  const picture = await import('@garbageday/render/picture/report-picture.ts');
  return format === 'png'
    ? await picture.renderReportPicture(report, theme)
    : `${picture.renderReportPictureSvg(report, theme)}\n`;
}

function written(document: unknown): string {
  return `${escapeBidirectionalControls(JSON.stringify(document, null, 2))}\n`;
}
