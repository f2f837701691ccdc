/** How much of a period a prober saw, and since when it has been silent: what was not measured proves nothing. */

import type { Interval } from '../ports.ts';
import { sliceRules } from '../probe/read-slices.ts';
import type { LedgerSlice } from '../probe/slice.ts';
import { membership } from '../slo/exclusions.ts';
import { dayMs, minuteMs, secondMs } from '../time/durations.ts';
import type { JourneyCoverage } from './journey-coverage.ts';

export type CoverageFrame = {
  readonly journey: JourneyCoverage['journey'];
  readonly period: Interval;
  /** Time in which nothing needs to be measured. */
  readonly excluded: readonly Interval[];
  readonly ratePerSecond: number;
  readonly maxLagMs: number;
  readonly minCoverage: number;
};

export type CoveragePass = {
  /** Trusted slices of the journey, in any order; those outside the period change nothing. */
  readonly add: (slice: LedgerSlice) => void;
  /** `untilMs`: the end of the period, if it turned out to be earlier than planned. */
  readonly result: (untilMs?: number) => JourneyCoverage;
};

/** Periods up to this length are examined second by second, longer ones minute by minute. */
const longestBySecondMs = 2 * dayMs;

/** Slices may still be on their way, and a restarted prober leaves a gap: a shorter gap is not worth reporting. */
const shortMs = 180_000;

/** Takes one byte for each second or minute of the period. */
export function coveragePass(frame: CoverageFrame): CoveragePass {
  const { fromMs, toMs } = frame.period;
  const unitMs = toMs - fromMs <= longestBySecondMs ? secondMs : minuteMs;
  const seen = new Uint8Array(Math.max(0, Math.ceil((toMs - fromMs) / unitMs)));
  return {
    add: ({ startMs, widthSeconds, availability }) => {
      const { minEvents } = sliceRules(frame.ratePerSecond, widthSeconds, frame.maxLagMs);
      if (availability.total < minEvents) return;
      const from = Math.max(0, Math.floor((startMs - fromMs) / unitMs));
      const to = Math.ceil((startMs + widthSeconds * secondMs - fromMs) / unitMs);
      if (to > from) seen.fill(1, from, to);
    },
    result: (untilMs = toMs) => {
      const isExcluded = membership(frame.excluded);
      const marks = { asked: 0, covered: 0 };
      const gaps = gapFinder();
      const asked = Math.max(0, Math.ceil((untilMs - fromMs) / unitMs));
      for (const [index, mark] of seen.subarray(0, asked).entries()) {
        const atMs = fromMs + index * unitMs;
        if (isExcluded(atMs)) continue;
        marks.asked += 1;
        marks.covered += mark;
        gaps.add(atMs, mark === 1);
      }
      const ratio = marks.asked === 0 ? 1 : marks.covered / marks.asked;
      return { journey: frame.journey, ratio, minimum: frame.minCoverage, ...gaps.end(untilMs) };
    },
  };
}

/** Finds gaps without a slice, each up to the next covered moment, or the end. */
function gapFinder() {
  let beganMs: number | null = null;
  let longestGap: Interval | null = null;
  const close = (toMs: number): Interval | null => {
    const gap = beganMs === null || toMs - beganMs < shortMs ? null : { fromMs: beganMs, toMs };
    if (gap !== null && (longestGap === null || lengthOf(gap) > lengthOf(longestGap))) longestGap = gap;
    beganMs = null;
    return gap;
  };
  return {
    add: (atMs: number, isSeen: boolean): void => {
      if (isSeen) close(atMs);
      else beganMs ??= atMs;
    },
    end: (toMs: number): Pick<JourneyCoverage, 'silentSinceMs' | 'longestGap'> => {
      const silent = close(toMs);
      return { silentSinceMs: silent?.fromMs ?? null, longestGap };
    },
  };
}

function lengthOf({ fromMs, toMs }: Interval): number {
  return toMs - fromMs;
}
