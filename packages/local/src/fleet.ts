/** Core's fleet over the groups of this supervisor. */
import type { Fleet } from '@garbageday/core/ports.ts';
import type { AutoScalingGroup } from './groups/auto-scaling-group.ts';

/** A fresh look at every group, in the order given. */
export function localFleet(groups: readonly AutoScalingGroup[]): Fleet {
  return { groups: async () => groups.map((group) => group.describe()) };
}
