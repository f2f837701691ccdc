/**
 * The ports of one experiment on AWS, and the clients behind them. The sweep in test/aws/sweep injects failures into
 * the same clients.
 */
import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { AskRoles } from '@garbageday/aws/asked-roles.ts';
import { cloudWatchAlerts } from '@garbageday/aws/burn-alerts.ts';
import { eventBridgeEvents } from '@garbageday/aws/chaos-events.ts';
import { clientSettings } from '@garbageday/aws/client-settings.ts';
import { eventSource } from '@garbageday/aws/contract/names.ts';
import { type DurableOperations, durableSteps } from '@garbageday/aws/durable-steps.ts';
import { ec2FaultInjector } from '@garbageday/aws/fault-injector.ts';
import { ec2Fleet } from '@garbageday/aws/fleet.ts';
import { dynamoLedger } from '@garbageday/aws/ledger.ts';
import { ssmLeverPosition } from '@garbageday/aws/safety-lever.ts';
import { withStopAlarms } from '@garbageday/aws/stop-alarms.ts';
import type { ExperimentPorts } from '@garbageday/core/chaos/experiment-ports.ts';
import type { Configuration } from '@garbageday/core/configuration.ts';
import { rememberedCounts } from '@garbageday/core/slo/window-counts.ts';
import { systemClock as clock } from './clock.ts';
import type { ExperimentEnvironment } from './environment/experiment.ts';

/** Nothing waits long for a notification. */
const briefly = { maxAttempts: 2, timeoutMs: 2_000, connectionTimeoutMs: 1_000 };

export type ExperimentClients = ReturnType<typeof experimentClients>;

export function experimentClients() {
  return {
    ec2: new EC2Client(clientSettings()),
    dynamo: new DynamoDBClient(clientSettings()),
    autoScaling: new AutoScalingClient(clientSettings()),
    elb: new ElasticLoadBalancingV2Client(clientSettings()),
    codeDeploy: new CodeDeployClient(clientSettings()),
    cloudFormation: new CloudFormationClient(clientSettings()),
    cloudWatch: new CloudWatchClient(clientSettings()),
    ssm: new SSMClient(clientSettings()),
    events: new EventBridgeClient(clientSettings(briefly)),
  };
}

export type ExperimentStage = {
  readonly environment: ExperimentEnvironment;
  /** With only the groups that are deployed. */
  readonly configuration: Configuration;
  readonly clients: ExperimentClients;
  /** Whether a moment is excluded by the configuration. */
  readonly isExcluded: (atMs: number) => boolean;
  readonly askRoles?: AskRoles | undefined;
};

export function experimentPorts(
  operations: DurableOperations,
  { environment, configuration, clients, isExcluded, askRoles }: ExperimentStage,
): ExperimentPorts {
  const { STAGE: stage, LEDGER_TABLE: table, FLEET: groups, ALARM_PREFIX: prefix } = environment;
  const { STOP_ALARMS: alarms = [] } = environment;
  const { ec2, dynamo, autoScaling, elb, codeDeploy, cloudFormation, cloudWatch, ssm, events } = clients;
  const { service, probe } = configuration;
  const members = { dynamo, table };
  const seen = { ec2, autoScaling, elb, codeDeploy, cloudFormation, members, askRoles };
  const fleet = { ...seen, clock, stage, groups, configuration: configuration.groups };
  const slos = configuration.slos.map((slo) => slo.name);
  const ledger = dynamoLedger({ dynamo, table, clock });
  return {
    clock,
    fleet: ec2Fleet(fleet),
    injector: ec2FaultInjector({ ec2, dynamo, table, clock, stage }),
    ledger,
    lever: ssmLeverPosition({ ssm, name: environment.SAFETY_LEVER }),
    alerts: withStopAlarms(cloudWatchAlerts({ cloudWatch, prefix, slos }), { cloudWatch, alarms }),
    windowCounts: rememberedCounts({ ledger, service, maxLagMs: probe.maxLagMs, isExcluded }),
    steps: durableSteps(operations),
    events: eventBridgeEvents({ events, bus: environment.EVENT_BUS, source: eventSource }),
  };
}
