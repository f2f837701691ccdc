/** The statements that several functions share, each as narrow as AWS allows. */
import { groupTag, stageTag } from '@garbageday/aws/contract/tags.ts';
import { arn, type Statement } from './policy.ts';

export function readLedger(ledger: sst.aws.Dynamo): Statement {
  return { actions: ['dynamodb:GetItem', 'dynamodb:Query'], resources: [ledger.arn] };
}

/** Conditional puts; nothing is ever updated or deleted. */
export function writeLedger(ledger: sst.aws.Dynamo): Statement {
  return { actions: ['dynamodb:PutItem'], resources: [ledger.arn] };
}

export function readLever(lever: aws.ssm.Parameter): Statement {
  return { actions: ['ssm:GetParameter'], resources: [lever.arn] };
}

export function publishEvents(bus: sst.aws.Bus): Statement {
  return { actions: ['events:PutEvents'], resources: [bus.arn] };
}

/** CloudWatch knows no resources for metrics; a namespace per stage is what it can be confined to. */
export function publishMetrics(namespace: string): Statement {
  return {
    actions: ['cloudwatch:PutMetricData'],
    resources: ['*'],
    conditions: [{ test: 'StringEquals', variable: 'cloudwatch:namespace', values: [namespace] }],
  };
}

/** AWS knows no resources for these, and they change nothing. */
export const readAlarms: Statement = { actions: ['cloudwatch:DescribeAlarms'], resources: ['*'] };

/** As of alarms, of fleets. */
export const observeFleet: Statement = {
  actions: [
    'autoscaling:DescribeAutoScalingGroups',
    'autoscaling:DescribeInstanceRefreshes',
    'ec2:DescribeInstances',
    'elasticloadbalancing:DescribeTargetHealth',
  ],
  resources: ['*'],
};

/** The one dangerous permission: servers that opted in with a group tag, of this stage, and no others. */
export function terminateFleet(): Statement {
  return {
    actions: ['ec2:TerminateInstances'],
    resources: [arn('ec2', 'instance/*')],
    conditions: [
      { test: 'Null', variable: `ec2:ResourceTag/${groupTag}`, values: ['false'] },
      { test: 'StringEquals', variable: `ec2:ResourceTag/${stageTag}`, values: [$app.stage] },
    ],
  };
}
