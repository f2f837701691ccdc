/** The report as one picture for a README or a chat: headline, key figures and chart, readable on a phone. */
import type { Report } from '@garbageday/core/report/report.ts';
import { rasterize } from '../chart/rasterize.ts';
import { renderChartSvg } from '../chart/render-chart-svg.ts';
import { escapeMarkup } from '../html/escape-markup.ts';
import { plainText } from '../plain-text.ts';
import { headline } from '../summary/headline.ts';
import { type KeyFigure, keyFigures } from '../summary/key-figures.ts';
import { periodText } from '../summary/times.ts';
import { type Palette, palettes } from '../theme.ts';
import { balancedText, cutText, textWidth } from './text-width.ts';

export type PictureTheme = 'light' | 'dark';

const width = 1200;
const margin = 60;
const inner = width - 2 * margin;
const chartHeight = 660;

/** A PNG, 2400 pixels wide. */
export async function renderReportPicture(report: Report, theme: PictureTheme): Promise<Uint8Array> {
  return rasterize(renderReportPictureSvg(report, theme), { scale: 2, background: palettes[theme].surface });
}

/** The same as SVG, 1200 wide; its text is set in Inter. */
export function renderReportPictureSvg(report: Report, theme: PictureTheme): string {
  const palette = palettes[theme];
  const title = headlineLines(report, palette);
  const figuresTop = margin + 44 + title.height + 34;
  const chartTop = figuresTop + 204;
  const height = chartTop + chartHeight + 132;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="Inter,system-ui,sans-serif">
<rect width="${width}" height="${height}" fill="${palette.surface}"/>
${brand(report, palette)}
${title.markup}
<path d="M${margin} ${figuresTop}H${width - margin}M${margin} ${figuresTop + 164}H${width - margin}" stroke="${palette.line}" stroke-width="2"/>
${keyFigures(report)
  .map((figure, index) => keyFigure(figure, margin + index * (inner / 4), figuresTop, palette))
  .join('\n')}
<svg x="${margin}" y="${chartTop}" width="${inner}" height="${chartHeight}">${chart(report, theme)}</svg>
${about(report)
  .map((line, index) => text(line, { x: margin, y: height - 80 + 34 * index, size: 24, fill: palette.muted }))
  .join('\n')}
</svg>`;
}

function chart(report: Report, theme: PictureTheme): string {
  return renderChartSvg(report, { theme, width: inner, height: chartHeight, fontSize: 26 });
}

function brand({ service }: Report, palette: Palette): string {
  const name = text('Garbage Day', {
    x: margin,
    y: margin + 22,
    size: 26,
    fill: palette.accent,
    weight: 600,
  });
  const x = margin + 180;
  const label = cutText(`· ${plainText(service)}`, width - margin - x, 26);
  return `${name}\n${text(label, { x, y: margin + 22, size: 26, fill: palette.muted })}`;
}

const headlineSize = 50;

function headlineLines(
  report: Report,
  palette: Palette,
): { readonly markup: string; readonly height: number } {
  const fill = report.verdict === 'broken' ? palette.bad : palette.ink;
  const lines = balancedText(headline(report), { width: inner, fontSize: headlineSize * 0.93, mostLines: 3 });
  const leading = headlineSize * 1.22;
  const markup = lines.map((line, index) =>
    text(line, {
      x: margin,
      y: margin + 94 + index * leading,
      size: headlineSize,
      fill,
      weight: 700,
      spacing: -1,
    }),
  );
  return { markup: markup.join('\n'), height: lines.length * leading };
}

function keyFigure(
  { label, value, note, tone }: KeyFigure,
  x: number,
  top: number,
  palette: Palette,
): string {
  const room = inner / 4 - 16;
  const size = Math.min(50, (50 * room) / textWidth(value, 50));
  const fill = tone === 'bad' ? palette.bad : palette.ink;
  return [
    text(label, { x, y: top + 46, size: 26, fill: palette.muted }),
    text(value, { x, y: top + 102, size, fill, weight: 700, spacing: -1 }),
    text(cutText(note, room, 24), { x, y: top + 140, size: 24, fill: palette.muted }),
  ].join('\n');
}

function about(report: Report): readonly string[] {
  const { platform, seed } = report;
  const when = `${periodText(report)}${seed === null ? '' : `, seed ${seed}`}`;
  const where = `${platform.name}: ${platform.lb}, ${platform.data}`;
  return [when, where].map((line) => cutText(plainText(line), inner, 24));
}

type TextStyle = {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly fill: string;
  readonly weight?: 400 | 600 | 700;
  readonly spacing?: number;
};

function text(content: string, { x, y, size, fill, weight = 400, spacing = 0 }: TextStyle): string {
  return `<text x="${x}" y="${y}" font-size="${size.toFixed(1)}" font-weight="${weight}" letter-spacing="${spacing}" fill="${fill}">${escapeMarkup(content)}</text>`;
}
