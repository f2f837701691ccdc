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

/** A function that runs every minute sends for this long (probe.md). */
export const secondsPerRun = 55;

export type Traffic = {
  readonly probeGb: number;
  readonly usersGb: number;
  readonly gbPerHour: number;
  readonly connectionsPerSecond: number;
};

/** The users are simulated for 55 s of each minute, or real ones around the clock at the same rate. */
export function trafficOf({ configuration, sizes }: Stage): Traffic {
  const { probe, users } = configuration;
  const sent = minutesPerMonth * secondsPerRun;
  const probeRequests = probe.ratePerSecond * requestsPerJourney * sent;
  const usersRequests = users.ratePerSecond * (sizes.hasUsers ? sent : secondsPerMonth);
  const gb = (requests: number): number => (requests * bytesPerRequest) / bytesPerGb;
  const requests = probeRequests + usersRequests;
  return {
    probeGb: gb(probeRequests),
    usersGb: gb(usersRequests),
    gbPerHour: (gb(requests) * 3_600) / secondsPerMonth,
    connectionsPerSecond: requests / requestsPerConnection / secondsPerMonth,
  };
}
