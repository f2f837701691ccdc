/** How much traffic the service gets in a month. */

import type { JourneyRole } from '@garbageday/core/probe/journey.ts';
import {
  bytesPerGb,
  bytesPerRequest,
  minutesPerMonth,
  requestsPerConnection,
  requestsPerJourney,
  secondsPerMonth,
} from './assumptions.ts';
import type { Stage } from './stage-sizes.ts';

/** Seconds of every minute (packages/prober, measuring-time.ts). */
export const probeSecondsPerRun = 55;
export const usersSecondsPerRun = 60;

export type Traffic = {
  readonly probeGb: number;
  readonly usersGb: number;
  readonly gbPerHour: number;
  readonly connectionsPerSecond: number;
};

/** Users are simulated around the clock, or are real ones at the same rate. */
export function trafficOf({ configuration }: Stage): Traffic {
  const requestsASecond = (role: JourneyRole, requestsPerRun: number): number =>
    configuration.journeys
      .filter((journey) => journey.role === role)
      .reduce((sum, { ratePerSecond, steps }) => sum + ratePerSecond * (steps.length || requestsPerRun), 0);
  const probeRequests = requestsASecond('judge', requestsPerJourney) * minutesPerMonth * probeSecondsPerRun;
  const usersRequests = requestsASecond('load', 1) * secondsPerMonth;
  const gb = (requests: number): number => (requests * bytesPerRequest) / bytesPerGb;
  const requests = probeRequests + usersRequests;
  return {
    probeGb: gb(probeRequests),
    usersGb: gb(usersRequests),
    gbPerHour: (gb(requests) * 3_600) / secondsPerMonth,
    connectionsPerSecond: requests / requestsPerConnection / secondsPerMonth,
  };
}
