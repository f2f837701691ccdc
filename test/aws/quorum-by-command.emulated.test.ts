/** A quorum whose members are asked by a command: what they answer, what an experiment makes of it, and what runs where. */
import { randomUUID } from 'node:crypto';
import {
  DescribeInstancesCommand,
  RunInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { ListCommandsCommand } from '@aws-sdk/client-ssm';
import type { AskRoles } from '@garbageday/aws/asked-roles.ts';
import { type AwsClients, awsClients } from '@garbageday/aws/aws-clients.ts';
import type { FleetGroup } from '@garbageday/aws/contract/fleet-group.ts';
import type { RoleAnswer } from '@garbageday/aws/contract/role-question.ts';
import { groupTag, stageTag } from '@garbageday/aws/contract/tags.ts';
import { ec2Fleet } from '@garbageday/aws/fleet.ts';
import type { ExperimentOutcome } from '@garbageday/core/chaos/experiment-outcome.ts';
import { runExperiment } from '@garbageday/core/chaos/run-experiment.ts';
import { systemClock } from '@garbageday/local/clock.ts';
import type { Context } from 'aws-lambda';
import { beforeAll, describe, expect, it } from 'vitest';
import { journalSteps } from '../fakes/journal-steps.ts';
import { lambdaContext } from '../fixtures/invoke-bundle.ts';
import { deployStage } from './fixtures/deployed-stage.ts';
import { setEnvironment } from './fixtures/environment.ts';
import { plan } from './fixtures/plan.ts';
import { measured, portsOf, settingsOf } from './fixtures/stage-experiment.ts';
import { unhurried } from './fixtures/unhurried.ts';

const clock = systemClock();
let clients: AwsClients;

/** The function's own, which reads how to log when it is loaded. */
let handler: (event: unknown, context: Context) => Promise<unknown>;

beforeAll(async () => {
  Object.assign(process.env, { POWERTOOLS_LOG_LEVEL: 'SILENT', POWERTOOLS_METRICS_DISABLED: 'true' });
  ({ handler } = await import('../../functions/roles.ts'));
  // moto is slow where the machine is, and would launch servers again for a call that is tried again.
  clients = awsClients(unhurried);
});

function documentOf(stage: string): string {
  return `garbageday-${stage}-role-etcd`;
}

async function launch(stage: string, group: string): Promise<readonly string[]> {
  const tags = { [groupTag]: group, [stageTag]: stage, Role: `${group}-${stage}` };
  const { Instances = [] } = await clients.ec2.send(
    new RunInstancesCommand({
      ...{ ImageId: 'ami-12c6146b', MinCount: 3, MaxCount: 3 },
      TagSpecifications: [
        { ResourceType: 'instance', Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) },
      ],
    }),
  );
  return Instances.flatMap(({ InstanceId }) => InstanceId ?? []);
}

function written(stage: string, group: string): FleetGroup {
  const members = { tags: [{ key: 'Role', value: `${group}-${stage}` }], ids: [], desiredSize: 3 };
  const command = { document: documentOf(stage), primary: 'leader', secondary: 'follower' };
  return { group, autoScalingGroups: [], targetGroupArns: [], members, replacement: 'none', command };
}

const noted = (asked: string[], ask: AskRoles): AskRoles => {
  return (question) => {
    asked.push(...question.instanceIds);
    return ask(question);
  };
};

/** The function itself, with the SDK, against moto. */
const byTheFunction: AskRoles = async (question) => {
  const event = { kind: 'roles', ...question };
  const { answers } = (await handler(event, lambdaContext(30_000))) as { answers: readonly RoleAnswer[] };
  return answers;
};

/** In the order of their ids. */
const saying =
  (...roles: readonly RoleAnswer['role'][]): AskRoles =>
  async ({ instanceIds }) =>
    instanceIds
      .toSorted()
      .map((instanceId, index) => ({ instanceId, role: roles[index] ?? 'none', problem: null }));

describe('the command', () => {
  it('is run on the members that are up, of the group that is asked about, and of no other', async () => {
    const stage = `test-${randomUUID().slice(0, 8)}`;
    const [etcd, kafka] = [await launch(stage, 'etcd'), await launch(stage, 'kafka')];
    const [down = '', ...up] = etcd;
    await clients.ec2.send(new TerminateInstancesCommand({ InstanceIds: [down] }));
    const groups = [written(stage, 'etcd'), written(stage, 'kafka')];
    setEnvironment({ FLEET: JSON.stringify(groups) });
    const configuration = groups.map(
      ({ group }) => ({ name: group, kind: 'data', requiredHealthy: 2 }) as const,
    );
    const asked: string[] = [];
    const fleet = ec2Fleet({
      ...clients,
      clock,
      stage,
      groups,
      configuration,
      askRoles: noted(asked, byTheFunction),
    });

    const [seen, other] = await fleet.groups('etcd');
    expect(asked.toSorted()).toEqual(up.toSorted());
    // For whom a command was, moto does not keep: it adds every server that there is.
    const { Commands = [] } = await clients.ssm.send(new ListCommandsCommand({}));
    const own = Commands.filter(({ DocumentName }) => DocumentName === documentOf(stage));
    expect(own.map(({ TimeoutSeconds }) => TimeoutSeconds)).toEqual([30, 30]);
    // moto runs nothing, and answers that it went well.
    const problem = 'the command printed nothing, and not "leader" or "follower"';
    for (const id of up)
      expect(seen?.instances.find((each) => each.id === id)).toMatchObject({
        role: 'none',
        roleProblem: problem,
      });
    expect(other?.instances.every(({ isInService }) => !isInService)).toBe(true);

    await fleet.groups();
    expect(asked.toSorted()).toEqual([...up, ...up, ...kafka].toSorted());
  });
});

describe('an experiment on a quorum that is asked', () => {
  async function experiment(askRoles: AskRoles | undefined) {
    const deployed = await deployStage(clients);
    const ids = await launch(deployed.stage, 'etcd');
    const groups = [written(deployed.stage, 'etcd')];
    const configuration = [{ name: 'etcd', kind: 'data', requiredHealthy: 2 }] as const;
    setEnvironment({ FLEET: JSON.stringify(groups) });
    await measured(deployed.ledger);
    const { steps } = journalSteps(clock, new Map());
    const ports = portsOf(clients, { ...deployed, groups }, steps);
    const fleet = ec2Fleet({ ...clients, clock, stage: deployed.stage, groups, configuration, askRoles });
    const settings = settingsOf('web');
    const group = {
      ...settings.group,
      name: 'etcd',
      kind: 'data',
      requiredHealthy: 2,
      replacement: 'none',
    } as const;
    const outcome = await runExperiment(
      { ...ports, fleet },
      plan({ id: `kill-${deployed.stage}`, claimKey: deployed.stage, group: 'etcd', role: 'secondary' }),
      { ...settings, group },
    );
    return { outcome, ids: ids.toSorted(), killed: await killedOf(ids) };
  }

  async function killedOf(ids: readonly string[]): Promise<readonly string[]> {
    const { Reservations = [] } = await clients.ec2.send(
      new DescribeInstancesCommand({ InstanceIds: [...ids] }),
    );
    const all = Reservations.flatMap(({ Instances = [] }) => Instances);
    return all.flatMap(({ InstanceId = '', State }) => (State?.Name === 'running' ? [] : [InstanceId]));
  }

  const refusal = (outcome: ExperimentOutcome) =>
    outcome.kind === 'refused' ? [outcome.refusal.reason, outcome.refusal.detail] : [outcome.kind, ''];

  it('kills a secondary, and sees the others carry on', async () => {
    const { outcome, ids, killed } = await experiment(saying('primary', 'secondary', 'secondary'));
    expect(outcome).toMatchObject({ kind: 'completed', target: { role: 'secondary' } });
    expect(killed).toHaveLength(1);
    expect(ids.slice(1)).toEqual(expect.arrayContaining([...killed]));
  });

  it.each([
    [
      'has two primaries',
      saying('primary', 'primary', 'secondary'),
      'no-redundancy',
      /^etcd: there are 2 primaries \(i-\w+, i-\w+\); /,
    ],
    [
      'has no primary',
      saying('secondary', 'secondary', 'secondary'),
      'no-redundancy',
      /^etcd: there is no primary; /,
    ],
    [
      'has a member whose role is not known',
      saying('primary', 'secondary'),
      'rollout-in-progress',
      /^etcd: 3 of 3 members are present, 1 of them unhealthy or out of service\.$/,
    ],
    [
      'prints nothing',
      byTheFunction,
      'rollout-in-progress',
      /3 of them unhealthy or out of service \(i-\w+, i-\w+, i-\w+: the command printed nothing, and not "leader" or "follower"\)/,
    ],
    [
      'leaves one unanswered',
      async () => [],
      'rollout-in-progress',
      /\(i-\w+, i-\w+, i-\w+: it gave no answer\)/,
    ],
    [
      'cannot be asked',
      async () => {
        throw new Error('the members of etcd could not be asked for their roles: no');
      },
      'check-failed',
      /\(fleet: the members of etcd could not be asked for their roles: no\)/,
    ],
    [
      'has no one to ask',
      undefined,
      'rollout-in-progress',
      /: nothing here may ask it; deploy the stage again\)/,
    ],
  ] as const)('kills no one where it %s, and says so in one line', async (_, askRoles, reason, line) => {
    const { outcome, killed } = await experiment(askRoles);
    const [found, detail] = refusal(outcome);
    expect([found, killed]).toEqual([reason, []]);
    expect(detail).toMatch(line);
    expect(detail).not.toContain('\n');
  });
});
