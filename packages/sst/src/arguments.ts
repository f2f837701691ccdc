/** What `new GarbageDay(name, …)` takes. */
import type { ConfigurationInput } from '@garbageday/config/configuration-input.ts';
import type { Journey } from '@garbageday/core/probe/journey.ts';

/** A secret of the app, or a secret value. */
export type SecretArgument = sst.Secret | $util.Input<string>;

/** An incoming webhook, which is enough, and optionally a bot, for threads and updates (docs/slack.md). */
export type SlackArguments = {
  readonly webhook: SecretArgument;
  /** `xoxb-…`. */
  readonly botToken?: SecretArgument;
  /** The channel's id (`C0123456789`), which a bot needs; a webhook knows its own. */
  readonly channel?: SecretArgument;
};

/** Tokens of the tools that `config.annotations` names; without its token a tool gets no marks (docs/annotations.md). */
export type AnnotationsArguments = {
  /** Of a service account that may `annotations:create`, and `annotations:read` for a second look. */
  readonly grafanaToken?: SecretArgument;
  readonly datadogApiKey?: SecretArgument;
};

/** The resource or its name. */
export type AutoScalingGroupArgument = aws.autoscaling.Group | $util.Input<string>;

/** The resource or its ARN. */
export type TargetGroupArgument = aws.lb.TargetGroup | $util.Input<string>;

/** By the resource or by its id. */
export type InstanceArgument = aws.ec2.Instance | $util.Input<string>;

/** Which tag says what a voter is, and in which words; any other value is a member that does not vote now. */
export type RoleTag = { readonly tag: string; readonly primary: string; readonly secondary: string };

/**
 * What prints a voter's role when Systems Manager runs it there, in `sh` as root, for ten seconds at most: `cat /run/role`. It prints
 * one of the two words and nothing else; any other output is a member that does not vote now. Anyone who may read SSM documents can
 * read it, so it must not hold a password.
 */
export type RoleCommand = {
  readonly command: string;
  /** Default 'primary'. */
  readonly primary?: string;
  /** Default 'secondary'. */
  readonly secondary?: string;
};

type AnyGroup = {
  /** As in the configuration, and in the tag `garbageday:group` of each server. */
  readonly name: string;
  /** How many must be left, as a number or a percentage of the desired size, rounded up. Default: all but one. */
  readonly requiredHealthy?: number | `${number}%`;
  /**
   * Makes it a quorum: never is its majority hit, nor a group without a primary. A tag says what each voter is, and whatever elects
   * the primary writes it; or a command, which is run on each voter when an experiment looks.
   */
  readonly role?: RoleTag | RoleCommand;
};

/** Servers that an Auto Scaling group keeps, and replaces. */
export type ScalingGroupArguments = AnyGroup & {
  /** One; for a replica set, a one-server group for each member, in order. */
  readonly autoScalingGroup: AutoScalingGroupArgument | readonly AutoScalingGroupArgument[];
  /** The target groups whose health tells whether a server is in use. */
  readonly targetGroup?: TargetGroupArgument | readonly TargetGroupArgument[];
  /**
   * How many servers there should be. If set, an alarm rings when there have been fewer for twenty minutes; the Auto
   * Scaling group must collect the metric `GroupInServiceInstances`, which is free of charge.
   */
  readonly desiredSize?: number;
  readonly tags?: never;
  readonly ec2Instances?: never;
  readonly replacement?: never;
};

/** Servers that no Auto Scaling group keeps. A replica set needs no target group: its members say what they are. */
type UnkeptGroup = AnyGroup & {
  /** The target groups whose health tells whether a server is in use. */
  readonly targetGroup?: TargetGroupArgument | readonly TargetGroupArgument[];
  readonly autoScalingGroup?: never;
};

/** All servers with these tags. */
export type TaggedGroupArguments = UnkeptGroup & {
  readonly tags: Readonly<Record<string, $util.Input<string>>>;
  readonly ec2Instances?: never;
  /** How many there should be; while there are fewer or more nothing is killed. */
  readonly desiredSize: number;
  /** `automatic`: something of yours launches another with these tags, and an experiment waits for it. Default `none`. */
  readonly replacement?: 'none' | 'automatic';
};

/** These servers. One that was killed is gone: nothing more is killed until the list names as many as there are. */
export type InstanceGroupArguments = UnkeptGroup & {
  readonly ec2Instances: readonly InstanceArgument[];
  readonly tags?: never;
  readonly desiredSize?: never;
  readonly replacement?: 'none';
};

/** Servers that can stand in for each other. */
export type GroupArguments = ScalingGroupArguments | TaggedGroupArguments | InstanceGroupArguments;

/** A load balancer to show on the dashboard. */
export type LoadBalancerArguments = {
  readonly kind: 'application' | 'network';
  /** CloudWatch's names: `arnSuffix` of the load balancer and of its target group. */
  readonly loadBalancer: $util.Input<string>;
  readonly targetGroup: $util.Input<string>;
};

/** Where the report site is put: a bucket of the app's own, which decides who may read it. */
export type ReportsArguments = {
  /** Its name. */
  readonly bucket: $util.Input<string>;
  /** Only objects below it are ever written. Ends with a slash. Default `garbageday/`. */
  readonly prefix?: string;
  /** How many days back the site goes, 1 to 400. Default 90. */
  readonly days?: number;
};

/** A collector, the Datadog Agent, or a vendor's endpoint, which takes metrics and events by the OpenTelemetry protocol. */
export type OpenTelemetryArguments = {
  /** `https://otlp.example.com`, to which `/v1/metrics` and `/v1/logs` are added. */
  readonly endpoint: $util.Input<string>;
  /** As in OTEL_EXPORTER_OTLP_HEADERS: `api-key=…`, with commas in between. */
  readonly headers?: SecretArgument;
  /** Default 'http/protobuf'. */
  readonly protocol?: 'http/protobuf' | 'http/json';
  /**
   * Export from the subnets of `vpc`, for a collector that only they reach; such a one may be `http://`. They need a way to DynamoDB and
   * Systems Manager. Default false.
   */
  readonly isInVpc?: boolean;
};

/** Who counts the users' own requests, so that objectives on them stand beside the probe's. */
export type UsersArguments = {
  /** The Application Load Balancer before the service: the resource, its ARN, or the end of it. */
  readonly loadBalancer: aws.lb.LoadBalancer | $util.Input<string>;
  /**
   * Where it writes its access logs, which are read instead of its metrics: exact to the request. `prefix`: as the load
   * balancer was told.
   */
  readonly accessLogs?: { readonly bucket: $util.Input<string>; readonly prefix?: $util.Input<string> };
  /** Which load of the configuration they are. Default: its only one, `users` if it has no journeys of its own. */
  readonly journey?: string;
};

export type GarbageDayArguments = {
  /** As in garbageday.config.ts. */
  readonly config: ConfigurationInput;
  /** What the probe calls: `https://shop.example.com`. */
  readonly target: { readonly url: $util.Input<string> };
  readonly groups: readonly GroupArguments[];
  /** Where probe and users run, for a target that is not reachable from the internet, or must know their addresses. */
  readonly vpc?: {
    readonly subnets: $util.Input<string[]>;
    readonly securityGroups: $util.Input<$util.Input<string>[]>;
  };
  /** Without it nothing is posted, and reports are read with `garbageday report`. */
  readonly slack?: SlackArguments;
  /** Tokens for marking kills in Grafana and Datadog; where, `config.annotations` says. */
  readonly annotations?: AnnotationsArguments;
  /** Every morning the report site is put there (docs/report-site.md). Without it there is none. */
  readonly reports?: ReportsArguments;
  /** Metrics and events are exported there (docs/opentelemetry.md). Without it nothing is. */
  readonly openTelemetry?: OpenTelemetryArguments;
  /** Secrets that journeys name. For one that is missing here, an `sst.Secret` with that name is created. */
  readonly secrets?: Readonly<Record<string, SecretArgument>>;
  /** The permissions boundary of every created role. */
  readonly permissionsBoundary?: $util.Input<string>;
  /** An SNS topic in addition to Slack, for every alarm: PagerDuty, Opsgenie, an address. */
  readonly alarmTopic?: $util.Input<string>;
  /**
   * The service's own CloudWatch alarms, by name or ARN: while one of them rings, nothing is killed and a running
   * experiment ends.
   */
  readonly stopAlarms?: readonly $util.Input<string>[];
  /**
   * Its name on the command line: `garbageday status --platform aws --stage …`. Default: `<app>-<stage>`. Unique in the
   * account and region.
   */
  readonly stage?: string;
  /** Also runs the journeys with the role `load`, for a service that has no users yet. Default false. */
  readonly simulatesUsers?: boolean;
  /** The users' own requests, by the metrics or access logs of their load balancer. Default: the probe alone measures. */
  readonly users?: UsersArguments;
  /** If true, nothing that holds data can be deleted or replaced. Default false. */
  readonly keepsData?: boolean;
  /** False for a new account whose quota of concurrent executions is still 10: AWS refuses any reservation there. */
  readonly reservesConcurrency?: boolean;
  /** What must exist before anything is measured. */
  readonly after?: readonly $util.Resource[];
  readonly loadBalancer?: LoadBalancerArguments;
  /** An existing table for it, for servers that write into it. */
  readonly ledger?: { readonly name: $util.Input<string>; readonly arn: $util.Input<string> };
  /** The steps of journeys without any. Default: `GET /`, where any 2xx is good. */
  readonly defaultJourneys?: Readonly<Record<Journey['role'], Journey>>;
};
