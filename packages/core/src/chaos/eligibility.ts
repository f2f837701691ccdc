/**
 * Which instances may be hit: a chain of pure filters, each of which reports what it removed (domain.md §2). Also picks
 * the target among them, and says which count as well.
 */
import type { Exempt } from '../configuration.ts';
import type { Random } from '../ports.ts';
import { pickOne } from '../time/random.ts';
import type { ExperimentPlan } from './experiment.ts';
import type { Group, Instance } from './fleet.ts';

/** An instance opts in with this tag; its value must be the name of its group. */
const optInTag = 'garbageday:group';

/** An instance with this tag, whatever its value, is never hit. */
const exemptTag = 'garbageday:exempt';

export type EligibilityRules = {
  readonly role: ExperimentPlan['role'];
  readonly minAgeSeconds: number;
  readonly exempt: Exempt;
  /** The one that a person named; undefined: any. */
  readonly instanceId?: string | undefined;
};

/** What one filter removed; filters that removed nothing are listed too, so that a report can say so. */
type Removed = { readonly filter: string; readonly instanceIds: readonly string[] };

export type Eligibility = { readonly eligible: readonly Instance[]; readonly removed: readonly Removed[] };

type Filter = { readonly name: string; readonly keeps: (instance: Instance) => boolean };

/** Applies the filters in order: running, in service, opted in, not exempt, old enough, in the right role. */
export function eligibleTargets(group: Group, rules: EligibilityRules, nowMs: number): Eligibility {
  const start: Eligibility = { eligible: group.instances, removed: [] };
  return filtersFor(group, rules, nowMs).reduce(applyFilter, start);
}

function applyFilter({ eligible, removed }: Eligibility, filter: Filter): Eligibility {
  const dropped = eligible.filter((instance) => !filter.keeps(instance));
  return {
    eligible: eligible.filter(filter.keeps),
    removed: [...removed, { filter: filter.name, instanceIds: dropped.map((instance) => instance.id) }],
  };
}

/** `: i-1 not running; i-2 not in service`, or nothing. */
export function whatWasRemoved({ removed }: Eligibility): string {
  const reasons = removed
    .filter(({ instanceIds }) => instanceIds.length > 0)
    .map(({ filter, instanceIds }) => `${instanceIds.join(' ')} not ${filter}`);
  return reasons.length === 0 ? '' : `: ${reasons.join('; ')}`;
}

function filtersFor(group: Group, rules: EligibilityRules, nowMs: number): readonly Filter[] {
  const { exempt, minAgeSeconds, role, instanceId } = rules;
  const named = { name: `the instance ${instanceId}`, keeps: ({ id }: Instance) => id === instanceId };
  return [
    ...(instanceId === undefined ? [] : [named]),
    { name: 'running', keeps: (instance) => instance.state === 'running' },
    { name: 'in service', keeps: (instance) => instance.isInService },
    { name: `tagged ${optInTag}=${group.name}`, keeps: (instance) => instance.tags[optInTag] === group.name },
    { name: `not tagged ${exemptTag}`, keeps: (instance) => instance.tags[exemptTag] === undefined },
    { name: 'not an exempted instance', keeps: (instance) => !exempt.instanceIds.includes(instance.id) },
    { name: 'not in an exempted zone', keeps: (instance) => !exempt.zones.includes(instance.zone) },
    {
      name: 'without an exempted tag',
      keeps: (instance) => !exempt.tags.some((tag) => carries(instance, tag)),
    },
    {
      name: `at least ${minAgeSeconds} s old`,
      keeps: (instance) => nowMs - instance.launchedAtMs >= minAgeSeconds * 1_000,
    },
    { name: `with the role ${role}`, keeps: (instance) => role === 'any' || instance.role === role },
  ];
}

function carries({ tags }: Instance, { key, value }: Exempt['tags'][number]): boolean {
  return Object.hasOwn(tags, key) && (value === null || tags[key] === value);
}

/**
 * The target, or `null` when no instance is eligible. Candidates are first sorted by slot and id, so that a seed picks
 * the same target whatever order the fleet lists them in, and the same slot after a replacement with a new id. One per
 * experiment: docs/decisions/2026-11-26-one-target-per-experiment.md.
 */
export function selectTarget(eligible: readonly Instance[], random: Random): Instance | null {
  return pickOne(random, eligible.toSorted(bySlot)) ?? null;
}

function bySlot(a: Instance, b: Instance): number {
  return compare(a.slot, b.slot) || compare(a.id, b.id);
}

function compare(a: string, b: string): number {
  return Number(a > b) - Number(a < b);
}

/** The n of n+1: a number, or a percentage of the group's current size, which takes precedence. */
export type HealthyNeed = { readonly requiredHealthy: number; readonly requiredPercent?: number | undefined };

/** Percentages are rounded up: 67% of three servers is three, and 66% is two. */
export function healthyRequired(
  { requiredHealthy, requiredPercent }: HealthyNeed,
  desiredSize: number,
): number {
  return requiredPercent === undefined ? requiredHealthy : Math.ceil((desiredSize * requiredPercent) / 100);
}

/** Running, healthy, in service; of a replica set, also a voter that has caught up. */
export function isWell({ kind }: Group, { state, isHealthy, isInService, role }: Instance): boolean {
  const isServing = state === 'running' && isHealthy && isInService;
  return isServing && (kind !== 'data' || role === 'primary' || role === 'secondary');
}

/** Desired size, all well; where nothing is replaced, all but the target. A replica set also has one primary. */
export function isWhole(group: Group): boolean {
  const well = group.instances.filter((instance) => isWell(group, instance));
  const hasPrimary = group.kind !== 'data' || well.filter(({ role }) => role === 'primary').length === 1;
  const expected = group.replacement === 'none' ? group.desiredSize - 1 : group.desiredSize;
  return well.length >= expected && hasPrimary;
}
