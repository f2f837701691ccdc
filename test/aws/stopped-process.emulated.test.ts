/** An experiment in a process of its own that is stopped, or dies, in the middle of the injection; the lever is pulled meanwhile. */
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DescribeInstancesCommand } from '@aws-sdk/client-ec2';
import { type AwsClients, awsClients } from '@garbageday/aws/aws-clients.ts';
import { stageTag } from '@garbageday/aws/contract/tags.ts';
import { ssmSafetyLever } from '@garbageday/aws/safety-lever.ts';
import type { ExperimentPlan } from '@garbageday/core/chaos/experiment.ts';
import { runExperiment } from '@garbageday/core/chaos/run-experiment.ts';
import { readExperiments } from '@garbageday/core/chaos/transitions.ts';
import { systemClock } from '@garbageday/local/clock.ts';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { temporaryDirectory } from '../contract/temporary-directory.ts';
import { experimentPlan } from '../fakes/experiment.ts';
import { journalSteps } from '../fakes/journal-steps.ts';
import { startStoppable } from '../fixtures/stopped-process.ts';
import { type DeployedStage, deployStage } from './fixtures/deployed-stage.ts';
import { onEveryCall } from './fixtures/on-call.ts';
import { measured, portsOf, settingsOf } from './fixtures/stage-experiment.ts';
import type { StoppedOptions } from './fixtures/stopped-main.ts';

// Processes of their own, on a machine that may be small.
vi.setConfig({ testTimeout: 120_000 });

const clock = systemClock();
const plan = experimentPlan();

/** What a last look saw holds for two seconds. */
const longerThanALookMs = 2_200;

const pulled = { kind: 'lever', text: 'the safety lever was pulled: release day' };

let clients: AwsClients;

beforeAll(() => {
  clients = awsClients();
});

async function quietStage() {
  const stage = await deployStage(clients);
  await measured(stage.ledger);
  return stage;
}

function start(options: StoppedOptions) {
  return startStoppable(join(import.meta.dirname, 'fixtures/stopped-main.ts'), options);
}

function leverOf({ stage }: DeployedStage) {
  return ssmSafetyLever({ ...clients, name: `/garbageday/${stage}/safety-lever`, clock });
}

async function deadOf({ stage }: DeployedStage): Promise<readonly string[]> {
  const Filters = [
    { Name: `tag:${stageTag}`, Values: [stage] },
    { Name: 'instance-state-name', Values: ['terminated', 'shutting-down'] },
  ];
  const { Reservations = [] } = await clients.ec2.send(new DescribeInstancesCommand({ Filters }));
  return Reservations.flatMap(({ Instances = [] }) => Instances.map(({ InstanceId }) => InstanceId ?? ''));
}

async function recordOf({ ledger }: DeployedStage, plan: ExperimentPlan) {
  // A query for each day.
  const recently = { fromMs: Date.now() - 3_600_000, toMs: Date.now() + 1 };
  const records = await readExperiments(ledger, recently);
  return records.find((record) => record.plan.id === plan.id);
}

type Stop = NonNullable<StoppedOptions['stop']>;

async function freeze(stage: DeployedStage, plan: ExperimentPlan, stop: Stop) {
  const { ledger: _, ...told } = stage;
  const journal = join(temporaryDirectory(), 'steps.sqlite');
  const experiment = start({ stage: told, plan, journal, stop });
  await experiment.stopped();
  await leverOf(stage).halt('release day');
  await delay(longerThanALookMs);
  experiment.thaw();
  const outcome = await experiment.ended();
  await leverOf(stage).resume();
  return outcome;
}

/** Before that call of the injection is sent, or with its answer in hand. */
const places: readonly Stop[] = [
  { signal: 'SIGSTOP', when: 'before', command: 'DescribeAutoScalingGroupsCommand' },
  { signal: 'SIGSTOP', when: 'after', command: 'GetParameterCommand' },
  { signal: 'SIGSTOP', when: 'after', command: 'PutItemCommand' },
  { signal: 'SIGSTOP', when: 'before', command: 'TerminateInstancesCommand' },
];

async function staysWhole({ stage, place }: { readonly stage: DeployedStage; readonly place: Stop }) {
  const outcome = await freeze(stage, plan, place);
  const { command } = place;
  expect(outcome, command).toMatchObject({ kind: 'aborted', reason: pulled, impact: null });
  expect(await recordOf(stage, plan), command).toMatchObject({ injectedAtMs: null });
  expect(await deadOf(stage), command).toEqual([]);
}

describe('a process that is frozen, and thawed after the lever was pulled,', () => {
  it('kills nobody, whether it was looking, had looked, had recorded or was about to call', async () => {
    const stages = [];
    for (const place of places) stages.push({ place, stage: await quietStage() });
    // Side by side: where a fault was recorded, the experiment watches for a quarter of a minute whether it shows.
    await Promise.all(stages.map(staysWhole));
  });

  it('after the call says whom it has killed, and is aborted with what users felt', async () => {
    const stage = await quietStage();
    const outcome = await freeze(stage, plan, {
      signal: 'SIGSTOP',
      when: 'after',
      command: 'TerminateInstancesCommand',
    });
    expect(outcome).toMatchObject({ kind: 'aborted', reason: pulled });
    const record = await recordOf(stage, plan);
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
    expect(await start({ stage: told, plan, journal, stop }).ended()).toBeNull();
    expect(await recordOf(stage, plan)).toMatchObject({ injectedAtMs: null, state: { kind: 'baseline' } });
    await leverOf(stage).halt('release day');
    const outcome = await start({ stage: told, plan, journal, stop: null }).ended();
    expect(outcome).toMatchObject({ kind: 'aborted', reason: pulled });
    const record = await recordOf(stage, plan);
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
