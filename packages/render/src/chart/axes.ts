/** Where axes begin and end, and where their ticks are. */
import { formatCount } from '../format.ts';
import type { Point } from './timeline-series.ts';

export type Range = { readonly min: number; readonly max: number };

const emptyLatency: Range = { min: 1, max: 1000 };

/** Whole powers of ten around all values (ms > 0) and the threshold. */
export function latencyRange(points: readonly Point[], thresholdMs: number | null): Range {
  const values = points.flatMap(([, value]) => (value === null ? [] : [value]));
  if (values.length === 0) return emptyLatency;
  const [low, high] = extremes(thresholdMs === null || thresholdMs <= 0 ? values : [...values, thresholdMs]);
  const min = 10 ** Math.floor(Math.log10(low));
  return { min, max: Math.max(min * 10, 10 ** Math.ceil(Math.log10(high))) };
}

/** From 0 (or below, in whole budgets, if it is overspent) to the whole budget. */
export function budgetRange(points: readonly Point[]): Range {
  const [low] = extremes([0, ...points.map(([, value]) => value ?? 0)]);
  return { min: Math.floor(low), max: 1 };
}

/** From 0 to the worst second, at least 1. */
export function badRange(points: readonly Point[]): Range {
  const [, high] = extremes([1, ...points.map(([, value]) => value ?? 0)]);
  return { min: 0, max: high };
}

function extremes(values: readonly number[]): readonly [low: number, high: number] {
  return values.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)] as const, [
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ] as const);
}

const niceSeconds = [
  ...[1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200],
  ...[3, 6, 12, 24, 48, 120, 240, 720].map((hours) => hours * 3600),
] as const;

/** The smallest round interval that needs at most `most` ticks; `spanSeconds / most` beyond a month. */
export function tickSeconds(spanSeconds: number, most: number): number {
  return niceSeconds.find((seconds) => spanSeconds / seconds <= most) ?? spanSeconds / most;
}

/** `0.1 ms`, `100 ms`, `10 s`: whole powers of ten. */
export function tickMs(ms: number): string {
  return ms >= 1000 ? `${formatCount(ms / 1000)} s` : `${formatCount(ms)} ms`;
}
