/** Which of the configured groups is which tier of the local stack. */

import type { GroupKind } from '@garbageday/core/chaos/fleet.ts';
import type { Configuration, GroupConfiguration } from '@garbageday/core/configuration.ts';
import { invariant, UsageError } from '@garbageday/core/errors.ts';
import type { LocalService, ServerTier } from '../service.ts';

/** A tier of the service, and the group that says how many of it there are and what may be done to them. */
export type ServedGroup = { readonly tier: ServerTier; readonly group: GroupConfiguration };

export type TierConfigurations = {
  readonly loadBalancer: GroupConfiguration;
  /** Users call the first. */
  readonly servers: readonly [ServedGroup, ...(readonly ServedGroup[])];
  /** null: the service keeps its data elsewhere. */
  readonly data: GroupConfiguration | null;
};

/** Load balancers can share a port only where the kernel spreads connections over SO_REUSEPORT sockets: Linux. */
export function tierConfigurations(
  { groups }: Configuration,
  {
    platform,
    service: { tiers, chooseData },
  }: {
    readonly platform: NodeJS.Platform;
    readonly service: Pick<LocalService, 'tiers' | 'chooseData'>;
  },
): TierConfigurations {
  const loadBalancer = onlyGroup(groups, 'load-balancer');
  const [front, ...others] = tiers;
  const served = (tier: ServerTier): ServedGroup => ({ tier, group: groupOf(groups, tier) });
  return {
    loadBalancer: platform === 'linux' ? loadBalancer : single(loadBalancer),
    servers: [served(front), ...others.map(served)],
    data: chooseData === null ? null : onlyGroup(groups, 'data'),
  };
}

function groupOf(groups: readonly GroupConfiguration[], { group }: ServerTier): GroupConfiguration {
  if (group === null) return onlyGroup(groups, 'web');
  const found = groups.find(({ name }) => name === group);
  invariant(found !== undefined, `no group ${group}`);
  return found;
}

function onlyGroup(groups: readonly GroupConfiguration[], kind: GroupKind): GroupConfiguration {
  const found = groups.filter((group) => group.kind === kind);
  const [group] = found;
  if (group !== undefined && found.length === 1) return group;
  throw new UsageError(
    `the local platform runs exactly one group of kind ${kind}, the configuration has ${found.length}; correct its groups`,
  );
}

function single(group: GroupConfiguration): GroupConfiguration {
  return { ...group, desiredSize: 1, requiredHealthy: Math.min(1, group.requiredHealthy) };
}
