/** What there is in the account, by kind, as the emulators list it. */
import { elements, json, query, rest, s3 } from '../provider/call.ts';
import { list } from '../provider/kind.ts';
import type { Plain } from '../provider/wire.ts';

export type Inventory = Readonly<Record<string, readonly string[]>>;

function names(answer: Plain, key: string, name: string): readonly string[] {
  return list(answer[key])
    .map((each) => String(each[name]))
    .toSorted();
}

/** Texts, where the answer has no more. */
function texts(answer: Plain, key: string): readonly string[] {
  const found = answer[key];
  return Array.isArray(found) ? found.map(String).toSorted() : [];
}

function cloudWatch(action: string) {
  return json('monitoring', `GraniteServiceVersion20100801.${action}`, {}, '1.0');
}

export async function inventory(): Promise<Inventory> {
  const alarms = await cloudWatch('DescribeAlarms');
  const composites = await json(
    'monitoring',
    'GraniteServiceVersion20100801.DescribeAlarms',
    { AlarmTypes: ['CompositeAlarm'] },
    '1.0',
  );
  const elb = 'elasticloadbalancing';
  return {
    buckets: elements(await s3('GET', '/'), 'Name').toSorted(),
    functions: names(await rest('lambda', 'GET', '/2015-03-31/functions'), 'Functions', 'FunctionName'),
    tables: texts(await json('dynamodb', 'DynamoDB_20120810.ListTables', {}, '1.0'), 'TableNames'),
    parameters: names(await json('ssm', 'AmazonSSM.DescribeParameters', {}), 'Parameters', 'Name'),
    queues: texts(await json('sqs', 'AmazonSQS.ListQueues', {}, '1.0'), 'QueueUrls'),
    buses: names(await json('events', 'AWSEvents.ListEventBuses', {}), 'EventBuses', 'Name'),
    rules: names(await json('events', 'AWSEvents.ListRules', {}), 'Rules', 'Name'),
    schedules: names(await rest('scheduler', 'GET', '/schedules'), 'Schedules', 'Name'),
    scheduleGroups: names(await rest('scheduler', 'GET', '/schedule-groups'), 'ScheduleGroups', 'Name'),
    alarms: names(alarms, 'MetricAlarms', 'AlarmName'),
    compositeAlarms: names(composites, 'CompositeAlarms', 'AlarmName'),
    dashboards: names(await cloudWatch('ListDashboards'), 'DashboardEntries', 'DashboardName'),
    logGroups: names(await json('logs', 'Logs_20140328.DescribeLogGroups', {}), 'logGroups', 'logGroupName'),
    roles: elements(await query('iam', 'ListRoles', {}), 'RoleName').toSorted(),
    vpcs: elements(await query('ec2', 'DescribeVpcs', {}), 'vpcId').toSorted(),
    securityGroups: elements(await query('ec2', 'DescribeSecurityGroups', {}), 'groupName').toSorted(),
    launchTemplates: elements(await query('ec2', 'DescribeLaunchTemplates', {}), 'launchTemplateName'),
    groups: elements(await query('autoscaling', 'DescribeAutoScalingGroups', {}), 'AutoScalingGroupName'),
    loadBalancers: elements(await query(elb, 'DescribeLoadBalancers', {}), 'LoadBalancerName'),
    targetGroups: elements(await query(elb, 'DescribeTargetGroups', {}), 'TargetGroupName'),
    running: elements(await query('ec2', 'DescribeInstances', running), 'instanceId'),
  };
}

const running = { Filter: [{ Name: 'instance-state-name', Value: ['pending', 'running', 'stopped'] }] };

/** Keys in a bucket. */
export async function keysOf(bucket: string): Promise<readonly string[]> {
  return elements(await s3('GET', `/${bucket}?list-type=2`), 'Key');
}
