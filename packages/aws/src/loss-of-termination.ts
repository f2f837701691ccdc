/** Whether a server that Auto Scaling has terminated was lost, or terminated on purpose. */

import type { Loss } from '@garbageday/core/chaos/loss.ts';
import { minuteMs } from '@garbageday/core/time/durations.ts';
import type { FleetGroup } from './contract/fleet-group.ts';

export type Termination = {
  readonly instanceId: string;
  readonly autoScalingGroup: string;
  readonly zone: string;
  /** Auto Scaling's own sentences. */
  readonly cause: string;
  /** When Auto Scaling began to terminate it, in epoch milliseconds. */
  readonly startMs: number;
};

/** Auto Scaling checks its servers every few minutes, so a loss may have been felt for this long before it acted. */
const noticedWithinMs = 5 * minuteMs;

/** Within this time a new server is launched, installs itself and registers. */
const replacedWithinMs = 15 * minuteMs;

/**
 * "… taken out of service in response to an EC2 health check indicating it has been terminated or stopped", "… an EC2
 * instance status checks failure", "… an ELB system health check failure", "… a user health-check" (EC2 Auto Scaling
 * User Guide, "Troubleshoot unhealthy instances"). A shrunk group, an instance refresh, a rebalance between zones and a
 * request through Auto Scaling itself have other causes.
 */
const wasUnwell = /in response to[^.]*\b(health[- ]check|status checks?)\b/i;

/** `null`: not in a group of this stage, or terminated on purpose. */
export function lossOfTermination(termination: Termination, fleet: readonly FleetGroup[]): Loss | null {
  const { instanceId, autoScalingGroup, zone, cause, startMs } = termination;
  const owner = fleet.find(({ autoScalingGroups }) => autoScalingGroups.includes(autoScalingGroup));
  if (owner === undefined || !wasUnwell.test(cause)) return null;
  const fromMs = Math.floor((startMs - noticedWithinMs) / minuteMs) * minuteMs;
  return {
    ...{ instanceId, group: owner.group, slot: slotOf(owner, termination), zone, atMs: startMs },
    window: { fromMs, toMs: startMs + replacedWithinMs },
  };
}

/** Only members of the replica set have names that outlive them, and an Auto Scaling group each. */
function slotOf({ group, autoScalingGroups }: FleetGroup, termination: Termination): string {
  if (autoScalingGroups.length === 1) return termination.instanceId;
  const index = autoScalingGroups.indexOf(termination.autoScalingGroup);
  return `${group}-${String.fromCharCode('a'.charCodeAt(0) + index)}`;
}
