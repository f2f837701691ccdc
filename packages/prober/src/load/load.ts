/** An open-loop load: sends on schedule whatever comes back, and reports what came back in slices. */
import type { Random } from '@garbageday/core/ports.ts';
import type { ProberOptions, ProberTotals } from '../messages.ts';
import { openLoop } from '../schedule/open-loop.ts';
import type { Timer } from '../schedule/timer.ts';
import { type Ended, type SliceListener, sliceSeries } from './slice-series.ts';

/** How one journey went; `unsent`: this machine could not send it, so it is not an event. */
export type Attempt =
  | { readonly kind: 'ended'; readonly ended: Ended }
  | { readonly kind: 'unsent'; readonly cause: Error };

export type LoadPlan = {
  readonly options: ProberOptions;
  readonly timer: Timer;
  /** Draws where in its interval each journey starts. */
  readonly jitter: Random;
  /**
   * At most this many are in flight: any more count as a `timeout` at once, so that a dead service does not use up
   * memory.
   */
  readonly maxInFlight: number;
  /** Sends one journey; `index` counts from 0. A rejection is a bug and is not caught. */
  readonly attempt: (intendedMs: number, index: number) => Promise<Attempt>;
  /** Called when everything has ended. */
  readonly close: () => void;
};

/** A running load. */
export type Prober = {
  /** How long the oldest unfinished journey has been in flight, from its intended time; 0 if there is none. */
  readonly oldestWaitMs: () => number;
  /** Stops sending, lets what is in flight end, emits the last slices, and resolves to the totals. Idempotent. */
  readonly stop: () => Promise<ProberTotals>;
};

/**
 * Starts at the next full second, so that no two runs of a vantage share a second; at once if it is being watched. A
 * journey that this process is more than the timeout late to send (it was suspended, say) is left out: no user waits
 * that long, a burst would harm the service, and a slice without events shows it.
 */
export function startLoad(plan: LoadPlan, onSlice: SliceListener): Prober {
  const { options, timer } = plan;
  const startMs = options.pulseMs === undefined ? Math.ceil(timer.now() / 1000) * 1000 : timer.now();
  const series = sliceSeries(seriesPlan(plan, startMs), onSlice);
  const crowd = crowdOf(plan);
  const advance = () => series.advance(Math.min(timer.now(), journeys.nextMs()));
  const journeys = openLoop(
    { startMs, ratePerSecond: options.ratePerSecond, jitter: plan.jitter.next },
    timer,
    (intendedMs) => {
      const lagMs = timer.now() - intendedMs;
      if (lagMs <= options.timeoutMs) crowd.enter(intendedMs, lagMs, series.open(intendedMs));
      advance();
    },
  );
  const everySlice = {
    startMs: Math.ceil(startMs / 1000) * 1000,
    ratePerSecond: 1 / options.sliceSeconds,
    jitter: () => 0,
  };
  const borders = openLoop(everySlice, timer, advance);
  let stopping: Promise<ProberTotals> | null = null;
  const stop = async () => {
    journeys.stop();
    borders.stop();
    const stoppedMs = timer.now();
    series.advance(stoppedMs);
    await crowd.leave();
    plan.close();
    return series.finish(stoppedMs);
  };
  return {
    oldestWaitMs: () => {
      const oldestMs = crowd.oldestMs();
      return oldestMs === null ? 0 : Math.max(0, timer.now() - oldestMs);
    },
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
  };
}

function seriesPlan({ options }: LoadPlan, firstMs: number) {
  const { service, journey, vantage, sliceSeconds: widthSeconds, seq = 0 } = options;
  const identity = { service, journey: journey.name, vantage, widthSeconds, seq };
  return { identity, thresholdMs: options.latencyThresholdMs, firstMs };
}

/** The journeys in flight, at most `maxInFlight`. */
function crowdOf(plan: LoadPlan) {
  const empty = Promise.withResolvers<void>();
  const warnOnce = warner(plan.options.journey.name);
  /** In start order: the first is the oldest. */
  const inFlight = new Map<number, number>();
  let nextIndex = 0;
  let isLeaving = false;
  const run = async (intendedMs: number, onEnd: (ended: Ended | null) => void) => {
    const index = nextIndex++;
    inFlight.set(index, intendedMs);
    const attempt = await plan.attempt(intendedMs, index);
    inFlight.delete(index);
    if (attempt.kind === 'unsent') warnOnce(attempt.cause);
    onEnd(attempt.kind === 'ended' ? attempt.ended : null);
    if (isLeaving && inFlight.size === 0) empty.resolve();
  };
  return {
    oldestMs: (): number | null => inFlight.values().next().value ?? null,
    enter: (intendedMs: number, lagMs: number, onEnd: (ended: Ended | null) => void) => {
      if (inFlight.size >= plan.maxInFlight) onEnd(crowdedOut(plan.options.timeoutMs, lagMs));
      else void run(intendedMs, onEnd);
    },
    leave: () => {
      isLeaving = true;
      if (inFlight.size === 0) empty.resolve();
      return empty.promise;
    },
  };
}

/** The maximum is in flight already: one more would have timed out as well. */
function crowdedOut(timeoutMs: number, lagMs: number): Ended {
  return { latencyMs: timeoutMs, error: 'timeout', retried: 0, lagMs, steps: [], acknowledged: 0 };
}

function warner(journey: string): (cause: Error) => void {
  let hasWarned = false;
  return (cause) => {
    if (hasWarned) return;
    hasWarned = true;
    process.emitWarning(`the ${journey} load cannot keep its rate: ${cause.message}; raise "ulimit -n"?`);
  };
}
