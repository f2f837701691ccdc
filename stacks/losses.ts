/** Servers that Auto Scaling terminates: those that were lost and not let go are written into the ledger by the alert. */
import type { Fleet } from './fleet.ts';
import { lostServersRule, resourceName } from './naming.ts';
import { accountId } from './policy.ts';

type LossesInput = {
  readonly fleet: Fleet;
  readonly alert: sst.aws.Function;
  readonly deadLetters: sst.aws.Queue;
};

/** AWS's services speak on the default bus, of which every account has one. */
export function deployLosses({ fleet, alert, deadLetters }: LossesInput): void {
  const rule = new aws.cloudwatch.EventRule('LostServers', {
    name: resourceName(lostServersRule),
    description: 'Servers of this stage that Auto Scaling has terminated',
    eventPattern: $jsonStringify({
      source: ['aws.autoscaling'],
      'detail-type': ['EC2 Instance Terminate Successful'],
      detail: { AutoScalingGroupName: groupsOf(fleet).map(({ name }) => name) },
    }),
  });
  new aws.lambda.Permission('LostServersInvokeAlert', {
    action: 'lambda:InvokeFunction',
    function: alert.name,
    principal: 'events.amazonaws.com',
    sourceAccount: accountId(),
    sourceArn: rule.arn,
  });
  new aws.cloudwatch.EventTarget('LostServersTarget', {
    rule: rule.name,
    arn: alert.arn,
    retryPolicy: { maximumRetryAttempts: 10, maximumEventAgeInSeconds: 3_600 },
    deadLetterConfig: { arn: deadLetters.arn },
  });
}

function groupsOf({ web, data, loadBalancer }: Fleet): readonly aws.autoscaling.Group[] {
  const own = loadBalancer.fleet;
  const balancers = own === null ? [] : [own.autoScalingGroup];
  return [web.autoScalingGroup, ...data.autoScalingGroups, ...balancers];
}
