/** An experiment in a process of its own that is stopped, or dies, in the middle of the injection; the lever is pulled meanwhile. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { DescribeInstancesCommand } from '@aws-sdk/client-ec2';
import { type AwsClients, awsClients } from '@garbageday/aws/aws-clients.ts';
import { ssmSafetyLever } from '@garbageday/aws/safety-lever.ts';
import { stageTag } from '@garbageday/aws/tags.ts';
import { readExperiments } from '@garbageday/core/chaos/fold-experiment.ts';
import { runExperiment } from '@garbageday/core/chaos/run-experiment.ts';
import type { ExperimentOutcome } from '@garbageday/core/report/report.ts';
import { systemClock } from '@garbageday/local/clock.ts';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { temporaryDirectory } from '../contract/temporary-directory.ts';
import { experimentPlan } from '../fakes/experiment.ts';
import { journalSteps } from '../fakes/journal-steps.ts';
import { eventually } from '../local/eventually.ts';
import { type DeployedStage, deployStage } from './fixtures/deployed-stage.ts';
import { onEveryCall } from './fixtures/on-call.ts';
import { measured, portsOf, settingsOf } from './fixtures/stage-experiment.ts';
import type { StoppedOptions } from './fixtures/stopped-main.ts';

const clock = systemClock();
const plan = experimentPlan();

/** What a last look saw holds for two seconds. */
const longerThanALookMs = 2_200;

let clients: AwsClients;

beforeAll(() => {
  clients = awsClients();
});

async function quietStage() {
  const stage = await deployStage(clients);
  await measured(stage.ledger);
  return stage;
}

function start(options: StoppedOptions): ChildProcess {
  const main = join(import.meta.dirname, 'fixtures/stopped-main.ts');
  const child = spawn(process.execPath, [main, JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function outcomeOf({ stdout }: ChildProcess): Promise<ExperimentOutcome> {
  if (stdout === null) throw new Error('it has no output');
  return JSON.parse(await text(stdout));
}

/** Its state as the kernel tells it (proc(5)): `T` is stopped. */
function isStopped({ pid }: ChildProcess): boolean {
  return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.startsWith('T') === true;
}

const leverOf = ({ stage }: DeployedStage) =>
  ssmSafetyLever({ ...clients, name: `/garbageday/${stage}/safety-lever`, clock });

async function deadOf({ stage }: DeployedStage): Promise<readonly string[]> {
  const Filters = [
    { Name: `tag:${stageTag}`, Values: [stage] },
    { Name: 'instance-state-name', Values: ['terminated', 'shutting-down'] },
  ];
  const { Reservations = [] } = await clients.ec2.send(new DescribeInstancesCommand({ Filters }));
  return Reservations.flatMap(({ Instances = [] }) => Instances.map(({ InstanceId }) => InstanceId ?? ''));
}

async function recordOf({ ledger }: DeployedStage) {
  const [record] = await readExperiments(ledger, { fromMs: 0, toMs: Date.now() + 1 });
  return record;
}

async function freeze(stage: DeployedStage, stop: NonNullable<StoppedOptions['stop']>) {
  const { ledger: _, ...told } = stage;
  const child = start({ stage: told, plan, journal: join(temporaryDirectory(), 'steps.sqlite'), stop });
  const outcome = outcomeOf(child);
  await eventually('the process stopped', () => isStopped(child), 40_000);
  await leverOf(stage).halt('release day');
  await delay(longerThanALookMs);
  child.kill('SIGCONT');
  return outcome;
}

describe('a process that is frozen, and thawed after the lever was pulled,', () => {
  it.each([
    ['before', 'DescribeAutoScalingGroupsCommand', 'in its last look'],
    ['after', 'GetParameterCommand', 'with the answer that the lever is released in its hands'],
    ['after', 'PutItemCommand', 'with the record in its hands'],
    ['before', 'TerminateInstancesCommand', 'on its way to the call'],
  ] as const)('%s %s, %s, kills nobody', async (when, command, _) => {
    const stage = await quietStage();
    const outcome = await freeze(stage, { signal: 'SIGSTOP', when, command });
    expect(outcome).toMatchObject({
      kind: 'aborted',
      reason: 'the safety lever was pulled: release day',
      impact: null,
    });
    expect(await deadOf(stage)).toEqual([]);
    expect(await recordOf(stage)).toMatchObject({ injectedAtMs: null, state: { kind: 'aborted' } });
  });

  it('after the call says whom it has killed, and is aborted with what users felt', async () => {
    const stage = await quietStage();
    const outcome = await freeze(stage, {
      signal: 'SIGSTOP',
      when: 'after',
      command: 'TerminateInstancesCommand',
    });
    expect(outcome).toMatchObject({ kind: 'aborted', reason: 'the safety lever was pulled: release day' });
    const record = await recordOf(stage);
    expect(await deadOf(stage)).toEqual([record?.target?.instanceId]);
    expect(record).toMatchObject({ injectedAtMs: expect.any(Number), state: { impact: { budgetSpent: 0 } } });
  });
});

describe('a process that dies with the answer of the call in its hands', () => {
  it('is followed by one that says whom it has killed, though the lever was pulled meanwhile', async () => {
    const stage = await quietStage();
    const { ledger: _, ...told } = stage;
    const journal = join(temporaryDirectory(), 'steps.sqlite');
    const stop = { signal: 'SIGKILL', when: 'after', command: 'TerminateInstancesCommand' } as const;
    const first = start({ stage: told, plan, journal, stop });
    await once(first, 'exit');
    expect(await recordOf(stage)).toMatchObject({ injectedAtMs: null, state: { kind: 'baseline' } });
    await leverOf(stage).halt('release day');
    const outcome = await outcomeOf(start({ stage: told, plan, journal, stop: null }));
    expect(outcome).toMatchObject({ kind: 'aborted', reason: 'the safety lever was pulled: release day' });
    const record = await recordOf(stage);
    expect(await deadOf(stage)).toEqual([record?.target?.instanceId]);
    expect(record?.injectedAtMs).toEqual(expect.any(Number));
  });
});

describe('the calls of an experiment', () => {
  it('between the last look at the lever and the fault are one: the record of the handle', async () => {
    const stage = await quietStage();
    const own = awsClients();
    const calls: string[] = [];
    onEveryCall(own, { before: (command) => void calls.push(command) });
    const ports = portsOf(own, stage, journalSteps(clock, new Map()).steps);
    await runExperiment(ports, plan, settingsOf('web'));
    const fault = calls.indexOf('TerminateInstancesCommand');
    const lever = calls.lastIndexOf('GetParameterCommand', fault);
    expect(calls.slice(lever, fault)).toEqual(['GetParameterCommand', 'PutItemCommand']);
    expect(calls.filter((call) => call === 'TerminateInstancesCommand')).toHaveLength(1);
  });
});
