/** Sections of the final report: a heading and indented lines. */
import { wrapText } from '../fit.ts';
import { blank, type Line, type Style, span } from '../span.ts';

/** What separates sections and indents their lines. */
export const indent = span('  ');

/** A blank line, a heading, and the indented lines; empty if there are no lines. */
export function section(title: string, lines: readonly Line[]): readonly Line[] {
  if (lines.length === 0) return [];
  return [blank, [span(title, 'strong')], ...lines.map((line) => [indent, ...line])];
}

/** A text broken into lines that fit into `columns` once indented. */
export function paragraph(text: string, columns: number, style: Style = 'plain'): readonly Line[] {
  return wrapText(span(text).text, Math.max(1, columns - 4)).map((line) => [span(line, style)]);
}
