/** A report in any format. */
import { isGameDay, type Report } from '@garbageday/core/report/report.ts';
import { renderReportText, type TextOptions } from '@garbageday/render/terminal/report-text.ts';

/** Loads all renderers now, while there is something else to wait for: half a second. */
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
  format: 'text' | 'html' | 'json' | 'png',
  text: TextOptions,
): Promise<string | Uint8Array> {
  switch (format) {
    case 'text':
      return `${renderReportText(report, text)}\n`;
    case 'html':
      return (await import('@garbageday/render/html/report-page.ts')).renderReportHtml(report);
    case 'json': {
      const { toGameDayDocument } = await import('@garbageday/render/json/game-day-document.ts');
      if (!isGameDay(report)) throw new Error('only a game day has a document yet');
      return `${JSON.stringify(toGameDayDocument(report), null, 2)}\n`;
    }
    case 'png':
      return await (await import('@garbageday/render/picture/report-picture.ts')).renderReportPicture(
        report,
        'light',
      );
    default:
      return format satisfies never;
  }
}
