import { escapeMarkdown, markdownTable } from '@garbageday/render/markdown/markdown-text.ts';
import { renderReportMarkdown } from '@garbageday/render/markdown/report-markdown.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyReport } from './arbitrary-report.ts';
import { brokenReport, noDataReport } from './ugly-reports.ts';

describe('the text', () => {
  it.each([
    ['a tag', '<img src=x>', '\\<img src=x\\>'],
    ['a table cell', 'a|b', 'a\\|b'],
    ['emphasis', '*a* _b_ ~c~', '\\*a\\* \\_b\\_ \\~c\\~'],
    ['a link', '[a](b)', '\\[a\\](b)'],
    ['a numbered list', '1. a', '1\\. a'],
    ['a list', '- a', '\\- a'],
    ['a heading', '# a', '\\# a'],
    ['a line break', 'a\nb', 'a b'],
    ['an entity', '&amp;', '\\&amp;'],
  ])('makes no markup of %s', (_, text, escaped) => expect(escapeMarkdown(text)).toBe(escaped));

  it('leaves numbers alone', () => expect(escapeMarkdown('99.9% −1.5 1,200')).toBe('99.9% −1.5 1,200'));

  it('has no table without rows', () => expect(markdownTable(['a'], [], new Set())).toEqual([]));
});

describe('the report in Markdown', () => {
  it('has one heading of the first level, and tables as wide as their heads', () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        const lines = renderReportMarkdown(report).split('\n');
        expect(lines.filter((line) => line.startsWith('# '))).toHaveLength(1);
        const widths = (line: string) => line.replaceAll(/\\./g, '').split('|').length;
        lines.forEach((line, index) => {
          const next = lines[index + 1];
          if (line.startsWith('|') && next?.startsWith('|')) expect(widths(next)).toBe(widths(line));
        });
      }),
      { numRuns: 50 },
    );
  });

  it('tells of every kill, and why it failed', () => {
    const text = renderReportMarkdown(brokenReport);
    expect(text).toContain('| 1 | ✖ fail | 0:22 | web-b |');
    expect(text).toContain('- Kill 1: 31 of 82 probes failed');
    expect(text).toContain('## Refused');
  });

  it('leaves out sections with nothing to say', () => {
    const text = renderReportMarkdown(noDataReport);
    expect(text).not.toContain('## Kills');
    expect(text).not.toContain('## What changed');
  });
});
