/** Servers and their disks. */
import { UsageError } from '@garbageday/core/errors.ts';
import { hoursPerMonth, natInstance, zones } from './assumptions.ts';
import { type CostItem, itemOf } from './cost-item.ts';
import { serverGroups } from './groups.ts';
import { instanceHours, instanceSource } from './prices.ts';
import type { Stage } from './stage-sizes.ts';

type Fleet = { readonly name: string; readonly count: number; readonly type: string };

/** @throws UsageError for an instance type without a price. */
export function serverItems(stage: Stage): readonly CostItem[] {
  const groups = serverGroups(stage);
  const nat = stage.sizes.nat === 'ec2';
  const fleets: readonly Fleet[] = [
    ...groups.map(({ group, instanceType }) => ({
      name: group.name,
      count: group.desiredSize,
      type: instanceType,
    })),
    ...(nat ? [{ name: 'NAT', count: zones, type: natInstance.type }] : []),
  ];
  const disksGib =
    groups.reduce((sum, { group, volumeGib }) => sum + group.desiredSize * volumeGib, 0) +
    (nat ? zones * natInstance.volumeGib : 0);
  return [
    ...fleets.map(instanceItem),
    itemOf({
      category: 'servers',
      what: 'disks, gp3',
      quantity: disksGib,
      price: 'gp3GibMonth',
    }),
  ];
}

function instanceItem({ name, count, type }: Fleet): CostItem {
  const unitUsd = instanceHours.get(type);
  if (unitUsd === undefined) {
    throw new UsageError(
      `no price for the instance type ${JSON.stringify(type)} of ${name}; add it to packages/cost/src/prices.ts, ` +
        `or choose one of ${[...instanceHours.keys()].join(', ')} in stacks/deployment.ts`,
    );
  }
  const quantity = count * hoursPerMonth;
  return {
    category: 'servers',
    what: `${name}: ${count} × ${type}`,
    ...{ quantity, unit: 'hour', unitUsd, monthlyUsd: quantity * unitUsd, source: instanceSource },
  };
}
