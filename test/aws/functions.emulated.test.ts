/** The built bundles, one after the other, as a day goes: draw, probe, the experiment, the report, the alert. */

import { LocalDurableTestRunner } from '@aws/durable-execution-sdk-js-testing';
import { DescribeAutoScalingGroupsCommand } from '@aws-sdk/client-auto-scaling';
import { GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DescribeInstancesCommand } from '@aws-sdk/client-ec2';
import { RegisterTargetsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { GetScheduleCommand, ListSchedulesCommand } from '@aws-sdk/client-scheduler';
import { type AwsClients, awsClients } from '@garbageday/aws/aws-clients.ts';
import { clientSettings } from '@garbageday/aws/client-settings.ts';
import { autoScalingGroupTag, stageTag } from '@garbageday/aws/contract/tags.ts';
import { findInstances } from '@garbageday/aws/ec2-instances.ts';
import { dynamoLedger } from '@garbageday/aws/ledger.ts';
import { type Delivery, runDelivered } from '@garbageday/core/chaos/run-delivered.ts';
import { outcomeOf, readExperiments } from '@garbageday/core/chaos/transitions.ts';
import type { Ledger } from '@garbageday/core/ports.ts';
import { readSlices } from '@garbageday/core/probe/read-slices.ts';
import { minuteMs } from '@garbageday/core/time/durations.ts';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { experimentPlan, experimentSettings } from '../fakes/experiment.ts';
import { journalSteps } from '../fakes/journal-steps.ts';
import { simulatedWorld } from '../fakes/simulated-world.ts';
import { type BuiltFunctions, buildFunctions } from '../fixtures/build-functions.ts';
import { durableHandlerOf, invoke, invokeApart } from '../fixtures/invoke-bundle.ts';
import { type CountedWords, type Recorder, serveRecorder, serveWords } from '../fixtures/loopback.ts';
import { prepareStage } from './fixtures/function-stage.ts';
import { type LaunchedStage, launchStage } from './fixtures/launch-stage.ts';
import { createLedgerTable } from './fixtures/ledger-table.ts';
import { measured } from './fixtures/measured.ts';
import { unhurried } from './fixtures/unhurried.ts';

const startedMs = Date.now();
/** A zone in which it is about noon, so that no test meets midnight. */
function zoneOfNoon(): string {
  const ahead = 12 - new Date(startedMs).getUTCHours();
  if (ahead === 0) return 'UTC';
  return ahead > 0 ? `Etc/GMT-${ahead}` : `Etc/GMT+${-ahead}`;
}

const configuration = {
  mode: 'armed',
  schedule: {
    timeZone: zoneOfNoon(),
    from: '00:00',
    to: '24:00',
    workdays: [1, 2, 3, 4, 5, 6, 7],
    meanDaysBetween: 1,
    minDaysBetween: 1,
    maxPerDay: 1,
  },
  groups: [{ kind: 'web' }, { kind: 'data', isEnabled: false }],
  // Long ago: what expands it is loaded, and nothing comes of it.
  exclusions: [{ name: 'move', from: '2020-01-01T00:00', to: '2020-01-01T01:00', timeZone: 'UTC' }],
  slos: [{ name: 'probe: availability', journey: 'probe', sli: 'availability', objective: 0.999 }],
};

function iso(atMs: number) {
  return new Date(atMs).toISOString();
}
const drawEvent = { kind: 'draw', scheduledTime: iso(startedMs - 30 * minuteMs), leadMinutes: 30 };

let built: BuiltFunctions;
let clients: AwsClients;
let stage: LaunchedStage;
let ledger: Ledger;
let scheduleGroup: string;
let words: CountedWords;
let slack: Recorder;

beforeAll(async () => {
  clients = awsClients(unhurried);
  [words, slack, built] = [await serveWords(), await serveRecorder(), await buildFunctions(configuration)];
  stage = await launchStage(clients);
  const table = await createLedgerTable(clients.dynamo);
  ledger = dynamoLedger({ dynamo: clients.dynamo, table, clock: { now: () => startedMs } });
  const options = { targetUrl: words.url, table, webhookUrl: `${slack.url}/services/T/B/X` };
  ({ scheduleGroup } = await prepareStage(clients, stage, options));
  // Until well after the test.
  await measured(ledger, startedMs, { fromMinute: -15, toMinute: 60 });
});

afterAll(async () => {
  built.remove();
  await words.close();
  await slack.close();
});

async function scheduled() {
  const { Schedules = [] } = await clients.scheduler.send(
    new ListSchedulesCommand({ GroupName: scheduleGroup }),
  );
  return Schedules.map(({ Name }) => Name ?? '');
}

/** What EventBridge Scheduler will send when the minute has come. */
async function inputOf(name: string): Promise<unknown> {
  const command = new GetScheduleCommand({ GroupName: scheduleGroup, Name: name });
  return JSON.parse((await clients.scheduler.send(command)).Target?.Input ?? '');
}

async function deadInstances() {
  const Filters = [
    { Name: `tag:${stageTag}`, Values: [stage.stage] },
    { Name: 'instance-state-name', Values: ['terminated', 'shutting-down'] },
  ];
  const { Reservations = [] } = await clients.ec2.send(new DescribeInstancesCommand({ Filters }));
  return Reservations.flatMap(({ Instances = [] }) => Instances);
}

/** The emulator replaces the dead, but does not tell the load balancer as Auto Scaling does: played until the work is done. */
async function whileAutoScaling<T>(work: Promise<T>): Promise<T> {
  const [web] = stage.groups;
  const names = [...(web?.autoScalingGroups ?? [])];
  const TargetGroupArn = web?.targetGroupArns[0];
  let isDone = false;
  const done = work.finally(() => {
    isDone = true;
  });
  while (!isDone) {
    await registerReplacements(names, TargetGroupArn).catch((error: Error) =>
      // Died in between, or skipped time made it look late.
      expect(error.name).toMatch(/InvalidTarget|Timeout/),
    );
  }
  return done;
}

async function registerReplacements(names: string[], TargetGroupArn: string | undefined): Promise<void> {
  // Asking makes the emulator look after the group.
  await clients.autoScaling.send(new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: names }));
  const running = { [`tag:${autoScalingGroupTag}`]: names, 'instance-state-name': ['running'] };
  const Targets = (await findInstances(clients.ec2, running)).map(({ InstanceId }) => ({ Id: InstanceId }));
  await clients.elb.send(new RegisterTargetsCommand({ TargetGroupArn, Targets }));
}

async function deliver(payload: unknown): Promise<Delivery> {
  const runner = new LocalDurableTestRunner<Delivery>({
    handlerFunction: await durableHandlerOf(built.pathOf('chaos')),
  });
  const result = (await whileAutoScaling(runner.run({ payload }))).getResult();
  if (result === undefined) throw new Error('the execution has no result');
  return result;
}

describe('the functions, as built, in a stage of the emulators', () => {
  it('draw: schedules one experiment, however often it is delivered', async () => {
    const first = await invoke(built.pathOf('draw'), drawEvent);
    const again = await invoke(built.pathOf('draw'), drawEvent);
    expect(again).toEqual(first);
    expect(await scheduled()).toHaveLength(1);
    const records = await readExperiments(ledger, { fromMs: startedMs - minuteMs, toMs: Date.now() + 1 });
    expect(records.map(({ plan, state }) => [plan.group, state.kind])).toEqual(
      expect.arrayContaining([
        ['web', 'drawn'],
        ['data', 'refused'],
      ]),
    );
  });

  it('probe: measures, and has written everything when it returns', async () => {
    const event = { kind: 'measure', journey: 'probe', scheduledTime: iso(startedMs) };
    // 3 requests of 1 s each and 20 s for writing are kept back, which leaves three seconds.
    const totals = await invoke(built.pathOf('probe'), event, 26_000);
    expect(totals).toMatchObject({ failed: 0, sent: expect.any(Number) });
    const slices = await readSlices(ledger, {
      service: 'wordcount',
      journey: 'probe',
      fromMs: startedMs - minuteMs,
      toMs: startedMs + 5 * minuteMs,
    });
    const own = slices.filter(({ vantage }) => vantage === 'eu-central-1');
    const counted = own.reduce((sum, { availability }) => sum + availability.total, 0);
    expect(counted).toBe((totals as { sent: number }).sent);
    expect(counted).toBeGreaterThan(20);
    const inserts = [...words.counts].reduce((sum, [, count]) => sum + count, 0);
    expect(inserts).toBe(counted);
    const statistics = await clients.cloudWatch.send(
      new GetMetricStatisticsCommand({
        Namespace: 'GarbageDay/Probe',
        MetricName: 'Heartbeat',
        Dimensions: [
          { Name: 'Service', Value: 'wordcount' },
          { Name: 'Journey', Value: 'probe' },
        ],
        StartTime: new Date(startedMs - 2 * minuteMs),
        EndTime: new Date(startedMs + 5 * minuteMs),
        Period: 60,
        Statistics: ['Sum'],
      }),
    );
    expect(statistics.Datapoints?.length).toBeGreaterThan(0);
  });

  describe('chaos', () => {
    beforeAll(() => LocalDurableTestRunner.setupTestEnvironment({ skipTime: true }));
    afterAll(() => LocalDurableTestRunner.teardownTestEnvironment());

    it('ends the one instance that it recorded, once, however often it is delivered', async () => {
      const [name = ''] = await scheduled();
      const input = await inputOf(name);
      const delivery = await deliver(input);
      expect(delivery).toMatchObject({ kind: 'completed', judgement: { verdict: 'pass' } });
      const dead = await deadInstances();
      expect(dead).toHaveLength(1);
      if (delivery.kind !== 'completed') throw new Error('not completed');
      expect(dead[0]?.InstanceId).toBe(delivery.target.instanceId);
      expect(await deliver(input)).toMatchObject({ kind: 'delivered-before' });
      expect(await deadInstances()).toHaveLength(1);
      const records = await readExperiments(ledger, { fromMs: startedMs - minuteMs, toMs: Date.now() + 1 });
      const record = records.find(({ plan }) => plan.id === delivery.plan.id);
      expect(record && outcomeOf(record)).toEqual(delivery);
    });
  });

  it('a thousand deliveries at once: one execution, one kill', async () => {
    const world = simulatedWorld();
    await world.clock.sleep(20_000);
    const plan = experimentPlan({ id: 'a-thousand' });
    // All of them wait for one emulator, which takes longer than AWS may.
    const patient = { requestHandler: { connectionTimeout: 60_000, requestTimeout: 60_000 } };
    const dynamo = new DynamoDBClient({ ...clientSettings(), ...patient });
    onTestFinished(() => dynamo.destroy());
    const { claim } = dynamoLedger({ dynamo, table: process.env['LEDGER_TABLE'] ?? '', clock: Date });
    const outcomes = await Promise.all(
      Array.from({ length: 1_000 }, (_, index) => {
        const { steps } = journalSteps(world.clock, new Map());
        const ports = { ...world, steps, ledger: { ...world.ledger, claim } };
        return runDelivered(ports, { plan, settings: experimentSettings(), executionId: `arn:${index}` });
      }),
    );
    expect(world.injections).toHaveLength(1);
    expect(outcomes.filter(({ kind }) => kind === 'delivered-before')).toHaveLength(999);
  });

  it.each([
    ['day', 24 * 60 * minuteMs],
    ['month', 32 * 24 * 60 * minuteMs],
  ])('reporter: posts the %s once, also when it runs twice', async (period, afterMs) => {
    const event = { kind: 'report', period, scheduledTime: iso(startedMs + afterMs) };
    const before = slack.received.length;
    expect(await invoke(built.pathOf('reporter'), event)).toMatchObject({ kind: 'posted', posted: 1 });
    expect(await invoke(built.pathOf('reporter'), event)).toMatchObject({ kind: 'posted', posted: 0 });
    expect(slack.received).toHaveLength(before + 1);
    expect(slack.received.at(-1)?.body).toContain('web');
    expect(slack.received.at(-1)?.body).toContain(`stage *${process.env['STAGE']}*`);
  });

  it('reporter: without Slack keeps the report until there is one, and says what to set', async () => {
    const event = { kind: 'report', period: 'week', scheduledTime: iso(startedMs) };
    const links = Object.keys(process.env).filter((name) => name.startsWith('SST_RESOURCE_'));
    const outcome = await invokeApart(built.pathOf('reporter'), event, links);
    expect(outcome).toEqual({
      kind: 'not-configured',
      reason: 'neither a webhook nor a bot token is set',
    });
    expect(await invoke(built.pathOf('reporter'), event)).toMatchObject({ kind: 'posted', posted: 1 });
  });

  it('alert: posts an alarm that rings, and that it is over, once each', async () => {
    const alarm = (value: string, atMs: number) => ({
      source: 'aws.cloudwatch',
      alarmArn: 'arn:aws:cloudwatch:eu-central-1:111122223333:alarm:x',
      accountId: '111122223333',
      time: iso(atMs),
      region: 'eu-central-1',
      alarmData: {
        alarmName: `${process.env['ALARM_PREFIX']}probe-availability-page`,
        state: { value, reason: 'x', timestamp: iso(atMs).replace('Z', '+0000') },
        previousState: { value: 'OK', reason: 'x', timestamp: iso(atMs).replace('Z', '+0000') },
        configuration: { description: 'burns', alarmRule: 'ALARM("x")' },
      },
    });
    const before = slack.received.length;
    for (const event of [
      alarm('ALARM', startedMs),
      alarm('ALARM', startedMs),
      alarm('OK', startedMs + minuteMs),
    ]) {
      expect(await invoke(built.pathOf('alert'), event)).toMatchObject({ kind: 'posted' });
    }
    const bodies = slack.received.slice(before).map(({ body }) => body);
    expect(bodies).toHaveLength(2);
    expect(bodies[0]).toContain('probe: availability');
    expect(bodies[1]).toContain('Resolved');
  });
});
