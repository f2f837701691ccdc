/** How many of a group are serving. */
import type { Group, Instance } from '@garbageday/core/chaos/fleet.ts';

/** Running, healthy and used. */
export function isServing({ state, isHealthy, isInService }: Instance): boolean {
  return state === 'running' && isHealthy && isInService;
}

/** `2/3`: serving and desired. */
export function servingOfDesired(group: Group): string {
  return `${servingCount(group)}/${group.desiredSize}`;
}

export function servingCount(group: Group): number {
  return group.instances.filter(isServing).length;
}
