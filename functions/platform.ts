/** How a report names what the service runs on. */
import type { FleetGroup } from '@garbageday/aws/fleet-group.ts';
import type { Report } from '@garbageday/core/report/report.ts';

/** Only the pair of HAProxies is a group that can be hit. */
export function platformOf(fleet: readonly FleetGroup[]): Report['platform'] {
  const hasOwn = fleet.some(({ group }) => group === 'load-balancer');
  return { name: 'aws', lb: hasOwn ? 'HAProxy' : 'ALB', data: 'MongoDB' };
}
