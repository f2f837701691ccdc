/** A journey as it is measured, and how to find one by name. */
import type { Journey } from './journey.ts';
import type { TrafficSource } from './traffic-source.ts';

export type MeasuredJourney = Journey & {
  readonly ratePerSecond: number;
  /** Slower answers are bad for the latency SLI. */
  readonly latencyThresholdMs: number;
  /** From sending a request to giving up on it. */
  readonly timeoutMs: number;
  /** Who counts the users' own requests; absent: a prober sends requests of its own. Only for a load. */
  readonly measuredBy?: TrafficSource | undefined;
};

/** How many events a second the journey holds; `null`: as many as its users happen to send. */
export function knownRate({
  ratePerSecond,
  measuredBy,
}: Pick<MeasuredJourney, 'ratePerSecond' | 'measuredBy'>): number | null {
  return measuredBy === undefined ? ratePerSecond : null;
}

/** @throws RangeError if there is none. That is a bug, because the configuration was checked for it. */
export function journeyNamed<T extends { readonly name: string }>(journeys: readonly T[], name: string): T {
  const found = journeys.find((journey) => journey.name === name);
  if (found === undefined) throw new RangeError(`there is no journey "${name}"`);
  return found;
}
