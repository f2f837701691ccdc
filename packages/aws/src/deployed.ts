/** The configuration names all groups; a stage has only those that were deployed. */
import type { Configuration } from '@garbageday/core/configuration.ts';
import type { NotEvaluated, Report } from '@garbageday/core/report/report.ts';
import type { FleetGroup } from './contract/fleet-group.ts';
import type { Traffic } from './contract/traffic.ts';

/**
 * With an ALB there is no load balancer of our own to hit: it is never drawn, and no report misses it. What is
 * replaced, the deployment knows.
 */
export function deployed(configuration: Configuration, fleet: readonly FleetGroup[]): Configuration {
  const there = new Map(fleet.map((each) => [each.group, each]));
  const groups = configuration.groups.flatMap((group) => {
    const found = there.get(group.name);
    if (found === undefined) return [];
    return [found.replacement === undefined ? group : { ...group, replacement: found.replacement }];
  });
  return { ...configuration, groups };
}

/** Auto Scaling alone says whose a lost server was: where it does not keep all groups, a count would be a part of them. */
export function areLossesTold(fleet: readonly FleetGroup[]): boolean {
  return fleet.every(({ members }) => members === undefined);
}

/** Who counts the users' own requests is what the deployment says, whatever the configuration says by now. */
export function countedBy(configuration: Configuration, traffic: readonly Traffic[]): Configuration {
  const sources = new Map(traffic.map(({ journey, source }) => [journey, source]));
  const journeys = configuration.journeys.map(({ measuredBy: _, ...journey }) => {
    const measuredBy = sources.get(journey.name);
    return measuredBy === undefined ? journey : { ...journey, measuredBy };
  });
  return { ...configuration, journeys };
}

/**
 * If users are not simulated, the SLOs of loads are left out, and so are composites that need them; but not those of a
 * load that a load balancer counts.
 */
export function withoutUsers(configuration: Configuration): Configuration {
  const unmeasured = slosOfUsers(configuration);
  const slos = configuration.slos.filter((slo) => !unmeasured.includes(slo));
  const left = new Set(needingUsers(configuration).map(({ name }) => name));
  const composites = configuration.composites.filter(({ name }) => !left.has(name));
  return { ...configuration, slos, composites };
}

/** The composites that `withoutUsers` leaves out, and what they need, for the report. */
export function needingUsers(configuration: Configuration): readonly NotEvaluated[] {
  const ofUsers = new Set(slosOfUsers(configuration).map(({ name }) => name));
  return configuration.composites.flatMap(({ name, members }) => {
    const needs = members.map(({ slo }) => slo).filter((slo) => ofUsers.has(slo));
    return needs.length === 0 ? [] : [{ name, needs }];
  });
}

/** Those that only simulated users could give data. */
function slosOfUsers({ slos, journeys }: Configuration): Configuration['slos'] {
  const counted = new Set(
    journeys.filter(({ measuredBy }) => measuredBy !== undefined).map(({ name }) => name),
  );
  return slos.filter(({ role, journey }) => role === 'load' && !counted.has(journey));
}

/** What a deployment says of its stage. */
export type DeployedStage = {
  readonly fleet: readonly FleetGroup[];
  readonly traffic: readonly Traffic[];
  /** Whether users are simulated. */
  readonly hasUsers: boolean;
};

/** What every report of a stage is about: the part of the configuration that is deployed and measured, and what that leaves out. */
export function reportedIn(
  { fleet, traffic, hasUsers }: DeployedStage,
  configuration: Configuration,
): { readonly configuration: Configuration; readonly notEvaluated: readonly NotEvaluated[] } {
  const there = countedBy(deployed(configuration, fleet), traffic);
  if (hasUsers) return { configuration: there, notEvaluated: [] };
  return { configuration: withoutUsers(there), notEvaluated: needingUsers(there) };
}

/** How a report names what the service runs on. `groups`: the deployed ones. */
export function platformOf({ groups }: Pick<Configuration, 'groups'>): Report['platform'] {
  const hasOwn = groups.some(({ kind }) => kind === 'load-balancer');
  return { name: 'aws', lb: hasOwn ? 'HAProxy' : 'ALB', data: 'MongoDB' };
}
