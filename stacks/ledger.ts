import type { Deployment } from './deployment.ts';

/**
 * The ledger: one DynamoDB table, on demand, restorable to any second of the last 35 days.
 *
 * | item                   | pk                                | sk                         | expiresAt |
 * | ---------------------- | --------------------------------- | -------------------------- | --------- |
 * | claim                  | `claim#<claimKey>`                | `claim`                    | never     |
 * | fault, before it hits  | `fault#<experimentId>`            | `fault`; `repeat` when delivered again | never |
 * | transition             | `experiment#<experimentId>`       | `<seq, 6 digits>`          | never     |
 * | experiments of a day   | `experiments#<YYYY-MM-DD, UTC>`   | `<atMs, 15 digits>#<id>`   | never     |
 * | loss                   | `loss#<instanceId>`               | `loss`; `whole` when its group was whole again | never |
 * | losses of a day        | `losses#<YYYY-MM-DD, UTC>`        | `<atMs, 15 digits>#<instanceId>` | never |
 * | losses are recorded since | `losses`                       | `since`                    | never     |
 * | what a member of the replica set says of itself | `member#<Auto Scaling group>` | `role` | overwritten |
 * | slice                  | `slices#<service>#<journey>#<YYYY-MM-DD, UTC>` | `<startMs, 15 digits>#<vantage>#<seq>` | 400 days |
 * | what Slack is told     | `outbox#…`                        | packages/aws/src/dynamo-outbox.ts | 30 to 90 days |
 *
 * Every write of a function is a conditional put under its key, so that a repeat changes nothing. A window of slices is one query per
 * day, in pages; an interval of experiments or losses, one query per day and one per experiment or loss. No index is
 * needed.
 */
export function deployLedger({ keepsData }: Pick<Deployment, 'keepsData'>): sst.aws.Dynamo {
  return new sst.aws.Dynamo('Ledger', {
    fields: { pk: 'string', sk: 'string' },
    primaryIndex: { hashKey: 'pk', rangeKey: 'sk' },
    ttl: 'expiresAt',
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
