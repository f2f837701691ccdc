/** What the probe and the users are told to do, and how long that may take them. */
import type { Configuration } from '@garbageday/core/configuration.ts';
import type { Journey, JourneyRole } from '@garbageday/core/probe/journey.ts';
import { probeJourney, usersJourney } from '@garbageday/demo/journeys.ts';
import { measuringOf, usersTimeoutMs, wholeTimeMs } from '@garbageday/prober/measuring-time.ts';

export type MeasuringPlan = {
  /** `MEASURING`. */
  readonly variable: string;
  readonly timeout: `${number} seconds`;
  /** As many as are alive at once, when one starts every minute and a service that hangs keeps each to its end. */
  readonly concurrent: number;
};

/** The configuration's, else the word counter's own. */
function journeyOf({ journeys }: Configuration, role: JourneyRole): Journey {
  const own = role === 'load' ? usersJourney : probeJourney;
  return journeys.find((journey) => journey.role === role) ?? own;
}

export function probePlan(configuration: Configuration): MeasuringPlan {
  const { service, probe } = configuration;
  const journey = journeyOf(configuration, 'judge');
  const { ratePerSecond, latencyThresholdMs, timeoutMs } = probe;
  return planOf(
    { service, journey, ratePerSecond, latencyThresholdMs, timeoutMs },
    wholeTimeMs(measuringOf(journey), timeoutMs),
  );
}

export function usersPlan(configuration: Configuration): MeasuringPlan {
  const { service, users } = configuration;
  const journey = journeyOf(configuration, 'load');
  const load = { service, journey, ...users, timeoutMs: usersTimeoutMs };
  return planOf(load, wholeTimeMs(measuringOf(journey), usersTimeoutMs));
}

function planOf(load: object, wholeMs: number): MeasuringPlan {
  const seconds = Math.ceil(wholeMs / 1_000);
  return {
    variable: JSON.stringify(load),
    timeout: `${seconds} seconds`,
    concurrent: Math.ceil(seconds / 60),
  };
}
