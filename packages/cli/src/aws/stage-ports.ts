/** The ports of core on one deployed stage. Clients and adapters are made when they are first needed. */
import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SSMClient } from '@aws-sdk/client-ssm';
import { type AskRoles, askedRoles, askingSettings } from '@garbageday/aws/asked-roles.ts';
import { cloudWatchAlerts } from '@garbageday/aws/burn-alerts.ts';
import { eventBridgeEvents } from '@garbageday/aws/chaos-events.ts';
import { clientSettings } from '@garbageday/aws/client-settings.ts';
import type { StageDirectory } from '@garbageday/aws/contract/stage-directory.ts';
import { ec2Fleet } from '@garbageday/aws/fleet.ts';
import { dynamoLedger } from '@garbageday/aws/ledger.ts';
import { lastLeverMove, ssmSafetyLever } from '@garbageday/aws/safety-lever.ts';
import { readStageDirectory } from '@garbageday/aws/stage-directory.ts';
import type { Configuration } from '@garbageday/core/configuration.ts';
import type { Alerts, Clock, Events, Fleet, Ledger, SafetyLever } from '@garbageday/core/ports.ts';
import { systemClock } from '@garbageday/local/clock.ts';
import type { PlatformLever } from '../platform/platform.ts';

export type StagePorts = {
  readonly clock: Clock;
  /** Looked up once. Throws a UsageError if there is no such stage. */
  readonly stage: () => Promise<{ readonly directory: StageDirectory; readonly region: string }>;
  readonly ledger: () => Promise<Ledger>;
  readonly fleet: () => Promise<Fleet>;
  readonly lever: PlatformLever;
  readonly alerts: () => Promise<Alerts>;
  readonly events: () => Promise<Events>;
  readonly lambda: () => LambdaClient;
  readonly clients: {
    readonly ec2: () => EC2Client;
    readonly autoScaling: () => AutoScalingClient;
    readonly ssm: () => SSMClient;
  };
  readonly close: () => void;
};

export function stagePorts(name: string, configuration: () => Promise<Configuration>): StagePorts {
  const clock = systemClock();
  const { clients, close } = clientsOnDemand();
  const { ssm, dynamo } = clients;
  let found: ReturnType<StagePorts['stage']> | null = null;
  const stage: StagePorts['stage'] = () => {
    found ??= findStage(ssm(), name);
    return found;
  };
  return {
    clock,
    stage,
    ledger: async () => {
      const { directory } = await stage();
      return dynamoLedger({ dynamo: dynamo(), table: directory.ledgerTable, clock });
    },
    fleet: async () => {
      const { directory } = await stage();
      const { groups } = await configuration();
      return ec2Fleet({
        ...{ ec2: clients.ec2(), autoScaling: clients.autoScaling(), elb: clients.elb() },
        ...{ codeDeploy: clients.codeDeploy(), cloudFormation: clients.cloudFormation() },
        members: { dynamo: dynamo(), table: directory.ledgerTable },
        askRoles: askedBy(directory, clients.asking),
        ...{ clock, stage: name, groups: directory.fleet, configuration: groups },
      });
    },
    lever: leverOf(async () => ({ ssm: ssm(), name: (await stage()).directory.safetyLever, clock })),
    alerts: async () => {
      const { alarmPrefix: prefix } = (await stage()).directory;
      const slos = (await configuration()).slos.map((slo) => slo.name);
      return cloudWatchAlerts({ cloudWatch: clients.cloudWatch(), prefix, slos });
    },
    events: async () => {
      const { eventBus: bus } = (await stage()).directory;
      return eventBridgeEvents({ events: clients.events(), bus, source: 'garbageday' });
    },
    lambda: clients.lambda,
    clients,
    close,
  };
}

/** Where a command tells the roles, they are asked for anew at each look, as an experiment does. */
function askedBy(
  { rolesFunction: functionName }: StageDirectory,
  asking: () => LambdaClient,
): AskRoles | undefined {
  return functionName === null ? undefined : askedRoles({ lambda: asking(), functionName });
}

async function findStage(ssm: SSMClient, name: string) {
  const directory = await readStageDirectory({ ssm, stage: name });
  return { directory, region: await ssm.config.region() };
}

type LeverOptions = Parameters<typeof ssmSafetyLever>[0];

function leverOf(options: () => Promise<LeverOptions>): PlatformLever {
  const lever = async (): Promise<SafetyLever> => ssmSafetyLever(await options());
  return {
    position: async () => (await lever()).position(),
    halt: async (reason) => (await lever()).halt(reason),
    resume: async () => (await lever()).resume(),
    lastMove: async () => lastLeverMove(await options()),
  };
}

type Client = { readonly destroy: () => void };

/** At most one of each, and only those that are needed. */
function clientsOnDemand() {
  const made: Client[] = [];
  const onDemand = <T extends Client>(make: (settings: ReturnType<typeof clientSettings>) => T) => {
    let client: T | null = null;
    return (): T => {
      if (client === null) {
        client = make(clientSettings());
        made.push(client);
      }
      return client;
    };
  };
  return {
    clients: {
      ec2: onDemand((settings) => new EC2Client(settings)),
      autoScaling: onDemand((settings) => new AutoScalingClient(settings)),
      elb: onDemand((settings) => new ElasticLoadBalancingV2Client(settings)),
      codeDeploy: onDemand((settings) => new CodeDeployClient(settings)),
      cloudFormation: onDemand((settings) => new CloudFormationClient(settings)),
      cloudWatch: onDemand((settings) => new CloudWatchClient(settings)),
      dynamo: onDemand((settings) => new DynamoDBClient(settings)),
      events: onDemand((settings) => new EventBridgeClient(settings)),
      lambda: onDemand((settings) => new LambdaClient(settings)),
      asking: onDemand(() => new LambdaClient(clientSettings(askingSettings))),
      ssm: onDemand((settings) => new SSMClient(settings)),
    },
    close: () => {
      for (const client of made) client.destroy();
    },
  };
}
