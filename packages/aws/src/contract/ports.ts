/**
 * What a function may reach, port by port: the variables that say where that is, the secrets it takes, and what IAM must
 * let it do. functions/specs.ts names the ports of each function; its environment, its role and its links follow from that.
 */

/** What actions are allowed on; stacks/grants.ts says which resources those are, and under which conditions. */
export type Scope =
  | 'ledger'
  | 'lever'
  | 'bus'
  | 'metrics'
  | 'servers'
  | 'schedules'
  | 'schedulerRole'
  /** AWS knows no resources for these actions, and they change nothing. */
  | 'everything';

export type Grant = { readonly on: Scope; readonly actions: readonly string[] };

export const grants = {
  readLedger: { on: 'ledger', actions: ['dynamodb:GetItem', 'dynamodb:Query'] },
  /** Conditional puts; nothing is ever updated or deleted. */
  appendToLedger: { on: 'ledger', actions: ['dynamodb:PutItem'] },
  readLever: { on: 'lever', actions: ['ssm:GetParameter'] },
  publishEvents: { on: 'bus', actions: ['events:PutEvents'] },
  publishMetrics: { on: 'metrics', actions: ['cloudwatch:PutMetricData'] },
  readAlarms: { on: 'everything', actions: ['cloudwatch:DescribeAlarms'] },
  describeServers: { on: 'everything', actions: ['ec2:DescribeInstances'] },
  describeGroups: {
    on: 'everything',
    actions: [
      'autoscaling:DescribeAutoScalingGroups',
      'autoscaling:DescribeInstanceRefreshes',
      'elasticloadbalancing:DescribeTargetHealth',
    ],
  },
  /** The one dangerous permission. */
  terminateServers: { on: 'servers', actions: ['ec2:TerminateInstances'] },
  /** Schedules delete themselves after they ran, so their creator need not be able to. */
  createSchedules: { on: 'schedules', actions: ['scheduler:CreateSchedule'] },
  /** A schedule is created with the role by which it will run. */
  passSchedulerRole: { on: 'schedulerRole', actions: ['iam:PassRole'] },
} as const satisfies Record<string, Grant>;

export type GrantName = keyof typeof grants;

/** What a person sets once per stage, and SST links. */
export type SecretName = 'SlackWebhook' | 'SlackBotToken' | 'SlackChannel';

type Port = {
  readonly variables: readonly string[];
  readonly secrets: readonly SecretName[];
  readonly grants: readonly GrantName[];
};

export const ports = {
  ledger: { variables: ['LEDGER_TABLE'], secrets: [], grants: ['readLedger', 'appendToLedger'] },
  /** The ledger, for a function that writes slices and reads nothing. */
  slices: { variables: ['LEDGER_TABLE'], secrets: [], grants: ['appendToLedger'] },
  /** Messages and receipts are in the ledger's table. */
  outbox: { variables: ['LEDGER_TABLE'], secrets: [], grants: ['readLedger', 'appendToLedger'] },
  /** Members of the replica set say their role in the ledger's table. */
  fleet: {
    variables: ['STAGE', 'FLEET', 'LEDGER_TABLE'],
    secrets: [],
    grants: ['readLedger', 'describeServers', 'describeGroups'],
  },
  /** A fault is recorded in the ledger's table before it is injected. */
  injector: {
    variables: ['STAGE', 'LEDGER_TABLE'],
    secrets: [],
    grants: ['readLedger', 'appendToLedger', 'describeServers', 'terminateServers'],
  },
  lever: { variables: ['SAFETY_LEVER'], secrets: [], grants: ['readLever'] },
  alerts: { variables: ['ALARM_PREFIX'], secrets: [], grants: ['readAlarms'] },
  events: { variables: ['EVENT_BUS'], secrets: [], grants: ['publishEvents'] },
  metrics: { variables: ['METRICS_NAMESPACE'], secrets: [], grants: ['publishMetrics'] },
  scheduler: {
    variables: ['EXPERIMENT_SCHEDULES'],
    secrets: [],
    grants: ['createSchedules', 'passSchedulerRole'],
  },
  slack: { variables: [], secrets: ['SlackWebhook', 'SlackBotToken', 'SlackChannel'], grants: [] },
} as const satisfies Record<string, Port>;

export type PortName = keyof typeof ports;

/** What a function is told and that leads nowhere. */
export type Fact =
  | 'STAGE'
  /** JSON, `FleetGroup[]`: the groups that are deployed. */
  | 'FLEET'
  /** `true` or `false`: whether users' requests are measured. */
  | 'HAS_USERS'
  /** The load balancer. */
  | 'TARGET_URL'
  /** JSON: what to send there, and how often. */
  | 'MEASURING';

/** Every variable that a deployment may set. */
export type Variable = (typeof ports)[PortName]['variables'][number] | Fact;
