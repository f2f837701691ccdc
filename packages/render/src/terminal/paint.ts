/**
 * Styles → SGR escape codes. One accent; every colour is legible on black and on white, and distinguishable to
 * colour-blind readers.
 */
import type { Line, Style } from './span.ts';

const codes: Readonly<Record<Style, string>> = {
  plain: '',
  dim: '38;5;245',
  strong: '1',
  accent: '38;5;32',
  good: '38;5;32',
  warn: '38;5;136',
  bad: '1;38;5;166',
  alarm: '1;38;5;231;48;5;166',
};

/** One line of text; without `colour`, there are no escape codes. */
export function paint(line: Line, colour: boolean): string {
  if (!colour)
    return line
      .map(({ text }) => text)
      .join('')
      .trimEnd();
  return line
    .map(({ text, style }) =>
      codes[style] === '' || text === '' ? text : `\u001b[${codes[style]}m${text}\u001b[0m`,
    )
    .join('');
}
