/** Fits text into a number of columns, counted as a terminal does. */
import stringWidth from 'string-width';
import { type Line, type Span, span } from './span.ts';

const printableAscii = /^[ -~]*$/;
const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Columns that a printable text takes. */
export function widthOf(text: string): number {
  return printableAscii.test(text) ? text.length : stringWidth(text);
}

/** Columns that a line takes. */
export function lineWidth(line: Line): number {
  return line.reduce((sum, { text }) => sum + widthOf(text), 0);
}

/** The text in at most `columns`, cut with `…`. */
export function truncate(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  if (columns <= 0) return '';
  let kept = '';
  let width = 0;
  for (const { segment } of segmenter.segment(text)) {
    width += widthOf(segment);
    if (width > columns - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** The text in exactly `columns`: cut, or padded on the side away from `align`. */
export function pad(text: string, columns: number, align: 'left' | 'right' = 'left'): string {
  const cut = truncate(text, columns);
  const space = ' '.repeat(Math.max(0, columns - widthOf(cut)));
  return align === 'left' ? cut + space : space + cut;
}

/** The line in at most `columns`. */
export function fitLine(line: Line, columns: number): Line {
  const fitted: Span[] = [];
  let left = columns;
  for (const { text, style } of line) {
    const cut = truncate(text, left);
    fitted.push({ text: cut, style });
    left -= widthOf(cut);
    if (cut !== text) break;
  }
  return fitted;
}

/** The line in exactly `columns`. */
export function padLine(line: Line, columns: number): Line {
  const fitted = fitLine(line, columns);
  return [...fitted, span(' '.repeat(Math.max(0, columns - lineWidth(fitted))))];
}

/** `left` and `right` at the two edges; if they do not both fit, the left one is cut. */
export function justify(left: Line, right: Line, columns: number): Line {
  const rightFitted = fitLine(right, columns);
  const rest = columns - lineWidth(rightFitted);
  if (lineWidth(rightFitted) === 0) return fitLine(left, columns);
  if (rest < 2) return rightFitted;
  return [...padLine(left, rest - 1), span(' '), ...rightFitted];
}

/** Breaks a text between words into lines of at most `columns`; longer words are cut. */
export function wrapText(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    const joined = last === undefined ? word : `${last} ${word}`;
    if (last === undefined || widthOf(joined) > columns) lines.push(truncate(word, columns));
    else lines[lines.length - 1] = joined;
  }
  return lines;
}
