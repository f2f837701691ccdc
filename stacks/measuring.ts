/** What the function of a journey is told to do, and how long that may take it. */
import type { Configuration } from '@garbageday/core/configuration.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import { probeJourney, usersJourney } from '@garbageday/demo/journeys.ts';
import { measuringOf, wholeTimeMs } from '@garbageday/prober/measuring-time.ts';

export type MeasuringPlan = {
  /** `MEASURING`. */
  readonly variable: string;
  readonly timeout: `${number} seconds`;
  /** As many as are alive at once, when one starts every minute and a service that hangs keeps each to its end. */
  readonly concurrent: number;
};

/** All variables of a function share 4 KB, and the others are short. */
const longestVariable = 3_500;

/** @throws UsageError for a journey that is longer than a function can be told. */
export function measuringPlan(
  service: string,
  { ratePerSecond, latencyThresholdMs, timeoutMs, ...written }: Configuration['journeys'][number],
): MeasuringPlan {
  const own = written.role === 'load' ? usersJourney : probeJourney;
  const journey = written.steps.length > 0 ? written : { ...own, name: written.name };
  const variable = JSON.stringify({ service, journey, ratePerSecond, latencyThresholdMs, timeoutMs });
  if (Buffer.byteLength(variable) > longestVariable) {
    throw new UsageError(
      `garbageday.config.ts: journeys: "${written.name}" takes ${Buffer.byteLength(variable)} bytes as JSON, and a function ` +
        `can be told ${longestVariable}; shorten its bodies, or make two journeys of it`,
    );
  }
  const seconds = Math.ceil(wholeTimeMs(measuringOf(journey), timeoutMs) / 1_000);
  return { variable, timeout: `${seconds} seconds`, concurrent: Math.ceil(seconds / 60) };
}
