/** The ports of one experiment on AWS, and the clients behind them. The sweep of test/aws/sweep puts faults in front of the same. */
import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SSMClient } from '@aws-sdk/client-ssm';
import { cloudWatchAlerts } from '@garbageday/aws/burn-alerts.ts';
import { eventBridgeEvents } from '@garbageday/aws/chaos-events.ts';
import { clientSettings } from '@garbageday/aws/client-settings.ts';
import { eventSource } from '@garbageday/aws/contract/names.ts';
import { type DurableOperations, durableSteps } from '@garbageday/aws/durable-steps.ts';
import { ec2FaultInjector } from '@garbageday/aws/fault-injector.ts';
import { ec2Fleet } from '@garbageday/aws/fleet.ts';
import { dynamoLedger } from '@garbageday/aws/ledger.ts';
import { ssmLeverPosition } from '@garbageday/aws/safety-lever.ts';
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
    cloudWatch: new CloudWatchClient(clientSettings()),
    ssm: new SSMClient(clientSettings()),
    events: new EventBridgeClient(clientSettings(briefly)),
  };
}

export type ExperimentStage = {
  readonly environment: ExperimentEnvironment;
  /** With the groups that are deployed, and no others. */
  readonly configuration: Configuration;
  readonly clients: ExperimentClients;
  /** Of its exclusions. */
  readonly isExcluded: (atMs: number) => boolean;
};

export function experimentPorts(
  operations: DurableOperations,
  { environment, configuration, clients, isExcluded }: ExperimentStage,
): ExperimentPorts {
  const { STAGE: stage, LEDGER_TABLE: table, FLEET: groups, ALARM_PREFIX: prefix } = environment;
  const { ec2, dynamo, autoScaling, elb, cloudWatch, ssm, events } = clients;
  const { service, probe } = configuration;
  const members = { dynamo, table };
  const fleet = { ec2, autoScaling, elb, members, clock, stage, groups, configuration: configuration.groups };
  const slos = configuration.slos.map((slo) => slo.name);
  const ledger = dynamoLedger({ dynamo, table, clock });
  return {
    clock,
    fleet: ec2Fleet(fleet),
    injector: ec2FaultInjector({ ec2, dynamo, table, clock, stage }),
    ledger,
    lever: ssmLeverPosition({ ssm, name: environment.SAFETY_LEVER }),
    alerts: cloudWatchAlerts({ cloudWatch, prefix, slos }),
    windowCounts: rememberedCounts({ ledger, service, maxLagMs: probe.maxLagMs, isExcluded }),
    steps: durableSteps(operations),
    events: eventBridgeEvents({ events, bus: environment.EVENT_BUS, source: eventSource }),
  };
}
