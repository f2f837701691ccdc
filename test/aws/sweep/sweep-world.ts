/** Emulators, a stage in them and the clock: everything that one line of cases needs, apart from every other line. */
import { AutoScalingClient, DescribeAutoScalingGroupsCommand } from '@aws-sdk/client-auto-scaling';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { AwsClients } from '@garbageday/aws/aws-clients.ts';
import { clientSettings } from '@garbageday/aws/client-settings.ts';
import type { FleetGroup } from '@garbageday/aws/contract/fleet-group.ts';
import type { LeverPosition } from '@garbageday/core/ports.ts';
import { startDynalite } from '../emulators/start-dynalite.ts';
import { type Call, type Meddle, type Reply, startGateway } from '../emulators/start-gateway.ts';
import { type Emulator, startMoto } from '../emulators/start-moto.ts';
import { type LaunchedStage, launchStage, registerReplacements } from '../fixtures/launch-stage.ts';
import { alarmPrefixOf, createBus, leverName, putBurnAlarm, putLever } from '../fixtures/stage-parts.ts';
import { unhurried } from '../fixtures/unhurried.ts';
import type { Wiring } from './compose-swept.ts';
import { type DurableService, durableService } from './durable-service.ts';
import { type WorldClock, worldClock } from './world-clock.ts';

/** The process signs with this key; what the sweep itself asks is never meddled with. */
const processKey = 'process';

export type SweepWorld = {
  readonly clients: AwsClients;
  readonly clock: WorldClock;
  readonly service: DurableService;
  /** Of every case; each has a ledger of its own. */
  readonly environment: Omit<Wiring['environment'], 'LEDGER_TABLE'>;
  /** For the process. */
  readonly env: NodeJS.ProcessEnv;
  /** What is done to the calls of the process from now on; null lets them pass. */
  readonly meddleWith: (meddle: Meddle | null) => void;
  readonly moveLever: (to: LeverPosition) => Promise<void>;
  /** What Auto Scaling does: the dead are replaced, and the load balancer hears of it. */
  readonly makeWhole: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

export async function startSweepWorld(): Promise<SweepWorld> {
  const started: Emulator[] = [];
  const stop = async () => {
    for (const emulator of started.toReversed()) await emulator.stop();
  };
  try {
    return await buildWorld(started, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function buildWorld(started: Emulator[], stop: () => Promise<void>): Promise<SweepWorld> {
  const clock = worldClock();
  // Servers that have run for an hour when the first experiment looks.
  clock.skip(3_600_000);
  const service = durableService(clock.now);
  let current: Meddle | null = null;
  const meddle: Meddle = (call, act) => (isOfProcess(call) && current !== null ? current(call, act) : act());
  const moto = await startMoto();
  started.push(moto);
  const dynalite = await startDynalite();
  started.push(dynalite);
  const lambda = (call: Call): Reply => service.answer(call);
  const gateway = await startGateway({ moto: moto.url, dynalite: dynalite.url, lambda, meddle });
  started.push(gateway);
  const clients = clientsAt(gateway.url);
  const launched = await launchStage(clients);
  const environment = await prepare(clients, launched);
  return {
    clients,
    clock,
    service,
    environment,
    env: environmentAt(gateway.url, clock),
    meddleWith: (next) => {
      current = next;
    },
    moveLever: (to) => putLever(clients, launched.stage, to),
    makeWhole: () => makeWhole(clients, environment),
    stop: async () => {
      for (const client of Object.values(clients)) client.destroy();
      await stop();
      clock.close();
    },
  };
}

function isOfProcess({ headers }: Call): boolean {
  return String(headers.authorization).includes(`Credential=${processKey}/`);
}

function environmentAt(url: string, clock: WorldClock): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    AWS_ENDPOINT_URL: url,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: processKey,
    AWS_SECRET_ACCESS_KEY: 'testing',
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    POWERTOOLS_METRICS_DISABLED: 'true',
    SWEEP_CLOCK: clock.path,
  };
}

function clientsAt(endpoint: string): AwsClients {
  const credentials = { accessKeyId: 'sweep', secretAccessKey: 'testing' };
  const settings = { ...clientSettings(unhurried), endpoint, region: 'eu-central-1', credentials };
  return {
    ec2: new EC2Client(settings),
    autoScaling: new AutoScalingClient(settings),
    elb: new ElasticLoadBalancingV2Client(settings),
    codeDeploy: new CodeDeployClient(settings),
    cloudFormation: new CloudFormationClient(settings),
    cloudWatch: new CloudWatchClient(settings),
    dynamo: new DynamoDBClient(settings),
    events: new EventBridgeClient(settings),
    scheduler: new SchedulerClient(settings),
    ssm: new SSMClient(settings),
    lambda: new LambdaClient(settings),
  };
}

/**
 * Of the replica set one member takes part, so that its role is asked for, as it is of each in production; the web is what
 * is hit.
 */
async function prepare(
  clients: AwsClients,
  { stage, groups }: LaunchedStage,
): Promise<SweepWorld['environment']> {
  await putLever(clients, stage, { kind: 'released' });
  await putBurnAlarm(clients, stage, 'page');
  const firstOf = ({ autoScalingGroups, ...group }: FleetGroup): FleetGroup => ({
    ...group,
    autoScalingGroups: autoScalingGroups.slice(0, 1),
  });
  return {
    STAGE: stage,
    SAFETY_LEVER: leverName(stage),
    EVENT_BUS: await createBus(clients, stage),
    ALARM_PREFIX: alarmPrefixOf(stage),
    FLEET: groups.map(firstOf),
  };
}

async function makeWhole(
  clients: AwsClients,
  { FLEET: groups }: Pick<Wiring['environment'], 'FLEET'>,
): Promise<void> {
  const AutoScalingGroupNames = groups.flatMap(({ autoScalingGroups }) => autoScalingGroups);
  // Asking makes the emulator look after the group.
  await clients.autoScaling.send(new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames }));
  await registerReplacements(clients, { groups });
}
