/**
 * Whether a process takes more and more memory. A warm-up, a collector's saw and a heap that finds its size look like a leak for a while,
 * and the Mann–Kendall test alone takes them for one (F. Machida et al., Software Aging and Rejuvenation, 2013): so the warm-up is left
 * out, only the lows count, the growth must be large, and it must not level off.
 */
import { mannKendall, theilSen } from '../statistics/trend.ts';

/** `bytes`: resident. */
export type MemorySample = { readonly atMs: number; readonly bytes: number };

export type MemoryGrowth = { readonly fromBytes: number; readonly toBytes: number; readonly overMs: number };

export type GrowthTiming = {
  /** Nothing counts before that, from the first sample on. */
  readonly warmUpMs: number;
  /** Of each such stretch the low counts: what is left after a collection. */
  readonly stretchMs: number;
};

export const usualGrowthTiming: GrowthTiming = { warmUpMs: 20_000, stretchMs: 5_000 };

/** Fewer stretches say nothing. */
const leastStretches = 10;

/** One in a thousand where there is no trend. */
const zOfTrend = 3.09;

/** 99%, one-sided. */
const zOfSlope = 2.326;

const leastBytes = 16 * 1024 * 1024;
const leastShare = 0.2;

/** The second half must grow at least so fast, as a share of the first. */
const leastPace = 0.5;

/** `null`: too little was seen to say anything. */
export function memoryGrowth(
  samples: readonly MemorySample[],
  timing: GrowthTiming = usualGrowthTiming,
): 'none' | MemoryGrowth | null {
  const lows = lowsOf(samples, timing);
  const [first, last] = [lows[0], lows.at(-1)];
  if (first === undefined || last === undefined || lows.length < leastStretches) return null;
  const steps = lows.length - 1;
  const surely = theilSen(lows, zOfSlope).low * steps;
  const isLarge = surely >= leastBytes && surely >= first * leastShare;
  if (mannKendall(lows).z < zOfTrend || !isLarge || levelsOff(lows)) return 'none';
  return { fromBytes: first, toBytes: last, overMs: steps * timing.stretchMs };
}

/** Whole stretches only. */
function lowsOf(samples: readonly MemorySample[], { warmUpMs, stretchMs }: GrowthTiming): readonly number[] {
  const [first] = samples;
  const last = samples.at(-1);
  if (first === undefined || last === undefined) return [];
  const fromMs = first.atMs + warmUpMs;
  const whole = Math.floor((last.atMs - fromMs) / stretchMs);
  const stretches = Array.from({ length: Math.max(0, whole) }, (_, index) => {
    const startMs = fromMs + index * stretchMs;
    const within = samples.filter(({ atMs }) => atMs >= startMs && atMs < startMs + stretchMs);
    return within.length === 0 ? null : Math.min(...within.map(({ bytes }) => bytes));
  });
  // Stretches without a sample would bend the line.
  return stretches.every((low) => low !== null) ? stretches : [];
}

function levelsOff(lows: readonly number[]): boolean {
  const middle = Math.floor(lows.length / 2);
  const pace = (part: readonly number[]) => theilSen(part, zOfSlope).slope;
  return pace(lows.slice(middle)) < pace(lows.slice(0, middle)) * leastPace;
}
