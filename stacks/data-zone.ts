/** The private zone that keeps the replica set's names stable while its servers come and go. */
import { letter } from '@garbageday/sst/naming.ts';
import type { Network } from './network.ts';

export type DataSlot = { readonly slot: string; readonly host: string; readonly index: number };

/** `data.<stage>.garbageday.internal`, visible only inside the VPC. Members write their own records. */
export function privateZone({ vpcId }: Network, keepsData: boolean): aws.route53.Zone {
  const args = {
    name: zoneName(),
    comment: 'Names of the replica set; each member points its own at itself',
    vpcs: [{ vpcId }],
    // The members' records are not ours: without this, removing the stage would fail here.
    forceDestroy: true,
  };
  return new aws.route53.Zone('DataZone', args, { protect: keepsData });
}

/** One slot per member: `data-a` … */
export function dataSlots(group: string, size: number): readonly DataSlot[] {
  return Array.from({ length: size }, (_, index) => {
    const slot = `${group}-${letter(index)}`;
    return { slot, host: `${slot}.${zoneName()}`, index };
  });
}

function zoneName(): string {
  return `data.${$app.stage}.${$app.name}.internal`;
}
