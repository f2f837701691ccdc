/** The slices of a generated month, one a minute: latencies that follow the hour of the day and the story. */

import { type Histogram, histogramBuilder } from '@garbageday/core/probe/histogram.ts';
import { journeyNamed } from '@garbageday/core/probe/measured-journey.ts';
import type { Slice } from '@garbageday/core/probe/slice.ts';
import { minuteMs } from '@garbageday/core/time/durations.ts';
import { seededRandom, seedOf } from '@garbageday/core/time/random.ts';
import type { MonthStory, Weather } from './month-story.ts';

const calm: Weather = { bad: 0, slow: 0 };
/** The number of latency shapes that a calm minute may have in one hour of the day. */
const moods = 5;

type Journey = 'users' | 'probe';
type Shape = { readonly histogram: Histogram; readonly slow: number; readonly longestMs: number };

/**
 * The slices in `[fromMs, toMs)` of the story or a part of it, ascending. The same story gives the same slices,
 * whatever the part.
 */
export function* monthSlices(
  story: MonthStory,
  journey: Journey,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number } = story,
): Iterable<Slice> {
  const shapeOf = shapes(story, journey);
  for (let startMs = fromMs; startMs < toMs; startMs += minuteMs)
    yield sliceAt(story, journey, { startMs, shapeOf });
}

type ShapeOf = (startMs: number, weather: Weather) => Shape;

function sliceAt(
  { configuration, seed, weather }: MonthStory,
  journey: Journey,
  { startMs, shapeOf }: { readonly startMs: number; readonly shapeOf: ShapeOf },
): Slice {
  const total = requestsAMinute(journeyNamed(configuration.journeys, journey).ratePerSecond);
  const felt = weather.get(startMs) ?? calm;
  const shape = shapeOf(startMs, felt);
  const luck = seededRandom(seedOf(seed, journey, String(startMs))).next();
  const stray = luck < 0.0004 * Math.min(1, total / 600) ? 1 : 0;
  const bad = Math.min(total, Math.round(felt.bad * total) + stray);
  return {
    ...{ service: configuration.service, journey, vantage: 'local', startMs, widthSeconds: 60, seq: 0 },
    availability: { good: total - bad, total },
    latency: { good: Math.max(0, total - bad - shape.slow), total },
    errors: bad === 0 ? [] : [[felt.bad > 0.2 ? 'timeout' : 'status-5xx', bad]],
    retried: felt === calm ? 0 : Math.round(total * 0.01),
    histogram: shape.histogram,
    longestMs: shape.longestMs,
    badRuns: { leading: 0, longest: bad, trailing: 0 },
    lagP99Ms: 0.4,
    steps: [],
  };
}

function requestsAMinute(ratePerSecond: number): number {
  return Math.max(1, Math.round(ratePerSecond * 60));
}

/** Calm shapes are computed once for each hour of the day and mood. */
function shapes({ configuration, seed }: MonthStory, journey: Journey): ShapeOf {
  const { ratePerSecond, latencyThresholdMs } = journeyNamed(configuration.journeys, journey);
  const total = requestsAMinute(ratePerSecond);
  const known = new Map<string, Shape>();
  return (startMs, weather) => {
    const hour = Math.floor(startMs / 3_600_000) % 24;
    const mood = seededRandom(seedOf(seed, journey, 'mood', String(startMs))).below(moods);
    const key = `${hour} ${mood}`;
    const isCalm = weather === calm;
    const shape =
      (isCalm ? known.get(key) : undefined) ?? draw({ hour, mood, total, weather, latencyThresholdMs });
    if (isCalm) known.set(key, shape);
    return shape;
  };
}

type Drawing = {
  readonly hour: number;
  readonly mood: number;
  readonly total: number;
  readonly weather: Weather;
  readonly latencyThresholdMs: number;
};

/** Taken at evenly spaced quantiles; the slowest requests of a bad minute take seconds. */
function draw({ hour, mood, total, weather, latencyThresholdMs }: Drawing): Shape {
  const busy = 0.5 - 0.5 * Math.cos(((hour - 3) / 24) * 2 * Math.PI);
  const slowFrom = total * (1 - Math.min(1, weather.bad * 0.6 + weather.slow));
  const builder = histogramBuilder();
  let slow = 0;
  let longestMs = 0;
  for (let index = 0; index < total; index += 1) {
    const calmMs = (7 + 6 * busy) * calmLatency((index + 0.5) / total, mood);
    const slowMs = 120 + (1_700 * (index - slowFrom)) / Math.max(1, total - slowFrom);
    const latencyMs = index < slowFrom ? calmMs : slowMs;
    builder.add(latencyMs);
    if (latencyMs > latencyThresholdMs) slow += 1;
    longestMs = Math.max(longestMs, latencyMs);
  }
  return { histogram: builder.build(), slow, longestMs };
}

const bodyShare = 0.985;

/** In medians: a lognormal body, and a tail of a few slow kinds of requests; few buckets, as in a real minute. */
function calmLatency(quantile: number, mood: number): number {
  if (quantile < bodyShare)
    return Math.exp(0.2 * normalQuantile(Math.min(0.995, Math.max(0.005, quantile / bodyShare))));
  const kind = Math.floor(((quantile - bodyShare) / (1 - bodyShare)) * 8);
  return 1.8 + 0.3 * kind + 0.12 * mood;
}

/** Φ⁻¹ by Tukey's lambda approximation (λ = 0.1349), good to a few thousandths: enough to look like a service. */
function normalQuantile(p: number): number {
  return (p ** 0.1349 - (1 - p) ** 0.1349) / 0.1975;
}
