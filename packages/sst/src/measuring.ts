/** What a journey's function is told to do, and how long that may take. */
import type { Configuration } from '@garbageday/core/configuration.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import type { Journey } from '@garbageday/core/probe/journey.ts';
import { measuringOf, wholeTimeMs } from '@garbageday/prober/measuring-time.ts';

/** What a journey without steps does, by its role. */
export type DefaultJourneys = Readonly<Record<Journey['role'], Journey>>;

export type MeasuringPlan = {
  /** `MEASURING`. */
  readonly variable: string;
  readonly timeout: `${number} seconds`;
  /** How many run at the same time if one starts every minute and a hanging service makes each take its full time. */
  readonly concurrent: number;
};

/** All variables of a function share 4 KB, and the others are short. */
const longestVariable = 3_500;

/** @throws UsageError for a journey that is too long for a function's environment. */
export function measuringPlan(
  service: string,
  { ratePerSecond, latencyThresholdMs, timeoutMs, ...written }: Configuration['journeys'][number],
  defaults: DefaultJourneys,
): MeasuringPlan {
  const journey = written.steps.length > 0 ? written : { ...defaults[written.role], name: written.name };
  const variable = JSON.stringify({ service, journey, ratePerSecond, latencyThresholdMs, timeoutMs });
  if (Buffer.byteLength(variable) > longestVariable) {
    throw new UsageError(
      `journeys: "${written.name}" takes ${Buffer.byteLength(variable)} bytes as JSON, and a function ` +
        `can be told ${longestVariable}; shorten its bodies, or make two journeys of it`,
    );
  }
  const seconds = Math.ceil(wholeTimeMs(measuringOf(journey), timeoutMs) / 1_000);
  return { variable, timeout: `${seconds} seconds`, concurrent: Math.ceil(seconds / 60) };
}
