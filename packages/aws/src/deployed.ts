/** The configuration names all groups; a stage has those that were deployed. */
import type { Configuration } from '@garbageday/core/configuration.ts';
import type { NotEvaluated, Report } from '@garbageday/core/report/report.ts';
import type { FleetGroup } from './contract/fleet-group.ts';

/** Behind an ALB there is no load balancer of our own to hit: nobody draws it, and no report misses it. */
export function deployed(configuration: Configuration, fleet: readonly FleetGroup[]): Configuration {
  const names = new Set(fleet.map(({ group }) => group));
  return { ...configuration, groups: configuration.groups.filter(({ name }) => names.has(name)) };
}

/** Where nobody measures users' requests, nothing is promised to them: not their objectives, nor composites made of these. */
export function withoutUsers(configuration: Configuration): Configuration {
  const slos = configuration.slos.filter(({ role }) => role !== 'load');
  const left = new Set(needingUsers(configuration).map(({ name }) => name));
  const composites = configuration.composites.filter(({ name }) => !left.has(name));
  return { ...configuration, slos, composites };
}

/** The composites that `withoutUsers` leaves out, and what they need: a report says so. */
export function needingUsers({ slos, composites }: Configuration): readonly NotEvaluated[] {
  const ofUsers = new Set(slos.filter(({ role }) => role === 'load').map(({ name }) => name));
  return composites.flatMap(({ name, members }) => {
    const needs = members.map(({ slo }) => slo).filter((slo) => ofUsers.has(slo));
    return needs.length === 0 ? [] : [{ name, needs }];
  });
}

/** How a report names what the service runs on. `groups`: those that are deployed. */
export function platformOf({ groups }: Pick<Configuration, 'groups'>): Report['platform'] {
  const hasOwn = groups.some(({ kind }) => kind === 'load-balancer');
  return { name: 'aws', lb: hasOwn ? 'HAProxy' : 'ALB', data: 'MongoDB' };
}
