/** What a run has measured since its start, as the counters of a monitor: they only grow. */
import type { SloConfiguration } from '@garbageday/core/configuration.ts';
import type { JourneyRole } from '@garbageday/core/probe/journey.ts';
import { isTrusted } from '@garbageday/core/probe/read-slices.ts';
import type { ErrorKind, LedgerSlice } from '@garbageday/core/probe/slice.ts';
import type { Counts } from '@garbageday/core/statistics/counts.ts';
import { addHistogram, type Bucketed, bucketBoundsMs, bucketIndex, emptyBuckets } from './latency-buckets.ts';
import type { Mark } from './mark.ts';
import { type MeasuredSlo, sloMeasurements } from './slo-measurements.ts';

export type MeasuredJourney = {
  readonly name: string;
  readonly role: JourneyRole;
  readonly ended: Counts;
  readonly errors: ReadonlyMap<ErrorKind, number>;
  readonly retried: number;
  readonly latency: Bucketed;
  /** The latest of each latency bucket that was measured during an experiment; the value is in milliseconds. */
  readonly slowest: ReadonlyMap<number, Mark>;
  /** The latest of each reason; the value is how many failed so in that second. */
  readonly failed: ReadonlyMap<ErrorKind, Mark>;
  readonly lagP99Ms: number | null;
  readonly voidSlices: number;
};

/** At one moment; plain data. */
export type Measured = {
  readonly service: string;
  readonly boundsMs: readonly number[];
  readonly journeys: readonly MeasuredJourney[];
  readonly slos: readonly MeasuredSlo[];
};

export type MeasuredPlan = {
  readonly service: string;
  readonly journeys: readonly {
    readonly name: string;
    readonly role: JourneyRole;
    readonly latencyThresholdMs: number;
  }[];
  readonly slos: readonly SloConfiguration[];
  /** The prober's lag above which a slice of a judge is void. */
  readonly maxLagMs: number;
};

export type Measurements = {
  /** `experimentId`: whose fault was at work in that second; null: none. */
  readonly add: (slice: LedgerSlice, experimentId: string | null) => void;
  readonly read: (nowMs: number) => Measured;
};

export function measurements({ service, journeys, slos, maxLagMs }: MeasuredPlan): Measurements {
  const boundsMs = bucketBoundsMs(journeys.map(({ latencyThresholdMs }) => latencyThresholdMs));
  const known = new Map(journeys.map(({ name, role }) => [name, nothingOf({ name, role }, boundsMs)]));
  const objectives = slos.map((slo) => sloMeasurements(slo));
  return {
    add: (slice, experimentId) => {
      const before = known.get(slice.journey);
      if (before === undefined) return;
      const trusted = isTrusted(slice, before.role, maxLagMs);
      known.set(slice.journey, added(before, slice, { boundsMs, experimentId, isVoid: !trusted }));
      if (trusted) for (const objective of objectives) objective.add(slice, experimentId);
    },
    read: (nowMs) => ({
      ...{ service, boundsMs },
      journeys: [...known.values()],
      slos: objectives.map(({ read }) => read(nowMs)),
    }),
  };
}

function nothingOf(
  journey: Pick<MeasuredJourney, 'name' | 'role'>,
  boundsMs: readonly number[],
): MeasuredJourney {
  return {
    ...journey,
    ended: { good: 0, total: 0 },
    errors: new Map(),
    retried: 0,
    latency: emptyBuckets(boundsMs),
    slowest: new Map(),
    failed: new Map(),
    lagP99Ms: null,
    voidSlices: 0,
  };
}

type Circumstances = {
  readonly boundsMs: readonly number[];
  readonly experimentId: string | null;
  readonly isVoid: boolean;
};

function added(
  before: MeasuredJourney,
  slice: LedgerSlice,
  { boundsMs, experimentId, isVoid }: Circumstances,
): MeasuredJourney {
  const { availability, errors, retried, histogram, lagP99Ms } = slice;
  const counted = new Map(before.errors);
  for (const [kind, count] of errors) counted.set(kind, (counted.get(kind) ?? 0) + count);
  return {
    ...before,
    ended: {
      good: before.ended.good + availability.good,
      total: before.ended.total + availability.total,
    },
    errors: counted,
    retried: before.retried + retried,
    latency: addHistogram(before.latency, histogram, boundsMs),
    ...(experimentId === null ? {} : marked(before, slice, { boundsMs, experimentId })),
    lagP99Ms,
    voidSlices: before.voidSlices + (isVoid ? 1 : 0),
  };
}

/** The slowest answer of the second stands for its bucket, and its failures for their reasons. */
function marked(
  { slowest, failed }: MeasuredJourney,
  { longestMs, startMs, availability, errors }: LedgerSlice,
  { boundsMs, experimentId }: { readonly boundsMs: readonly number[]; readonly experimentId: string },
): Pick<MeasuredJourney, 'slowest' | 'failed'> {
  if (availability.total === 0) return { slowest, failed };
  const mark = (value: number): Mark => ({ experimentId, value, atMs: startMs });
  const reasons = errors.map(([kind, count]) => [kind, mark(count)] as const);
  return {
    slowest: new Map(slowest).set(bucketIndex(longestMs, boundsMs), mark(longestMs)),
    failed: new Map([...failed, ...reasons]),
  };
}
