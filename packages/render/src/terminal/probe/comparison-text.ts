/** Whether a URL is slower than it was, in words and numbers. */
import type { Comparison } from '@garbageday/core/report/compare-probes.ts';
import { formatMs, formatPlural, formatRatio } from '../../format.ts';
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
  if (comparison === null)
    return [
      [
        span(
          `Too little was measured to tell: at least ${formatPlural(8, 'second')} on either side.`,
          'warn',
        ),
      ],
    ];
  const { text, style } = comparisonVerdicts[comparison.verdict];
  const { before, now, interval } = comparison.bad;
  return [
    [span(text, style)],
    ...comparison.quantiles.map(
      ({ q, beforeMs, nowMs, ratio, interval: { low, high } }): Line => [
        span(`p${q * 100}`.padEnd(5), 'dim'),
        span(`${formatMs(beforeMs)} → ${formatMs(nowMs)}, ${ratio.toFixed(2)}×`),
        span(` (${low.toFixed(2)}–${high.toFixed(2)}×)`, 'dim'),
      ],
    ),
    [
      span('bad  ', 'dim'),
      span(`${formatRatio(before)} → ${formatRatio(now)}`),
      span(` (${points(interval.low)} to ${points(interval.high)} points)`, 'dim'),
    ],
    [span('Intervals of 95% for all four together, from a block bootstrap.', 'dim')],
  ];
}

function points(difference: number): string {
  const text = (Math.abs(difference) * 100).toFixed(2);
  return `${difference < 0 ? '\u2212' : '+'}${text}`;
}
