/** How much is asked of the service in a month. */
import {
  bytesPerGb,
  bytesPerRequest,
  minutesPerMonth,
  requestsPerConnection,
  requestsPerJourney,
  secondsPerMonth,
} from './assumptions.ts';
import type { Stage } from './stage-sizes.ts';

/** Of every minute (packages/prober, measuring-time.ts). */
export const probeSecondsPerRun = 55;
export const usersSecondsPerRun = 60;

export type Traffic = {
  readonly probeGb: number;
  readonly usersGb: number;
  readonly gbPerHour: number;
  readonly connectionsPerSecond: number;
};

/** The users are simulated around the clock, or real ones at the same rate. */
export function trafficOf({ configuration }: Stage): Traffic {
  const { probe, users } = configuration;
  const probeRequests = probe.ratePerSecond * requestsPerJourney * minutesPerMonth * probeSecondsPerRun;
  const usersRequests = users.ratePerSecond * secondsPerMonth;
  const gb = (requests: number): number => (requests * bytesPerRequest) / bytesPerGb;
  const requests = probeRequests + usersRequests;
  return {
    probeGb: gb(probeRequests),
    usersGb: gb(usersRequests),
    gbPerHour: (gb(requests) * 3_600) / secondsPerMonth,
    connectionsPerSecond: requests / requestsPerConnection / secondsPerMonth,
  };
}
