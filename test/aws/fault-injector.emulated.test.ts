import { DescribeInstancesCommand, EC2Client, TerminateInstancesCommand } from '@aws-sdk/client-ec2';
import { type AwsClients, awsClients } from '@garbageday/aws/aws-clients.ts';
import { clientSettings } from '@garbageday/aws/client-settings.ts';
import type { ItemTable } from '@garbageday/aws/dynamo-items.ts';
import { ec2FaultInjector } from '@garbageday/aws/fault-injector.ts';
import { readHandle } from '@garbageday/aws/fault-record.ts';
import { ec2Fleet } from '@garbageday/aws/fleet.ts';
import { ledgerTable } from '@garbageday/aws/table.ts';
import { systemClock } from '@garbageday/local/clock.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { describeFaultInjectorContract, type InjectorSubject } from '../contract/fault-injector.contract.ts';
import { injectInto } from '../fakes/inject.ts';
import { launchStage, registerReplacements } from './fixtures/launch-stage.ts';
import { connectDynamo, emptyLedgerTable } from './fixtures/ledger-table.ts';
import { onCall } from './fixtures/on-call.ts';
import { unhurried } from './fixtures/unhurried.ts';

const clock = systemClock();
let clients: AwsClients;

beforeAll(() => {
  clients = awsClients(unhurried);
});

type Subject = InjectorSubject & {
  readonly table: ItemTable;
  readonly stage: string;
  /** An injector that calls EC2 by this client. */
  readonly through: (ec2: EC2Client) => ReturnType<typeof ec2FaultInjector>;
};

async function onMoto(): Promise<Subject> {
  const launched = await launchStage(clients);
  const table = await emptyLedgerTable();
  const fleet = ec2Fleet({ ...clients, ...launched, clock });
  const webOf = async () => (await fleet.groups())[0]?.instances ?? [];
  const before = (await webOf()).map(({ id }) => id);
  const { stage } = launched;
  return {
    injector: ec2FaultInjector({ ...clients, ...table, clock, stage }),
    again: () =>
      ec2FaultInjector({
        ...table,
        ec2: new EC2Client(clientSettings(unhurried)),
        dynamo: connectDynamo(),
        clock,
        stage,
      }),
    through: (ec2) => ec2FaultInjector({ ...table, ec2, clock, stage }),
    inService: async () => {
      await registerReplacements(clients, launched);
      return (await webOf()).filter(({ isInService }) => isInService);
    },
    strikes: async () => (await statesOf(before)).filter((state) => state === 'terminated').length,
    table,
    stage,
  };
}

async function statesOf(InstanceIds: string[]): Promise<readonly (string | undefined)[]> {
  const { Reservations = [] } = await clients.ec2.send(new DescribeInstancesCommand({ InstanceIds }));
  const found = Reservations.flatMap(({ Instances = [] }) => Instances);
  return InstanceIds.map((id) => found.find(({ InstanceId }) => InstanceId === id)?.State?.Name);
}

async function subjectWithTarget() {
  const subject = await onMoto();
  const [target, bystander] = await subject.inService();
  if (target === undefined || bystander === undefined) throw new Error('too few');
  return {
    ...subject,
    target,
    bystander,
    request: { experimentId: 'e', fault: 'terminate', target } as const,
  };
}

describeFaultInjectorContract('EC2', { faults: ['terminate', 'power-cut'], make: onMoto });

describe('the fault injector on EC2', () => {
  it('has written down whom it hits before it hits', async () => {
    const { through, request, table, target } = await subjectWithTarget();
    const ec2 = new EC2Client({});
    const recorded: unknown[] = [];
    onCall(ec2, 'TerminateInstancesCommand', {
      before: async () => {
        recorded.push(await readHandle(ledgerTable(table), 'e'), await statesOf([target.id]));
      },
    });
    const handle = await injectInto(through(ec2), request);
    expect(recorded).toEqual([handle, ['running']]);
  });

  it('hits nobody when it cannot be written down', async () => {
    const { stage, request, strikes } = await subjectWithTarget();
    const unwritable = { dynamo: connectDynamo(), table: 'nowhere' };
    const injector = ec2FaultInjector({ ec2: clients.ec2, ...unwritable, clock, stage });
    await expect(injectInto(injector, request)).rejects.toMatchObject({ code: 'not-deployed' });
    expect(await strikes()).toBe(0);
  });

  it('finishes after a crash between writing down and hitting, and hits whom it wrote down', async () => {
    const { through, again, request, bystander, target, strikes } = await subjectWithTarget();
    const ec2 = new EC2Client({});
    onCall(ec2, 'TerminateInstancesCommand', { before: () => Promise.reject(new Error('power failure')) });
    await expect(injectInto(through(ec2), request)).rejects.toThrow('power failure');
    expect(await strikes()).toBe(0);
    const handle = await injectInto(again(), { ...request, target: bystander });
    expect(handle.instanceId).toBe(target.id);
    expect([await strikes(), await statesOf([target.id, bystander.id])]).toEqual([
      1,
      ['terminated', 'running'],
    ]);
  });

  it('hits nobody again after a crash that lost the answer', async () => {
    const { through, again, request, target, strikes } = await subjectWithTarget();
    const ec2 = new EC2Client({});
    onCall(ec2, 'TerminateInstancesCommand', { after: () => Promise.reject(new Error('power failure')) });
    await expect(injectInto(through(ec2), request)).rejects.toThrow('power failure');
    const handle = await injectInto(again(), request);
    expect([handle.instanceId, await strikes()]).toEqual([target.id, 1]);
  });

  it('does not take the credit for an instance that died by itself a moment before', async () => {
    const { through, request, target } = await subjectWithTarget();
    const ec2 = new EC2Client({});
    onCall(ec2, 'TerminateInstancesCommand', {
      before: async () => {
        await clients.ec2.send(new TerminateInstancesCommand({ InstanceIds: [target.id] }));
      },
    });
    await expect(injectInto(through(ec2), request)).rejects.toMatchObject({
      code: 'already-dead',
      message: `${target.id} was already terminated; something else ended it`,
    });
  });

  it('shuts the operating system down by terminate, and skips that by a power cut', async () => {
    const { through, request, bystander } = await subjectWithTarget();
    const ec2 = new EC2Client({});
    const sent: unknown[] = [];
    onCall(ec2, 'TerminateInstancesCommand', { before: async (input) => void sent.push(input) });
    await injectInto(through(ec2), request);
    await injectInto(through(ec2), { experimentId: 'f', fault: 'power-cut', target: bystander });
    expect(sent).toEqual([
      { InstanceIds: [request.target.id] },
      { InstanceIds: [bystander.id], SkipOsShutdown: true },
    ]);
  });

  it.each([
    ['of another group', { group: 'data' }],
    ['of another stage', {}],
  ])('spares an instance %s', async (_, change) => {
    const [own, other] = [await subjectWithTarget(), await subjectWithTarget()];
    const target = 'group' in change ? { ...own.target, ...change } : other.target;
    await expect(injectInto(own.injector, { ...own.request, target })).rejects.toMatchObject({
      code: 'unknown-target',
    });
    expect([await own.strikes(), await other.strikes()]).toEqual([0, 0]);
  });

  it('hits once when a hundred deliveries of one experiment, in three processes, strike at once', async () => {
    const { injector, again, request, strikes } = await subjectWithTarget();
    const processes = [injector, again(), again()];
    const handles = await Promise.all(
      Array.from({ length: 100 }, (_, index) => injectInto(processes[index % 3] ?? injector, request)),
    );
    expect(new Set(handles.map((handle) => JSON.stringify(handle))).size).toBe(1);
    expect(await strikes()).toBe(1);
  });
});
