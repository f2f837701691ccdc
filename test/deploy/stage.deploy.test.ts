/** The demo's stage `dev`, from nothing to nothing, by SST's real program and the real engine. */
import { DescribeAutoScalingGroupsCommand } from '@aws-sdk/client-auto-scaling';
import { GetDashboardCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeInstancesCommand } from '@aws-sdk/client-ec2';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { GetScheduleCommand, ListSchedulesCommand } from '@aws-sdk/client-scheduler';
import { type AwsClients, awsClients } from '@garbageday/aws/aws-clients.ts';
import { dashboardName } from '@garbageday/aws/contract/names.ts';
import type { StageDirectory } from '@garbageday/aws/contract/stage-directory.ts';
import { dynamoLedger } from '@garbageday/aws/ledger.ts';
import { readStageDirectory } from '@garbageday/aws/stage-directory.ts';
import { outcomeOf, readExperiments } from '@garbageday/core/chaos/transitions.ts';
import type { Ledger } from '@garbageday/core/ports.ts';
import { readSlices } from '@garbageday/core/probe/read-slices.ts';
import { hourMs, minuteMs } from '@garbageday/core/time/durations.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { measured } from '../aws/fixtures/measured.ts';
import { unhurried } from '../aws/fixtures/unhurried.ts';
import { installedProject } from '../stacks/harness/platform.ts';
import { bringForward } from './bring-forward.ts';
import { whyNoEngine } from './engine/build-engine.ts';
import { type Rehearsed, rehearse } from './rehearse.ts';
import { planted } from './rehearsed-configuration.ts';
import type { Deployed } from './sst-command.ts';
import { until } from './until.ts';
import { type Inventory, inventory, keysOf } from './world/inventory.ts';
import { type Played, playAutoScaling } from './world/play-auto-scaling.ts';

const stage = 'dev';
const why = await whyNoEngine();
if (why !== null) console.warn(`skipped: ${why}`);

function minutes(count: number) {
  return { timeoutMs: count * minuteMs, everyMs: 5_000 };
}

function nonEmpty<T>(found: readonly T[]): readonly T[] | null {
  return found.length > 0 ? found : null;
}

describe.skipIf(why !== null)(`the stage ${stage}`, () => {
  let rehearsed: Rehearsed;
  let before: Inventory;
  let first: Deployed;
  let clients: AwsClients;
  let directory: StageDirectory;
  let ledger: Ledger;
  let played: Played;

  beforeAll(async () => {
    rehearsed = await rehearse(stage, async ({ mirror }) => installedProject(planted(mirror)));
    before = await inventory();
    first = await rehearsed.deploy();
    clients = awsClients(unhurried);
    directory = await readStageDirectory({ ssm: clients.ssm, stage });
    ledger = dynamoLedger({ dynamo: clients.dynamo, table: directory.ledgerTable, clock: Date });
    played = playAutoScaling(clients, directory.fleet);
  });

  beforeEach(({ onTestFailed }) => {
    onTestFailed(() => console.error(`ministack said:\n${rehearsed.world.log().slice(-4_000)}`));
  });

  afterAll(async () => {
    try {
      await played?.stop();
    } finally {
      await rehearsed?.stop();
    }
  });

  /** A function by a part of its name. */
  async function functionNamed(part: string): Promise<string> {
    const found = (await inventory())['functions']?.filter((name) => name.includes(`-${part}`)) ?? [];
    expect(found).toHaveLength(1);
    return found[0] ?? '';
  }

  async function invoke(name: string, event: object): Promise<unknown> {
    const command = new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(event) });
    const { Payload, FunctionError } = await clients.lambda.send(command);
    const said: unknown = JSON.parse(Buffer.from(Payload ?? []).toString() || 'null');
    expect(FunctionError, JSON.stringify(said)).toBeUndefined();
    return said;
  }

  function experiments() {
    return readExperiments(ledger, { fromMs: Date.now() - 2 * hourMs, toMs: Date.now() + 24 * hourMs });
  }

  function slices() {
    return readSlices(ledger, {
      service: 'wordcount',
      journey: 'probe',
      fromMs: Date.now() - hourMs,
      toMs: Date.now() + minuteMs,
    });
  }

  async function drawnExperiments() {
    return (await experiments()).filter(({ state }) => state.kind === 'drawn').map(({ plan }) => plan);
  }

  async function outcome(id: string) {
    const record = (await experiments()).find(({ plan }) => plan.id === id);
    return record === undefined ? null : outcomeOf(record);
  }

  /** The vertical annotations of each chart of the stage's dashboard that has any. */
  async function marks(): Promise<
    readonly (readonly { readonly label: string; readonly value: string }[])[]
  > {
    const command = new GetDashboardCommand({ DashboardName: dashboardName(stage) });
    const { DashboardBody = '' } = await clients.cloudWatch.send(command);
    const { widgets } = JSON.parse(DashboardBody);
    return widgets.flatMap(({ properties }: { properties: { annotations?: { vertical?: object[] } } }) =>
      properties.annotations?.vertical === undefined ? [] : [properties.annotations.vertical],
    );
  }

  /** Of these, by what EC2 itself says. */
  async function terminated(InstanceIds: string[]): Promise<readonly (string | undefined)[]> {
    const { Reservations = [] } = await clients.ec2.send(new DescribeInstancesCommand({ InstanceIds }));
    return Reservations.flatMap(({ Instances = [] }) => Instances)
      .filter(({ State }) => State?.Name === 'terminated')
      .map(({ InstanceId }) => InstanceId);
  }

  async function membersOf(group: string) {
    const AutoScalingGroupNames = directory.fleet
      .filter((each) => each.group === group)
      .flatMap(({ autoScalingGroups }) => autoScalingGroups);
    const command = new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames });
    const { AutoScalingGroups = [] } = await clients.autoScaling.send(command);
    return AutoScalingGroups.flatMap(({ Instances = [] }) =>
      Instances.flatMap(({ InstanceId }) => InstanceId ?? []),
    );
  }

  it('creates every resource of the program once', async () => {
    const created = first.done.map(({ what, type, name }) => `${what} ${type} ${name}`);
    expect(new Set(created).size).toBe(created.length);
    expect(first.done.every(({ what }) => what === 'create')).toBe(true);
    // As the engine counts them, which has components too.
    expect(first.resources).toMatchObject({ created: expect.any(Number) });
    expect(created.length).toBeGreaterThan(200);
    const real = first.done.filter(({ isReal }) => isReal).length;
    const answered = new Set(first.done.filter(({ isReal }) => !isReal).map(({ type }) => type));
    console.log(`${created.length} resources, ${real} of them in the emulators; answered only:`, [
      ...answered,
    ]);
  });

  it('ends when the servers are in service and the probe is heard', async () => {
    expect(await membersOf('web')).toHaveLength(3);
    expect(await membersOf('data')).toHaveLength(3);
    const [heard] = await slices();
    expect(heard).toMatchObject({ vantage: 'eu-west-1', availability: { total: expect.any(Number) } });
    expect(heard?.availability.good, JSON.stringify(heard?.errors)).toBe(heard?.availability.total);
    expect(heard?.availability.total).toBeGreaterThan(20);
  });

  it('changes nothing when it is deployed again', async () => {
    const second = await rehearsed.deploy();
    expect(second.done).toEqual([]);
    expect(second.resources).toEqual({ unchanged: first.resources['created'] });
  });

  it('draws the day by its schedule, and schedules what it drew', async () => {
    const schedule = (await inventory())['schedules']?.find((name) => name.includes('DailyDraw')) ?? '';
    await bringForward(clients.scheduler, { GroupName: 'default', Name: schedule });
    const [drawn, ...others] = await until(
      'the draw',
      async () => nonEmpty(await drawnExperiments()),
      minutes(3),
    );
    expect(others).toEqual([]);
    expect(drawn).toMatchObject({ group: 'web', mode: 'armed', fault: 'terminate' });
    const command = new ListSchedulesCommand({ GroupName: directory.experimentScheduleGroup });
    const { Schedules = [] } = await clients.scheduler.send(command);
    expect(Schedules.map(({ Name }) => Name)).toEqual([drawn?.id]);
  });

  it('kills one server by the one-shot schedule, and its group is whole again', async () => {
    const members = await membersOf('web');
    await measured(ledger, Date.now(), { fromMinute: -15, toMinute: -1 });
    const [{ id } = { id: '' }] = await drawnExperiments();
    const schedule = { GroupName: directory.experimentScheduleGroup, Name: id };
    await bringForward(clients.scheduler, schedule);
    const ended = await until('the end of the experiment', () => outcome(id), minutes(12));
    expect(ended).toMatchObject({ kind: 'completed', judgement: { verdict: 'pass' } });
    const gone = await terminated(members);
    expect(gone).toEqual([ended.kind === 'completed' && ended.target.instanceId]);
    expect(await membersOf('web')).toHaveLength(3);
    await expect(clients.scheduler.send(new GetScheduleCommand(schedule))).rejects.toThrow(/does not exist/);
  });

  it('measures the minute of the kill by the schedule of the probe', async () => {
    const [record] = (await experiments()).filter(({ state }) => state.kind === 'completed');
    const killedAtMs = record?.injectedAtMs ?? 0;
    const own = (await slices()).filter(({ vantage }) => vantage === 'eu-west-1');
    const during = own.find(({ startMs }) => startMs <= killedAtMs && killedAtMs < startMs + minuteMs);
    expect(during?.availability).toMatchObject({ total: expect.any(Number) });
    expect(during?.availability.good).toBe(during?.availability.total);
  });

  it('tells the experiment in Slack, by the rule of the bus', async () => {
    const told = rehearsed.slack.messages().map((message) => JSON.stringify(message));
    expect(told.filter((each) => each.includes('web')).length).toBeGreaterThan(0);
    expect(rehearsed.slack.faults()).toEqual([]);
  });

  it('marks the kill on the dashboard, by the rule of the bus, and a deployment leaves it there', async () => {
    const [record] = (await experiments()).filter(({ state }) => state.kind === 'completed');
    const expected = [
      expect.objectContaining({
        label: expect.stringContaining(`Garbage Day: termination of ${record?.target?.slot}`),
        value: new Date(record?.injectedAtMs ?? 0).toISOString(),
      }),
    ];
    const charts = await until('the mark', async () => nonEmpty(await marks()), minutes(2));
    expect(charts.length).toBeGreaterThan(3);
    for (const vertical of charts) expect(vertical).toEqual(expected);
    expect((await rehearsed.deploy()).done).toEqual([]);
    expect(await marks()).toEqual(charts);
  });

  it('reports the day in Slack, once', async () => {
    const before = rehearsed.slack.messages().length;
    // Invoked: its own schedule would report yesterday, in which there was nothing.
    const event = {
      kind: 'report',
      period: 'day',
      scheduledTime: new Date(Date.now() + 24 * hourMs).toISOString(),
    };
    const reporter = await functionNamed('Reporter');
    expect(await invoke(reporter, event)).toMatchObject({ kind: 'posted', posted: 1 });
    expect(await invoke(reporter, event)).toMatchObject({ kind: 'posted', posted: 0 });
    const [posted, ...others] = rehearsed.slack.messages().slice(before);
    expect(others).toEqual([]);
    expect(JSON.stringify(posted)).toContain(`stage *${stage}*`);
    expect(JSON.stringify(posted)).toContain('web');
  });

  it('leaves what docs/deploy.md says when it is removed', async () => {
    await played.stop();
    const removed = await rehearsed.remove();
    expect(removed.done.filter(({ what }) => what !== 'delete')).toEqual([]);
    const after = await inventory();
    expect(after).toEqual({
      ...before,
      buckets: [expect.stringMatching(/^sst-asset-/), expect.stringMatching(/^sst-state-/)],
      parameters: ['/sst/bootstrap', `/sst/passphrase/garbageday/${stage}`],
    });
    const code = await keysOf(after['buckets']?.[0] ?? '');
    expect(code.length).toBeGreaterThanOrEqual(6);
  });
});
