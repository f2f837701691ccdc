/** The servers of a stage: which groups of the configuration it deploys, and on what. */
import type { GroupConfiguration } from '@garbageday/core/configuration.ts';
import { serverVolumeGib } from './assumptions.ts';
import type { Stage } from './stage-sizes.ts';

export type ServerGroup = {
  readonly group: GroupConfiguration;
  readonly instanceType: string;
  readonly volumeGib: number;
};

/** A load-balancer group exists only if HAProxy is chosen: an ALB has no servers of ours. */
export function serverGroups({ configuration, sizes }: Stage): readonly ServerGroup[] {
  const settings = {
    web: { instanceType: sizes.webInstanceType, volumeGib: serverVolumeGib },
    data: { instanceType: sizes.dataInstanceType, volumeGib: sizes.dataVolumeGib },
    'load-balancer': { instanceType: sizes.loadBalancerInstanceType, volumeGib: serverVolumeGib },
  };
  return configuration.groups
    .filter(({ kind }) => kind !== 'load-balancer' || sizes.loadBalancer === 'haproxy')
    .map((group) => ({ group, ...settings[group.kind] }));
}
