/**
 * A month of the probe's one-minute slices, each from sixty latencies of its own, so that quantiles can be compared
 * with the samples themselves. Kills, incidents and their effects are those of the generated month (bench/month).
 */

import type { Random } from '@garbageday/core/ports.ts';
import type { Slice } from '@garbageday/core/probe/slice.ts';
import { type JourneyOutcome, sliceBuilder } from '@garbageday/core/probe/slice-builder.ts';
import { minuteMs } from '@garbageday/core/time/durations.ts';
import { seededRandom, seedOf } from '@garbageday/core/time/random.ts';
import type { MonthStory, Weather } from '../month/month-story.ts';

const probesAMinute = 60;
const thresholdMs = 300;
const calm: Weather = { bad: 0, slow: 0 };

export type SampledMinute = { readonly slice: Slice; readonly latenciesMs: readonly number[] };

/** Ascending, one a minute. The same story gives the same samples. */
export function* sampledMonth(story: MonthStory): Iterable<SampledMinute> {
  for (let startMs = story.fromMs; startMs < story.toMs; startMs += minuteMs) {
    const random = seededRandom(seedOf(story.seed, 'sample', String(startMs)));
    const weather = story.weather.get(startMs) ?? calm;
    const outcomes = Array.from({ length: probesAMinute }, () => outcome({ startMs, weather, random }));
    yield {
      slice: sliceOf(story, startMs, outcomes),
      latenciesMs: outcomes.map(({ latencyMs }) => latencyMs),
    };
  }
}

function sliceOf(story: MonthStory, startMs: number, outcomes: readonly JourneyOutcome[]): Slice {
  const { service } = story.configuration;
  const identity = { service, journey: 'probe', vantage: 'local', startMs, widthSeconds: 60, seq: 0 };
  const builder = sliceBuilder(identity, thresholdMs);
  outcomes.forEach(builder.record);
  return builder.build();
}

type Minute = { readonly startMs: number; readonly weather: Weather; readonly random: Random };

/** One journey of three steps; latencies are lognormal around a median that depends on the hour of the day. */
function outcome({ startMs, weather, random }: Minute): JourneyOutcome {
  const busy = 0.5 - 0.5 * Math.cos((((startMs / 3_600_000) % 24) - 3) * (Math.PI / 12));
  const isBad = random.next() < weather.bad || random.next() < 0.00002;
  const isSlow = random.next() < weather.slow;
  const stepMs = (name: string, medianMs: number) => {
    const latencyMs = medianMs * (1 + busy) * Math.exp(0.35 * normal(random)) * (isSlow ? 25 : 1);
    return { step: name, latencyMs, error: null };
  };
  const steps = [stepMs('insert', 3), stepMs('get', 1.5), stepMs('toplist', 2.5)];
  const latencyMs = steps.reduce((sum, step) => sum + step.latencyMs, 0);
  const last = { step: 'toplist', latencyMs: 2, error: isBad ? ('status-5xx' as const) : null };
  return {
    latencyMs,
    error: isBad ? 'status-5xx' : null,
    retried: 0,
    lagMs: 0.1 + 0.3 * random.next(),
    steps: isBad ? [...steps.slice(0, 2), last] : steps,
  };
}

/** Box and Muller, Annals of Mathematical Statistics 29 (1958). */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}
