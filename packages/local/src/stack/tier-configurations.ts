/** Which of the configured groups is which tier of the local stack. */

import type { GroupKind } from '@garbageday/core/chaos/fleet.ts';
import type { Configuration, GroupConfiguration } from '@garbageday/core/configuration.ts';
import { UsageError } from '@garbageday/core/errors.ts';

export type TierConfigurations = {
  readonly loadBalancer: GroupConfiguration;
  readonly web: GroupConfiguration;
  /** null: the service keeps its data elsewhere. */
  readonly data: GroupConfiguration | null;
};

/** Load balancers can share a port only where the kernel spreads connections over SO_REUSEPORT sockets: Linux. */
export function tierConfigurations(
  { groups }: Configuration,
  { platform, hasData }: { readonly platform: NodeJS.Platform; readonly hasData: boolean },
): TierConfigurations {
  const loadBalancer = onlyGroup(groups, 'load-balancer');
  return {
    loadBalancer: platform === 'linux' ? loadBalancer : single(loadBalancer),
    web: onlyGroup(groups, 'web'),
    data: hasData ? onlyGroup(groups, 'data') : null,
  };
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
