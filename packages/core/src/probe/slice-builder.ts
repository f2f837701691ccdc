/** Counts the outcomes of journeys into one slice. */
import type { Counts } from '../statistics/counts.ts';
import { histogramBuilder, nearestRank } from './histogram.ts';
import { joinRuns, noRuns, runOf, sumErrorCounts } from './merge-slices.ts';
import type { ErrorKind, Slice, StepSlice } from './slice.ts';

/** One sent step of a journey; `error` is null when it was answered correctly. */
export type StepOutcome = {
  readonly step: string;
  readonly latencyMs: number;
  readonly error: ErrorKind | null;
};

/** One journey, or one user's request. */
export type JourneyOutcome = {
  /** From the intended time to the last byte, in milliseconds. */
  readonly latencyMs: number;
  readonly error: ErrorKind | null;
  /** Requests that were sent a second time. */
  readonly retried: number;
  /** How late the prober itself was, in milliseconds. */
  readonly lagMs: number;
  /** The steps that were sent; one that was not is not an event. */
  readonly steps: readonly StepOutcome[];
};

/** What identifies a slice. */
export type SliceIdentity = Pick<
  Slice,
  'service' | 'journey' | 'vantage' | 'startMs' | 'widthSeconds' | 'seq'
>;

export type SliceBuilder = {
  /** Outcomes must come in the order of their intended times; otherwise runs of bad ones are not what users felt. */
  readonly record: (outcome: JourneyOutcome) => void;
  readonly build: () => Slice;
};

/** A builder of the slice `identity`; answers slower than `thresholdMs` are bad for the latency SLI. */
export function sliceBuilder(identity: SliceIdentity, thresholdMs: number): SliceBuilder {
  const whole = answerCounter(thresholdMs);
  const steps = new Map<string, ReturnType<typeof answerCounter>>();
  const lagsMs: number[] = [];
  let badRuns = noRuns;
  let retried = 0;
  return {
    record: (outcome) => {
      whole.record(outcome);
      for (const step of outcome.steps) counterOf(steps, step.step, thresholdMs).record(step);
      lagsMs.push(outcome.lagMs);
      badRuns = joinRuns(badRuns, runOf(outcome.error !== null));
      retried += outcome.retried;
    },
    build: () => {
      const { leading, longest, trailing } = badRuns;
      const answers = whole.build();
      return {
        ...identity,
        ...answers,
        retried,
        badRuns: { leading, longest, trailing },
        lagP99Ms: p99Of(lagsMs),
        steps: [...steps].map(([step, counter]) => stepSlice(step, counter.build())),
      };
    },
  };
}

type Answers = Pick<Slice, 'availability' | 'latency' | 'errors' | 'histogram' | 'longestMs'>;

function answerCounter(thresholdMs: number) {
  const histogram = histogramBuilder();
  const errors = new Map<ErrorKind, number>();
  let total = 0;
  let good = 0;
  let fast = 0;
  let longestMs = 0;
  const counts = (ofThem: number): Counts => ({ good: ofThem, total });
  return {
    record: (answer: { readonly latencyMs: number; readonly error: ErrorKind | null }) => {
      histogram.add(answer.latencyMs);
      total += 1;
      longestMs = Math.max(longestMs, answer.latencyMs);
      if (answer.error !== null) {
        errors.set(answer.error, (errors.get(answer.error) ?? 0) + 1);
        return;
      }
      good += 1;
      if (answer.latencyMs <= thresholdMs) fast += 1;
    },
    build: (): Answers => ({
      availability: counts(good),
      latency: counts(fast),
      errors: sumErrorCounts([[...errors]]),
      histogram: histogram.build(),
      longestMs,
    }),
  };
}

function counterOf(
  counters: Map<string, ReturnType<typeof answerCounter>>,
  step: string,
  thresholdMs: number,
) {
  const counter = counters.get(step) ?? answerCounter(thresholdMs);
  counters.set(step, counter);
  return counter;
}

function stepSlice(step: string, answers: Answers): StepSlice {
  return { step, counts: answers.availability, histogram: answers.histogram };
}

function p99Of(valuesMs: readonly number[]): number {
  const sorted = valuesMs.toSorted((a, b) => a - b);
  return sorted[nearestRank(sorted.length, 0.99) - 1] ?? 0;
}
