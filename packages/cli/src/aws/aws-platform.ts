/** A stage on AWS, found by its name alone. Region and credentials come from where the SDK looks for them. */
import process from 'node:process';
import { explainAwsError } from '@garbageday/aws/aws-error.ts';
import { deployed, platformOf, reportedIn } from '@garbageday/aws/deployed.ts';
import { ec2Faults } from '@garbageday/aws/ec2-faults.ts';
import { unknownProfile } from '@garbageday/aws/unknown-profile.ts';
import type { ChaosSchedule, Configuration } from '@garbageday/core/configuration.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import { chaosCalendar } from '@garbageday/core/schedule/calendar.ts';
import type { Platform, PlatformRequest, Setup, Target } from '../platform/platform.ts';
import { awsAdoption } from './adoption.ts';
import { type StagePorts, stagePorts } from './stage-ports.ts';
import { startOnStage } from './start-on-stage.ts';

export function awsPlatform({
  stage,
  loadConfiguration,
}: Pick<PlatformRequest, 'stage' | 'loadConfiguration'>): Platform {
  const configuration = once(() => loadConfiguration('aws'));
  const ports = stagePorts(stage, configuration);
  return {
    name: 'aws',
    options: `--platform aws --stage ${stage}`,
    title: `the stage ${stage}`,
    about: async () => {
      const { directory, region } = await ports.stage();
      return {
        label: `stage ${stage}, ${region}`,
        isRunning: true,
        url: directory.url,
        names: { stage, region },
      };
    },
    configuration,
    setup: async () => setupOf(await configuration(), ports),
    targets: async () => targetsOf(await configuration(), ports),
    draws: { seed: stage, asOf: windowOpening },
    ledger: async () => ({ kind: 'there', ledger: await ports.ledger() }),
    fleet: { groups: async (of) => (await ports.fleet()).groups(of) },
    lever: ports.lever,
    alerts: { firing: async () => (await ports.alerts()).firing() },
    events: { publish: async (event) => (await ports.events()).publish(event) },
    adoption: awsAdoption(stage, ports),
    supervision: () => ({ kind: 'not-needed' }),
    start: async (kill) => startOnStage(kill, { name: stage, ports, configuration: await configuration() }),
    explain: async (error) => (await unknownProfile(error, process.env)) ?? explainAwsError(error),
    close: ports.close,
  };
}

/** Calls `ask` once and returns the same answer every time. */
function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | null = null;
  return () => {
    answer ??= ask();
    return answer;
  };
}

async function setupOf(configuration: Configuration, ports: StagePorts): Promise<Setup> {
  const { directory } = await ports.stage();
  const reported = reportedIn(directory, configuration);
  return { ...reported, supportedFaults: ec2Faults, platform: platformOf(reported.configuration) };
}

/** @throws UsageError if the configuration is for another stage. */
async function targetsOf(configuration: Configuration, ports: StagePorts): Promise<readonly Target[]> {
  const { fleet } = (await ports.stage()).directory;
  const { groups } = deployed(configuration, fleet);
  if (groups.length > 0) return groups;
  const there = fleet.map(({ group }) => group).join(', ');
  throw new UsageError(
    `no group of the configuration is in the stage, which has: ${there}; name the configuration that was deployed (--config)`,
  );
}

/**
 * Today was drawn before its window opened, so it is drawn here as of that moment, with the kills up to then: a plan
 * made at noon shows the same day as one made at breakfast.
 */
function windowOpening(schedule: ChaosSchedule, nowMs: number): number {
  const calendar = chaosCalendar(schedule);
  return Math.min(nowMs, calendar.spanOf(calendar.dayOf(nowMs)).fromMs);
}
