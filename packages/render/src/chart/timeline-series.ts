/** The timeline as a chart draws it: in seconds since the start, with few enough points, and the ranges they span. */
import type { JourneyRole } from '@garbageday/core/probe/journey.ts';
import type { Report, TimelinePoint } from '@garbageday/core/report/report.ts';

/** `[seconds since the start, value]`; `null` is a gap in the line. */
export type Point = readonly [seconds: number, value: number | null];

export type TimelineSeries = {
  readonly p50: readonly Point[];
  readonly p99: readonly Point[];
  /** Only points at which something failed. */
  readonly bad: readonly Point[];
  readonly widthSeconds: number;
  readonly budget: readonly Point[];
  readonly spanSeconds: number;
  readonly badTotal: number;
  readonly hasTraffic: boolean;
};

/** More points than this would be drawn on top of each other. */
const mostPoints = 600;
/** A logarithmic axis has no 0. */
const leastMs = 0.1;

export function timelineSeries(report: Report, role: JourneyRole = 'load'): TimelineSeries {
  const { users, probe } = report.timeline;
  const points = thinned(role === 'load' ? users : probe, mostPoints);
  const width = widthMs(points);
  // A point covers a whole interval and is drawn at its middle; values that hold at its end are drawn at the end.
  const at = ({ atMs }: TimelinePoint, share: number) => (atMs + share * width - report.fromMs) / 1000;
  const latency = (ms: number | null) => (ms === null || !Number.isFinite(ms) ? null : Math.max(leastMs, ms));
  return {
    p50: points.map((point) => [at(point, 0.5), latency(point.p50)]),
    p99: points.map((point) => [at(point, 0.5), latency(point.p99)]),
    bad: points.flatMap((point) => (point.bad > 0 ? [[at(point, 0.5), point.bad] as const] : [])),
    widthSeconds: width / 1000,
    budget: points.map((point) => [at(point, 1), point.budgetRemaining]),
    spanSeconds: Math.max(1, (report.toMs - report.fromMs) / 1000),
    badTotal: points.reduce((sum, { bad }) => sum + bad, 0),
    hasTraffic: points.some(({ total }) => total > 0),
  };
}

function widthMs(points: readonly TimelinePoint[]): number {
  const [first, second] = points;
  return first === undefined || second === undefined ? 1000 : Math.max(1, second.atMs - first.atMs);
}

/** Joins neighbours until at most `most` are left; latencies keep the worst value, so that no spike disappears. */
export function thinned(points: readonly TimelinePoint[], most: number): readonly TimelinePoint[] {
  const size = Math.ceil(points.length / most);
  if (size <= 1) return points;
  return Array.from({ length: Math.ceil(points.length / size) }, (_, index) =>
    points.slice(index * size, (index + 1) * size),
  ).flatMap((chunk) => {
    const [first, last] = [chunk[0], chunk.at(-1)];
    return first === undefined || last === undefined ? [] : [joined(first, last, chunk)];
  });
}

function joined(first: TimelinePoint, last: TimelinePoint, chunk: readonly TimelinePoint[]): TimelinePoint {
  return {
    atMs: first.atMs,
    total: chunk.reduce((sum, { total }) => sum + total, 0),
    bad: chunk.reduce((sum, { bad }) => sum + bad, 0),
    p50: worst(chunk.map(({ p50 }) => p50)),
    p99: worst(chunk.map(({ p99 }) => p99)),
    budgetRemaining: last.budgetRemaining,
  };
}

function worst(values: readonly (number | null)[]): number | null {
  return values.reduce(
    (most, value) => (value !== null && (most === null || value > most) ? value : most),
    null,
  );
}
