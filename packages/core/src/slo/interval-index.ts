/** Which of many intervals contain a moment: found by bisection, so that it is fast enough for a month of slices. */
import type { Interval } from '../ports.ts';

/** Indices into the given intervals, ascending. Intervals are half-open and may overlap. */
export type IntervalIndex = (atMs: number) => readonly number[];

const none: readonly number[] = [];

/** Between two neighbouring edges the answer is always the same, so it is computed once. */
export function intervalIndex(intervals: readonly Interval[]): IntervalIndex {
  const edges = [...new Set(intervals.flatMap(({ fromMs, toMs }) => [fromMs, toMs]))].sort((a, b) => a - b);
  const holders = edges.map((edge) =>
    intervals.flatMap(({ fromMs, toMs }, index) => (edge >= fromMs && edge < toMs ? [index] : [])),
  );
  return (atMs) => holders[lastAtOrBefore(edges, atMs)] ?? none;
}

/** The index of the last edge that is not after `atMs`; −1 if all are. */
function lastAtOrBefore(edges: readonly number[], atMs: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const edge = edges[middle];
    if (edge !== undefined && edge <= atMs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
