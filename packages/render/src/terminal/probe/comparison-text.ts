/** Whether a URL is slower than it was, in words and numbers. */
import type { Comparison } from '@garbageday/core/report/compare-probes.ts';
import { comparisonIntervals, comparisonRows, tooLittle } from '../../summary/comparison-rows.ts';
import { paint } from '../paint.ts';
import { section } from '../report/section.ts';
import { type Line, span } from '../span.ts';

/** `null`: too little was measured to tell. */
export type Compared = { readonly url: string; readonly comparison: Comparison | null };

export const comparisonVerdicts = {
  slower: { text: 'Slower than it was.', style: 'bad' },
  faster: { text: 'Faster than it was.', style: 'good' },
  'no-difference': { text: 'No difference can be shown.', style: 'plain' },
} as const;

export function comparisonText(compared: readonly Compared[], where: string, colour: boolean): string {
  return compared
    .flatMap(({ url, comparison }) => section(`${url} against ${where}`, linesOf(comparison)))
    .map((line) => paint(line, colour))
    .join('\n');
}

function linesOf(comparison: Comparison | null): readonly Line[] {
  if (comparison === null) return [[span(tooLittle, 'warn')]];
  const { text, style } = comparisonVerdicts[comparison.verdict];
  return [
    [span(text, style)],
    ...comparisonRows(comparison).map(
      ({ name, change, interval }): Line => [
        span(name.padEnd(5), 'dim'),
        span(change),
        span(` (${interval})`, 'dim'),
      ],
    ),
    [span(comparisonIntervals, 'dim')],
  ];
}
