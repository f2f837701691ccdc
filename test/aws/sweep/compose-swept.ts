/** The ports of one experiment, as functions/compose.ts builds them, with the names of the sweep's stage. */
import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EC2Client, TerminateInstancesCommand } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SSMClient } from '@aws-sdk/client-ssm';
import { cloudWatchAlerts } from '@garbageday/aws/burn-alerts.ts';
import { eventBridgeEvents } from '@garbageday/aws/chaos-events.ts';
import { clientSettings } from '@garbageday/aws/client-settings.ts';
import { type DurableOperations, durableSteps } from '@garbageday/aws/durable-steps.ts';
import { ec2FaultInjector } from '@garbageday/aws/fault-injector.ts';
import { ec2Fleet } from '@garbageday/aws/fleet.ts';
import type { FleetGroup } from '@garbageday/aws/fleet-group.ts';
import { dynamoLedger } from '@garbageday/aws/ledger.ts';
import { ssmSafetyLever } from '@garbageday/aws/safety-lever.ts';
import type { ExperimentPorts } from '@garbageday/core/chaos/experiment-ports.ts';
import type { FaultInjector, Ledger } from '@garbageday/core/ports.ts';
import { rememberedCounts } from '@garbageday/core/slo/window-counts.ts';
import { systemClock as clock } from '../../../functions/clock.ts';
import { hurried } from './hurried.ts';
import { sweptConfiguration } from './swept-configuration.ts';

/** What the environment says in production. */
export type Wiring = {
  readonly stage: string;
  readonly table: string;
  readonly lever: string;
  readonly bus: string;
  readonly alarmPrefix: string;
  readonly groups: readonly FleetGroup[];
  /** Kills without a record, as nobody should: the sweep must see it. */
  readonly isNaive: boolean;
};

/** As functions/compose.ts has it for notifications. */
const briefly = { maxAttempts: 2, timeoutMs: 2_000, connectionTimeoutMs: 1_000 };

type Swept = { readonly wiring: Wiring; readonly skip: (ms: number) => void };

export function composeSwept(operations: DurableOperations, { wiring, skip }: Swept) {
  const { stage, table, groups, lever: name, alarmPrefix: prefix, bus, isNaive } = wiring;
  const ec2 = hurried(new EC2Client(clientSettings()), skip);
  const dynamo = hurried(new DynamoDBClient(clientSettings()), skip);
  const autoScaling = hurried(new AutoScalingClient(clientSettings()), skip);
  const elb = hurried(new ElasticLoadBalancingV2Client(clientSettings()), skip);
  const cloudWatch = hurried(new CloudWatchClient(clientSettings()), skip);
  const ssm = hurried(new SSMClient(clientSettings()), skip);
  const events = hurried(new EventBridgeClient(clientSettings(briefly)), skip);
  const configuration = sweptConfiguration();
  const { service, probe } = configuration;
  const slos = configuration.slos.map((slo) => slo.name);
  const ledger = ofTheseDays(dynamoLedger({ dynamo, table, clock }));
  const fleet = { ec2, autoScaling, elb, clock, stage, groups, configuration: configuration.groups };
  const injector = ec2FaultInjector({ ec2, dynamo, table, clock, stage });
  const ports: ExperimentPorts = {
    clock,
    fleet: ec2Fleet(fleet),
    injector: isNaive ? naiveInjector(ec2) : injector,
    ledger,
    lever: ssmSafetyLever({ ssm, name, clock }),
    alerts: cloudWatchAlerts({ cloudWatch, prefix, slos }),
    windowCounts: rememberedCounts({ ledger, service, maxLagMs: probe.maxLagMs }),
    steps: durableSteps(operations),
    events: eventBridgeEvents({ events, bus, source: 'garbageday' }),
  };
  return { configuration, ports };
}

/** A cooldown is looked for day by day, 39 queries each time; before yesterday there is nothing in the sweep's ledgers. */
function ofTheseDays(ledger: Ledger): Ledger {
  const fromMs = clock.now() - 86_400_000;
  return {
    ...ledger,
    transitions: (interval) => ledger.transitions({ ...interval, fromMs: Math.max(fromMs, interval.fromMs) }),
  };
}

function naiveInjector(ec2: EC2Client): FaultInjector {
  return {
    inject: async ({ experimentId, fault, target }) => {
      await ec2.send(new TerminateInstancesCommand({ InstanceIds: [target.id] }));
      const handle = { experimentId, instanceId: target.id, fault, injectedAtMs: clock.now() };
      return { kind: 'injected', handle };
    },
    recorded: async () => null,
    undo: async () => {},
  };
}
