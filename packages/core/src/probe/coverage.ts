/** Was the prober looking? Which slices of an interval are there and can be trusted. */
import type { Interval } from '../ports.ts';
import type { JourneyRole } from './journey.ts';
import type { LedgerSlice } from './slice.ts';

/** When a slice counts. */
export type SliceRules = {
  readonly widthMs: number;
  /** The prober's lag p99, in milliseconds, above which a slice is void. */
  readonly maxLagMs: number;
  /** With fewer events the prober did not do its work. */
  readonly minEvents: number;
};

export type Coverage = {
  /** Slices that should start in the interval. */
  readonly expected: number;
  /** Intervals of which a slice is there that counts. */
  readonly covered: number;
  /** Covered ÷ expected, 0–1; 0 when nothing can be expected, as nothing can be said. */
  readonly ratio: number;
  /** The slices that count, in order of time. */
  readonly slices: readonly LedgerSlice[];
};

/** The prober itself was late: what such a slice says is not about the service. */
export function isVoid(slice: LedgerSlice, maxLagMs: number): boolean {
  return slice.lagP99Ms > maxLagMs;
}

/** Whether a slice counts: always that of a load, which judges nothing, and that of a judge that was not late itself. */
export function isTrusted(slice: LedgerSlice, role: JourneyRole, maxLagMs: number): boolean {
  return role === 'load' || !isVoid(slice, maxLagMs);
}

/**
 * The rules for a prober of this rate. A slice without an event is the prober's fault, and counts against coverage like
 * a void or a missing one, unless the prober is so slow that an empty slice is to be expected.
 */
export function sliceRules(ratePerSecond: number, widthSeconds: number, maxLagMs: number): SliceRules {
  const minEvents = ratePerSecond * widthSeconds >= 2 ? 1 : 0;
  return { widthMs: widthSeconds * 1_000, maxLagMs, minEvents };
}

/** The slices of the interval that count, and how much of it they cover. */
export function coverageOf(slices: readonly LedgerSlice[], interval: Interval, rules: SliceRules): Coverage {
  const counted = slices
    .filter((slice) => slice.startMs >= interval.fromMs && slice.startMs < interval.toMs)
    .filter((slice) => !isVoid(slice, rules.maxLagMs) && slice.availability.total >= rules.minEvents)
    .toSorted((a, b) => a.startMs - b.startMs);
  const covered = new Set(counted.map((slice) => slice.startMs)).size;
  const expected = slicesIn(interval, rules.widthMs);
  return { expected, covered, ratio: expected === 0 ? 0 : Math.min(1, covered / expected), slices: counted };
}

/** The slices of one width that start in the interval: multiples of the width. */
function slicesIn({ fromMs, toMs }: Interval, widthMs: number): number {
  return Math.max(0, Math.ceil(toMs / widthMs) - Math.ceil(fromMs / widthMs));
}

/** The smallest interval of whole slices that holds the given one. */
export function alignOutwards({ fromMs, toMs }: Interval, widthMs: number): Interval {
  return { fromMs: Math.floor(fromMs / widthMs) * widthMs, toMs: Math.ceil(toMs / widthMs) * widthMs };
}
