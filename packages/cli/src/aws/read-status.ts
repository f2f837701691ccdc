/** How a stage stands: each part is known, or says why it could not be read. */
import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { explainAwsError } from '@garbageday/aws/aws-error.ts';
import { cloudWatchAlerts } from '@garbageday/aws/burn-alerts.ts';
import { clientSettings } from '@garbageday/aws/client-settings.ts';
import { ec2Fleet } from '@garbageday/aws/fleet.ts';
import { dynamoLedger } from '@garbageday/aws/ledger.ts';
import type { Group } from '@garbageday/core/chaos/fleet.ts';
import { type ExperimentRecord, readExperiments } from '@garbageday/core/chaos/fold-experiment.ts';
import type { Checked } from '@garbageday/core/chaos/gate-facts.ts';
import { messageOf } from '@garbageday/core/chaos/gather-facts.ts';
import type { Configuration } from '@garbageday/core/configuration.ts';
import type { Alerts, FiringAlert, Fleet, Ledger, LeverPosition } from '@garbageday/core/ports.ts';
import { readSlices } from '@garbageday/core/probe/read-slices.ts';
import type { DeployedStage } from './on-stage.ts';

export type StageStatus = {
  readonly stage: string;
  readonly region: string;
  readonly url: string;
  readonly service: string;
  readonly nowMs: number;
  readonly lever: Checked<LeverPosition>;
  readonly groups: Checked<readonly Group[]>;
  readonly firing: Checked<readonly FiringAlert[]>;
  /** Of the last month, oldest first. */
  readonly experiments: Checked<readonly ExperimentRecord[]>;
  /** How long ago the probe's newest slice ended, in milliseconds; null: none in the last hour. */
  readonly newestSliceAgeMs: Checked<number | null>;
};

const hourMs = 3_600_000;

/** The daily report ends what has no end; one that fails for a month is noticed otherwise. */
const lookBackMs = 31 * 24 * hourMs;

export type StatusPorts = { readonly fleet: Fleet; readonly ledger: Ledger; readonly alerts: Alerts };

export async function readStatus(stage: DeployedStage, configuration: Configuration): Promise<StageStatus> {
  return await withPorts(stage, configuration, async ({ fleet, ledger, alerts }) => {
    const nowMs = stage.clock.now();
    const [lever, groups, firing, experiments, newestSliceAgeMs] = await Promise.all([
      check(() => stage.lever.position()),
      check(() => fleet.groups()),
      check(() => alerts.firing()),
      check(() => readExperiments(ledger, { fromMs: nowMs - lookBackMs, toMs: nowMs + hourMs })),
      check(() => oldestAge(ledger, configuration, nowMs)),
    ]);
    const { name, region, directory } = stage;
    const about = { stage: name, region, url: directory.url, service: configuration.service, nowMs };
    return { ...about, lever, groups, firing, experiments, newestSliceAgeMs };
  });
}

/** Of the judge that has been silent for longest; `null`: one of them for an hour. */
async function oldestAge(
  ledger: Ledger,
  { service, journeys }: Configuration,
  nowMs: number,
): Promise<number | null> {
  const judges = journeys.filter(({ role }) => role === 'judge');
  const window = { service, fromMs: nowMs - hourMs, toMs: nowMs + 1 };
  const ages = await Promise.all(
    judges.map(async ({ name }) => {
      const newest = (await readSlices(ledger, { ...window, journey: name })).at(-1);
      return newest === undefined ? null : Math.max(0, nowMs - newest.startMs - newest.widthSeconds * 1_000);
    }),
  );
  return ages.reduce((oldest, age) => (oldest === null || age === null ? null : Math.max(oldest, age)), 0);
}

async function withPorts<T>(
  { name: stage, directory, clock }: DeployedStage,
  configuration: Configuration,
  body: (ports: StatusPorts) => Promise<T>,
): Promise<T> {
  const [ec2, autoScaling] = [new EC2Client(clientSettings()), new AutoScalingClient(clientSettings())];
  const elb = new ElasticLoadBalancingV2Client(clientSettings());
  const [cloudWatch, dynamo] = [new CloudWatchClient(clientSettings()), new DynamoDBClient(clientSettings())];
  const fleet = {
    ec2,
    autoScaling,
    elb,
    members: { dynamo, table: directory.ledgerTable },
    clock,
    stage,
    groups: directory.fleet,
    configuration: configuration.groups,
  };
  const slos = configuration.slos.map((slo) => slo.name);
  try {
    return await body({
      fleet: ec2Fleet(fleet),
      ledger: dynamoLedger({ dynamo, table: directory.ledgerTable, clock }),
      alerts: cloudWatchAlerts({ cloudWatch, prefix: directory.alarmPrefix, slos }),
    });
  } finally {
    for (const client of [ec2, autoScaling, elb, cloudWatch, dynamo]) client.destroy();
  }
}

/** What AWS refuses is said where it would have stood: one part that cannot be read hides no other. */
async function check<T>(ask: () => Promise<T>): Promise<Checked<T>> {
  try {
    return { kind: 'known', value: await ask() };
  } catch (error) {
    return { kind: 'failed', error: messageOf(explainAwsError(error)) };
  }
}
