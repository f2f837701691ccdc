import { tableKeys, ttlAttribute } from '@garbageday/aws/contract/ledger-keys.ts';
import type { Deployment } from './deployment.ts';

/**
 * The ledger: one DynamoDB table, on demand, restorable to any second of the last 35 days.
 * What lies where is written in packages/aws/src/contract/ledger-keys.ts; no index is needed.
 */
export function deployLedger({ keepsData }: Pick<Deployment, 'keepsData'>): sst.aws.Dynamo {
  return new sst.aws.Dynamo('Ledger', {
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
