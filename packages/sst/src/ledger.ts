import { tableKeys, ttlAttribute } from '@garbageday/aws/contract/ledger-keys.ts';
import type { Naming } from './naming.ts';

/** What others need to know about the table. */
export type Ledger = { readonly name: $util.Input<string>; readonly arn: $util.Input<string> };

/**
 * The ledger: one DynamoDB table, on demand, restorable to any second of the last 35 days.
 * packages/aws/src/contract/ledger-keys.ts describes its keys; no index is needed.
 */
export function deployLedger(names: Naming, keepsData: boolean): sst.aws.Dynamo {
  return new sst.aws.Dynamo(names.logical('Ledger'), {
    fields: { [tableKeys.hashKey]: 'string', [tableKeys.rangeKey]: 'string' },
    primaryIndex: tableKeys,
    ttl: ttlAttribute,
    deletionProtection: keepsData,
    transform: {
      table: (args, options) => {
        // AWS's own key for DynamoDB in this account: each use of it is in CloudTrail.
        args.serverSideEncryption = { enabled: true };
        options.protect = keepsData;
        return undefined;
      },
    },
  });
}
