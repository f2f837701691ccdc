/** A journey as it is measured, and how one is found by its name. */
import type { Journey } from './journey.ts';

export type MeasuredJourney = Journey & {
  readonly ratePerSecond: number;
  /** What is slower is bad for the latency SLI. */
  readonly latencyThresholdMs: number;
  /** From sending a request to giving it up. */
  readonly timeoutMs: number;
};

/** @throws RangeError if there is none: the configuration was checked for it, so this is a bug. */
export function journeyNamed<T extends { readonly name: string }>(journeys: readonly T[], name: string): T {
  const found = journeys.find((journey) => journey.name === name);
  if (found === undefined) throw new RangeError(`there is no journey "${name}"`);
  return found;
}
