/**
 * What a function may reach, port by port: the variables that say where it is, the secrets it needs, and what IAM must
 * allow. functions/specs.ts names the ports of each function; its environment, its role and its links follow from that.
 */

/**
 * What actions are allowed on; packages/sst/src/grants.ts says which resources those are, and under which conditions.
 */
export type Scope =
  | 'ledger'
  | 'lever'
  | 'bus'
  | 'metrics'
  | 'servers'
  | 'schedules'
  | 'schedulerRole'
  /** Objects below a prefix of a bucket that is not ours. */
  | 'pages'
  | 'rolesFunction'
  | 'roleDocuments'
  /** Members of groups whose role a command tells. */
  | 'askedServers'
  | 'logBucket'
  | 'logFiles'
  /** The stage's own; `null` where kills are not marked there. */
  | 'dashboard'
  /** These actions change nothing, and what they look for may be anywhere in the account; for most AWS knows no resources. */
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
  /** Of servers that no Auto Scaling group keeps. */
  describeChecks: { on: 'everything', actions: ['ec2:DescribeInstanceStatus'] },
  describeGroups: {
    on: 'everything',
    actions: [
      'autoscaling:DescribeAutoScalingGroups',
      'autoscaling:DescribeInstanceRefreshes',
      'elasticloadbalancing:DescribeTargetHealth',
    ],
  },
  /** Whether someone rolls out something. Stacks as a list of names and states, without parameters and outputs. */
  describeRollouts: {
    on: 'everything',
    actions: [
      'codedeploy:ListDeployments',
      'codedeploy:GetDeployment',
      'codedeploy:GetDeploymentGroup',
      'cloudformation:ListStacks',
    ],
  },
  /** Of any namespace: CloudWatch knows no resources for reading metrics. */
  readMetrics: { on: 'everything', actions: ['cloudwatch:GetMetricData'] },
  describeLoadBalancers: { on: 'everything', actions: ['elasticloadbalancing:DescribeLoadBalancers'] },
  /** Of the load balancers of this account. */
  listLogs: { on: 'logBucket', actions: ['s3:ListBucket'] },
  readLogs: { on: 'logFiles', actions: ['s3:GetObject'] },
  /** The one dangerous permission. */
  terminateServers: { on: 'servers', actions: ['ec2:TerminateInstances'] },
  /** Schedules delete themselves after running, so their creator need not be able to. */
  createSchedules: { on: 'schedules', actions: ['scheduler:CreateSchedule'] },
  /** A schedule is created with the role that it will use. */
  passSchedulerRole: { on: 'schedulerRole', actions: ['iam:PassRole'] },
  /** Nothing in the bucket is read, listed or deleted. */
  putPages: { on: 'pages', actions: ['s3:PutObject'] },
  /** Has the command run that a deployment wrote, and chooses none. */
  invokeRoles: { on: 'rolesFunction', actions: ['lambda:InvokeFunction'] },
  /** IAM asks twice: for the document, and for the server that it runs on. */
  sendRoleDocuments: { on: 'roleDocuments', actions: ['ssm:SendCommand'] },
  sendToServers: { on: 'askedServers', actions: ['ssm:SendCommand'] },
  readCommands: { on: 'everything', actions: ['ssm:GetCommandInvocation'] },
  /** With all that a person wrote into it; it cannot be deleted. */
  markDashboard: { on: 'dashboard', actions: ['cloudwatch:GetDashboard', 'cloudwatch:PutDashboard'] },
} as const satisfies Record<string, Grant>;

export type GrantName = keyof typeof grants;

/** What a person sets once per stage, and SST links. */
export type SecretName =
  | 'SlackWebhook'
  | 'SlackBotToken'
  | 'SlackChannel'
  | 'GrafanaToken'
  | 'DatadogApiKey'
  | 'OtlpHeaders';

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
  /** Members of the replica set report their role in the ledger's table. */
  fleet: {
    variables: ['STAGE', 'FLEET', 'LEDGER_TABLE'],
    secrets: [],
    grants: ['readLedger', 'describeServers', 'describeChecks', 'describeGroups', 'describeRollouts'],
  },
  /** A fault is recorded in the ledger's table before it is injected. */
  injector: {
    variables: ['STAGE', 'LEDGER_TABLE'],
    secrets: [],
    grants: ['readLedger', 'appendToLedger', 'describeServers', 'terminateServers'],
  },
  lever: { variables: ['SAFETY_LEVER'], secrets: [], grants: ['readLever'] },
  alerts: { variables: ['ALARM_PREFIX'], secrets: [], grants: ['readAlarms'] },
  /** The service's own alarms: while one of them rings, nothing is killed. JSON, names or ARNs. */
  stopAlarms: { variables: ['STOP_ALARMS'], secrets: [], grants: ['readAlarms'] },
  events: { variables: ['EVENT_BUS'], secrets: [], grants: ['publishEvents'] },
  metrics: { variables: ['METRICS_NAMESPACE'], secrets: [], grants: ['publishMetrics'] },
  /** What a load balancer counts of the users' requests, and whether it is there. */
  albMetrics: { variables: [], secrets: [], grants: ['readMetrics', 'describeLoadBalancers'] },
  albLogs: { variables: [], secrets: [], grants: ['listLogs', 'readLogs', 'describeLoadBalancers'] },
  scheduler: {
    variables: ['EXPERIMENT_SCHEDULES'],
    secrets: [],
    grants: ['createSchedules', 'passSchedulerRole'],
  },
  /** The report site; `SITE_PREFIX` is empty or ends with a slash. */
  site: { variables: ['SITE_BUCKET', 'SITE_PREFIX'], secrets: [], grants: ['putPages'] },
  /** The function that may run the command; a stage without such a group has none. */
  roles: { variables: ['ROLES_FUNCTION'], secrets: [], grants: ['invokeRoles'] },
  serverCommands: {
    variables: [],
    secrets: [],
    grants: ['sendRoleDocuments', 'sendToServers', 'readCommands'],
  },
  /** Who marks a kill in a tool is in the ledger's table. */
  markClaims: { variables: ['LEDGER_TABLE'], secrets: [], grants: ['readLedger', 'appendToLedger'] },
  grafana: { variables: [], secrets: ['GrafanaToken'], grants: [] },
  datadog: { variables: [], secrets: ['DatadogApiKey'], grants: [] },
  /** `DASHBOARD` is absent where kills are not marked there. */
  dashboard: { variables: ['DASHBOARD'], secrets: [], grants: ['markDashboard'] },
  /** A collector, by the names that the OpenTelemetry specification gives its variables. */
  otlp: {
    variables: ['OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_PROTOCOL'],
    secrets: ['OtlpHeaders'],
    grants: [],
  },
  slack: { variables: [], secrets: ['SlackWebhook', 'SlackBotToken', 'SlackChannel'], grants: [] },
} as const satisfies Record<string, Port>;

export type PortName = keyof typeof ports;

/** Variables that do not refer to any resource. */
export type Fact =
  | 'STAGE'
  /** JSON, `FleetGroup[]`: the groups that are deployed. */
  | 'FLEET'
  /** `true` or `false`: whether users' requests are simulated, and so measured. */
  | 'HAS_USERS'
  /** The load balancer. */
  | 'TARGET_URL'
  /** JSON: what to send there, and how often. */
  | 'MEASURING'
  /** JSON, `Traffic[]`: which journeys are the users' own requests, and who counts them. */
  | 'TRAFFIC'
  /** JSON: which of them this function counts, and where. */
  | 'COUNTING';

/** Every variable that a deployment may set. */
export type Variable = (typeof ports)[PortName]['variables'][number] | Fact;
