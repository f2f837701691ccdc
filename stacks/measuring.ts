/** What the probe and the users are told to do, and how long that may take them. */
import type { Configuration } from '@garbageday/core/configuration.ts';
import {
  probeMeasuring,
  usersMeasuring,
  usersTimeoutMs,
  wholeTimeMs,
} from '@garbageday/prober/measuring-time.ts';

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
    { service, ratePerSecond, latencyThresholdMs, timeoutMs },
    wholeTimeMs(probeMeasuring, timeoutMs),
  );
}

export function usersPlan({ service, users }: Configuration): MeasuringPlan {
  const load = { service, ...users, timeoutMs: usersTimeoutMs };
  return planOf(load, wholeTimeMs(usersMeasuring, usersTimeoutMs));
}

function planOf(load: object, wholeMs: number): MeasuringPlan {
  const seconds = Math.ceil(wholeMs / 1_000);
  return {
    variable: JSON.stringify(load),
    timeout: `${seconds} seconds`,
    concurrent: Math.ceil(seconds / 60),
  };
}
