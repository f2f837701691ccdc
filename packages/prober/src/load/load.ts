/** An open-loop load: sends on schedule whatever comes back, and says what came back in slices. */
import type { Random } from '@garbageday/core/ports.ts';
import type { ProberOptions, ProberTotals } from '../messages.ts';
import { openLoop } from '../schedule/open-loop.ts';
import type { Timer } from '../schedule/timer.ts';
import { type Ended, type SliceListener, sliceSeries } from './slice-series.ts';

/** How one journey went; `unsent`: this machine could not send it, which is no event. */
export type Attempt =
  | { readonly kind: 'ended'; readonly ended: Ended }
  | { readonly kind: 'unsent'; readonly cause: Error };

export type LoadPlan = {
  readonly options: ProberOptions;
  readonly timer: Timer;
  /** Draws where in its interval each journey falls. */
  readonly jitter: Random;
  /** More than this many are never under way: one too many is a `timeout` at once, so a dead service eats no memory. */
  readonly maxInFlight: number;
  /** Sends one journey; `index` counts from 0. A rejection is a bug and is not caught. */
  readonly attempt: (intendedMs: number, index: number) => Promise<Attempt>;
  /** When all has ended. */
  readonly close: () => void;
};

/** A running load. */
export type Prober = {
  /** How long the oldest journey that has not ended is under way, from its intended time; 0 when none is. */
  readonly oldestWaitMs: () => number;
  /** Sends nothing more, lets what is in flight end, says the last slices, and resolves to the totals. Idempotent. */
  readonly stop: () => Promise<ProberTotals>;
};

/**
 * Starts at the next full second, so that no two runs of a vantage share a second. A journey that this process was too
 * late to send by more than the timeout (it was suspended, say) is left out: nobody waits that long, a burst would harm
 * the service, and a slice without events says so.
 */
export function startLoad(plan: LoadPlan, onSlice: SliceListener): Prober {
  const { options, timer } = plan;
  const startMs = Math.ceil(timer.now() / 1000) * 1000;
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
  const everySlice = { startMs, ratePerSecond: 1 / options.sliceSeconds, jitter: () => 0 };
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

/** Those under way, at most so many. */
function crowdOf(plan: LoadPlan) {
  const empty = Promise.withResolvers<void>();
  const warnOnce = warner(plan.options.journey.name);
  /** In the order in which they began: the first is the oldest. */
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

/** As many as may wait are waiting already: one more would have waited as long. */
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
