/** What the probe and the users are told to do, and how long that may take them. */
import type { Configuration } from '@garbageday/core/configuration.ts';
import { probeJourney, usersJourney } from '@garbageday/demo/journeys.ts';
import { measuringOf, usersTimeoutMs, wholeTimeMs } from '@garbageday/prober/measuring-time.ts';

export type MeasuringPlan = {
  /** `MEASURING`. */
  readonly variable: string;
  readonly timeout: `${number} seconds`;
  /** As many as are alive at once, when one starts every minute and a service that hangs keeps each to its end. */
  readonly concurrent: number;
};

export function probePlan({ service, probe }: Configuration): MeasuringPlan {
  const { ratePerSecond, latencyThresholdMs, timeoutMs } = probe;
  return planOf(
    { service, journey: probeJourney, ratePerSecond, latencyThresholdMs, timeoutMs },
    wholeTimeMs(measuringOf(probeJourney), timeoutMs),
  );
}

export function usersPlan({ service, users }: Configuration): MeasuringPlan {
  const load = { service, journey: usersJourney, ...users, timeoutMs: usersTimeoutMs };
  return planOf(load, wholeTimeMs(measuringOf(usersJourney), usersTimeoutMs));
}

function planOf(load: object, wholeMs: number): MeasuringPlan {
  const seconds = Math.ceil(wholeMs / 1_000);
  return {
    variable: JSON.stringify(load),
    timeout: `${seconds} seconds`,
    concurrent: Math.ceil(seconds / 60),
  };
}
