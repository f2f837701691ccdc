/**
 * Servers that Auto Scaling terminates: the alert records those that were lost, and not terminated on purpose, in the
 * ledger.
 */
import type { Foundation } from './foundation.ts';
import { autoScalingGroupsOf, type DeployedGroup } from './groups.ts';
import { lostServersRule } from './naming.ts';
import { accountId } from './policy.ts';

type LossesInput = {
  readonly foundation: Foundation;
  readonly groups: readonly DeployedGroup[];
  readonly alert: sst.aws.Function;
};

/**
 * AWS's services publish on the default bus, which every account has. What ends a server that no Auto Scaling group
 * keeps is told there too, but not whose it was.
 */
export function deployLosses({ foundation, groups, alert }: LossesInput): void {
  const { names, deadLetters } = foundation;
  const watched = autoScalingGroupsOf(groups);
  if (watched.length === 0) return;
  const rule = new aws.cloudwatch.EventRule(names.logical('LostServers'), {
    name: names.resource(lostServersRule),
    description: 'Servers of this stage that Auto Scaling has terminated',
    eventPattern: $jsonStringify({
      source: ['aws.autoscaling'],
      'detail-type': ['EC2 Instance Terminate Successful'],
      detail: { AutoScalingGroupName: watched },
    }),
  });
  new aws.lambda.Permission(names.logical('LostServersInvokeAlert'), {
    action: 'lambda:InvokeFunction',
    function: alert.name,
    principal: 'events.amazonaws.com',
    sourceAccount: accountId(),
    sourceArn: rule.arn,
  });
  new aws.cloudwatch.EventTarget(names.logical('LostServersTarget'), {
    rule: rule.name,
    arn: alert.arn,
    retryPolicy: { maximumRetryAttempts: 10, maximumEventAgeInSeconds: 3_600 },
    deadLetterConfig: { arn: deadLetters.events.arn },
  });
}
