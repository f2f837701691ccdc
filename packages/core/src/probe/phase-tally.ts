/** Where the time of many requests went, by phase. */
import { emptyHistogram, type Histogram, histogramBuilder } from './histogram.ts';

/** In the order in which they happen to a request. `lag`: the prober's own lateness, not part of the service's time. */
export const phaseNames = ['lag', 'dns', 'connect', 'tls', 'firstByte', 'transfer'] as const;

export type PhaseName = (typeof phaseNames)[number];

/** Milliseconds; `null`: it did not happen (a reused connection does not connect) or was not reached. */
export type PhaseTimes = Readonly<Record<PhaseName, number | null>>;

/** One phase: how many requests had it, how long it took in total, and the distribution. */
export type PhaseTally = { readonly requests: number; readonly sumMs: number; readonly histogram: Histogram };

export type PhaseTallies = Readonly<Record<PhaseName, PhaseTally>>;

export type PhaseTallyBuilder = {
  readonly add: (times: PhaseTimes) => void;
  readonly build: () => PhaseTallies;
};

const nothing: PhaseTally = { requests: 0, sumMs: 0, histogram: emptyHistogram };

/** The neutral element of `mergePhases`. */
export const noPhases: PhaseTallies = tallies(() => nothing);

export function phaseTallyBuilder(): PhaseTallyBuilder {
  const counters = tallies(() => ({ requests: 0, sumMs: 0, histogram: histogramBuilder() }));
  return {
    add: (times) => {
      for (const name of phaseNames) {
        const [counter, ms] = [counters[name], times[name]];
        if (ms === null) continue;
        counter.requests += 1;
        counter.sumMs += ms;
        counter.histogram.add(ms);
      }
    },
    build: () => tallies((name) => ({ ...counters[name], histogram: counters[name].histogram.build() })),
  };
}

/** Associative and commutative, except for the rounding of sums. */
export function mergePhases(a: PhaseTallies, b: PhaseTallies): PhaseTallies {
  return tallies((name) => {
    const histogram = histogramBuilder();
    histogram.merge(a[name].histogram);
    histogram.merge(b[name].histogram);
    return {
      requests: a[name].requests + b[name].requests,
      sumMs: a[name].sumMs + b[name].sumMs,
      histogram: histogram.build(),
    };
  });
}

function tallies<T>(of: (name: PhaseName) => T): Readonly<Record<PhaseName, T>> {
  return {
    lag: of('lag'),
    dns: of('dns'),
    connect: of('connect'),
    tls: of('tls'),
    firstByte: of('firstByte'),
    transfer: of('transfer'),
  };
}
