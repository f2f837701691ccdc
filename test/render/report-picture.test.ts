import { font, Resvg } from '@garbageday/render/chart/resvg.ts';
import { renderReportPicture, renderReportPictureSvg } from '@garbageday/render/picture/report-picture.ts';
import { balancedText, cutText, textWidth } from '@garbageday/render/picture/text-width.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyReport, anyText } from './arbitrary-report.ts';
import { elementsOf } from './markup-checks.ts';
import { sampleReport } from './sample-report.ts';
import { allReports } from './ugly-reports.ts';

/** Many pictures, on a machine that may be busy. */
const slow = { timeout: 60_000 };

describe('the picture', () => {
  it('says headline and key figures', () => {
    const svg = renderReportPictureSvg(sampleReport, 'light');
    for (const text of [
      'The service kept its promise: 4 kills,',
      '0 of 18,040 user requests failed.',
      '813 ms',
      '98.21%',
    ]) {
      expect(svg).toContain(`>${text}<`);
    }
  });

  it.each(Object.entries(allReports))('of %s is well formed', (_, report) => {
    expect(() => elementsOf(renderReportPictureSvg(report, 'dark'))).not.toThrow();
  });

  it('of any report can be drawn', slow, () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        const drawing = new Resvg(renderReportPictureSvg(report, 'light'), { font });
        expect(drawing.width).toBe(1200);
        drawing.free();
      }),
      { numRuns: 20 },
    );
  });

  it('is a PNG, twice as large as it is drawn', slow, async () => {
    const png = await renderReportPicture(sampleReport, 'light');
    const view = new DataView(png.buffer, png.byteOffset);
    expect(view.getUint32(16)).toBe(2400);
    expect(view.getUint32(20)).toBeGreaterThan(1800);
  });
});

describe('text in pictures', () => {
  const box = { width: 400, fontSize: 20, mostLines: 3 };

  it('fits its box, whatever it says', () => {
    fc.assert(
      fc.property(fc.array(anyText), (words) => {
        const lines = balancedText(words.join(' '), box);
        expect(lines.length).toBeLessThanOrEqual(3);
        for (const line of lines) expect(textWidth(line, box.fontSize)).toBeLessThanOrEqual(box.width);
      }),
    );
  });

  it('breaks into lines of about the same length', () => {
    expect(balancedText('one two three four five six seven', { ...box, width: 260 })).toEqual([
      'one two three four',
      'five six seven',
    ]);
  });

  it('says that something was cut', () => {
    expect(cutText('WWWWWWWWW', 50, 20)).toBe('W…');
    expect(cutText('a very long name indeed', 120, 20)).toMatch(/^a very.*…$/);
    expect(balancedText('word '.repeat(99).trim(), box).at(-1)).toMatch(/…$/);
  });
});
