/** What costs cents, and is on the bill all the same. */
import { kmsRequests, queueRequests, storedGb } from './assumptions.ts';
import { type CostItem, itemOf } from './cost-item.ts';
import type { PriceName } from './prices.ts';

/** Lever, directory, and what the replica set keeps: all of the standard tier. */
const parameters = 8;

export function smallItems(): readonly CostItem[] {
  const line = (what: string, quantity: number, price: PriceName) =>
    itemOf({ category: 'the rest', what, quantity, price });
  return [
    line('private zone (Route 53)', 1, 'hostedZoneMonth'),
    line(`SSM parameters: ${parameters}`, parameters, 'standardParameter'),
    line('S3', storedGb, 's3GbMonth'),
    line('KMS requests', kmsRequests, 'kmsRequest'),
    line('dead letters (SQS)', queueRequests, 'queueRequest'),
  ];
}
