/** Who may be hit: a chain of pure filters, each of which reports what it removed (domain.md §2); and which one of them is. */
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
};

/** What one filter removed; filters that removed nothing are listed too, so that a report can say so. */
type Removed = { readonly filter: string; readonly instanceIds: readonly string[] };

export type Eligibility = { readonly eligible: readonly Instance[]; readonly removed: readonly Removed[] };

type Filter = { readonly name: string; readonly keeps: (instance: Instance) => boolean };

/** Applies the filters in order: running, in service, opted in, not exempted, old enough, of the role. */
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

function filtersFor(group: Group, rules: EligibilityRules, nowMs: number): readonly Filter[] {
  const { exempt, minAgeSeconds, role } = rules;
  return [
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
 * The target, or `null` when no instance is eligible. Candidates are put in the order of their slots and ids first, so
 * that a seed picks the same target in whatever order the fleet lists them, and the same slot after a replacement has got
 * a new id. One per experiment: docs/decisions/2026-11-26-one-target-per-experiment.md.
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
