/** What a probe measured over time, for a chart: as many points as one can show, and when nothing counted. */
import type { Interval } from '../ports.ts';
import type { ProbedTarget, ProbeReport } from './probe-report.ts';
import type { TimelinePoint } from './report.ts';
import { periodPoints, timelineBuilder } from './timeline.ts';

export type ProbeTimeline = {
  /** What every point covers, in milliseconds. */
  readonly stepMs: number;
  /** Ascending, of the slices that count alone; their budget means nothing here. */
  readonly points: readonly Omit<TimelinePoint, 'budgetRemaining'>[];
  /** Points with seconds that do not count, as the prober itself was late; neighbours joined. */
  readonly late: readonly Interval[];
};

/** At most 600 points, a second or a round number of them each. */
export function probeTimeline(
  { slices, trusted }: Pick<ProbedTarget, 'slices' | 'trusted'>,
  run: Pick<ProbeReport, 'fromMs' | 'toMs'>,
): ProbeTimeline {
  const { interval, stepMs } = periodPoints(spanOf(slices, run));
  const builder = timelineBuilder(interval, stepMs);
  for (const slice of trusted) builder.add(slice, 0);
  const counted = new Set(trusted);
  const indices = slices
    .filter((slice) => !counted.has(slice))
    .map(({ startMs }) => Math.floor((startMs - interval.fromMs) / stepMs));
  const late = runsOf([...new Set(indices)].toSorted((a, b) => a - b)).map(([first, last]) => ({
    fromMs: interval.fromMs + first * stepMs,
    toMs: interval.fromMs + (last + 1) * stepMs,
  }));
  return { stepMs, points: builder.build(null, 0), late };
}

/** Of several URLs some are probed already while the others still start. */
function spanOf(slices: ProbedTarget['slices'], run: Pick<ProbeReport, 'fromMs' | 'toMs'>): Interval {
  return slices.reduce<Interval>(
    ({ fromMs, toMs }, { startMs }) => ({
      fromMs: Math.min(fromMs, startMs),
      toMs: Math.max(toMs, startMs + 1),
    }),
    { fromMs: run.fromMs, toMs: run.toMs },
  );
}

type Run = readonly [first: number, last: number];

/** Neighbours as one: [1, 2, 3, 7] are [1, 3] and [7, 7]. */
function runsOf(ascending: readonly number[]): readonly Run[] {
  const runs: Run[] = [];
  for (const index of ascending) {
    const [first, last] = runs.at(-1) ?? [];
    if (first !== undefined && last === index - 1) runs[runs.length - 1] = [first, index];
    else runs.push([index, index]);
  }
  return runs;
}
