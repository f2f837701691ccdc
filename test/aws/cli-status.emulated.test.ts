import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { TerminateInstancesCommand } from '@aws-sdk/client-ec2';
import { DeleteParameterCommand, GetParameterCommand } from '@aws-sdk/client-ssm';
import { type AwsClients, awsClients } from '@garbageday/aws/aws-clients.ts';
import type { RoleAnswer, RoleQuestion } from '@garbageday/aws/contract/role-question.ts';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { run } from '../cli/run.ts';
import { sampleSlice } from '../contract/sample-slice.ts';
import { temporaryDirectory } from '../contract/temporary-directory.ts';
import { experimentPlan, targetRecord } from '../fakes/experiment.ts';
import { type DeployedStage, deployStage } from './fixtures/deployed-stage.ts';
import { setEnvironment } from './fixtures/environment.ts';
import { putParameter } from './fixtures/stage-parts.ts';

let clients: AwsClients;

beforeAll(() => {
  clients = awsClients();
});

function statusOf({ stage }: Pick<DeployedStage, 'stage'>, ...argv: string[]) {
  return run(['status', '--platform', 'aws', '--stage', stage, ...argv], { cwd: temporaryDirectory() });
}

/** In the place of Lambda, which moto would need Docker for. */
async function answering(answer: (question: RoleQuestion) => readonly RoleAnswer[]) {
  const asked: RoleQuestion[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const question: RoleQuestion = JSON.parse(await text(incoming));
    asked.push(question);
    outgoing.end(JSON.stringify({ answers: answer(question) }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  setEnvironment({ AWS_ENDPOINT_URL_LAMBDA: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return asked;
}

describe('the status of a stage', () => {
  it('shows servers by zone, the lever, alarms, what is under way and how fresh the probe is', async () => {
    const stage = await deployStage(clients);
    const nowMs = Date.now();
    await stage.ledger.putSlice(sampleSlice({ startMs: nowMs - 100_000, widthSeconds: 60 }));
    const plan = experimentPlan({ id: 'kill-1', plannedAtMs: nowMs - 5_000 });
    const record = (seq: number, state: Parameters<typeof stage.ledger.recordTransition>[0]['state']) =>
      stage.ledger.recordTransition({ experimentId: plan.id, seq, atMs: nowMs - 5_000 + seq, state });
    await record(0, { kind: 'drawn', plan });
    await record(1, { kind: 'claimed', target: targetRecord });
    await record(2, { kind: 'injected', injectedAtMs: nowMs });

    const { code, stdout, stderr } = await statusOf(stage);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout).toContain(`stage ${stage.stage}, eu-central-1, http://${stage.stage}.example.com`);
    expect(stdout).toMatch(/safety lever +released/);
    expect(stdout).toMatch(/burn alarms +none is firing/);
    expect(stdout).toMatch(/probe +newest slice ended 4\d s ago/);
    expect(stdout).toMatch(
      /under way +kill-1: termination of web-a in zone a \(web, i-web-a\): injected since/,
    );
    expect(stdout).toMatch(/web {2}3\/3 serving, 2 required/);
    expect(stdout.match(/eu-central-1[abc] +\S+ +i-\w+ +in service/g)).toHaveLength(6);
    expect(stdout).toMatch(/eu-central-1a +data-a +i-\w+ +in service +primary/);
  });

  it('asks for roles that a command tells, and says why one is not known', async () => {
    const stage = await deployStage(clients);
    const command = { document: 'garbageday-x-role-data', primary: 'leader', secondary: 'follower' };
    const fleet = stage.groups.map((group) => (group.group === 'data' ? { ...group, command } : group));
    const name = `/garbageday/${stage.stage}/directory`;
    const { Parameter } = await clients.ssm.send(new GetParameterCommand({ Name: name }));
    const rolesFunction = 'arn:aws:lambda:eu-central-1:123456789012:function:x-roles';
    await putParameter(clients, name, {
      ...JSON.parse(Parameter?.Value ?? ''),
      fleet: JSON.stringify(fleet),
      rolesFunction,
    });
    const problem = 'the command printed "learner", and not "leader" or "follower"';
    const asked = await answering(({ instanceIds }) =>
      instanceIds.map((instanceId, index) =>
        index === 0
          ? { instanceId, role: 'none', problem }
          : { instanceId, role: index === 1 ? 'primary' : 'secondary', problem: null },
      ),
    );
    const { stdout, stderr, code } = await statusOf(stage);
    expect([stderr, code]).toEqual(['', 0]);
    expect(asked).toEqual([{ kind: 'roles', group: 'data', instanceIds: expect.any(Array) }]);
    const [first, second, third] = asked[0]?.instanceIds ?? [];
    expect(stdout).toMatch(new RegExp(`${first} +running, out of service +–`));
    expect(stdout).toMatch(new RegExp(`${second} +in service +primary`));
    expect(stdout).toMatch(new RegExp(`${third} +in service +secondary`));
    expect(stdout).toContain(`  ${first}: ${problem}`);
  });

  it('is one document with --json', async () => {
    const stage = await deployStage(clients);
    const { stdout, code } = await statusOf(stage, '--json');
    const document = JSON.parse(stdout);
    expect(document).toMatchObject({
      schema: 'garbageday/stage-status@1',
      stage: stage.stage,
      region: 'eu-central-1',
      lever: { kind: 'released' },
      firing: [],
      newestSliceAgeMs: null,
      experiments: { scheduled: [], underWay: [], last: null },
      failed: [],
    });
    expect(document.groups.map(({ name }: { name: string }) => name)).toEqual(['web', 'data']);
    expect(code).toBe(0);
  });

  it('shows an alarm that fires, a halted lever, a dead server, and that nobody measures', async () => {
    const stage = await deployStage(clients);
    await clients.cloudWatch.send(
      new SetAlarmStateCommand({
        AlarmName: `${stage.alarmPrefix}probe-availability-page`,
        StateValue: 'ALARM',
        StateReason: 'test',
      }),
    );
    await run(['halt', 'why not', '--platform', 'aws', '--stage', stage.stage], {
      cwd: temporaryDirectory(),
    });
    const before = JSON.parse((await statusOf(stage, '--json')).stdout);
    const [victim] = before.groups[0].instances;
    await clients.ec2.send(new TerminateInstancesCommand({ InstanceIds: [victim.id] }));
    const { stdout, code } = await statusOf(stage);
    expect(stdout).toMatch(/burn alarms +probe: availability \(page, burn rate [\d.]+×\)/);
    expect(stdout).toMatch(/safety lever +halted since .*: why not/);
    expect(stdout).toMatch(/probe +no slice in the last hour: nothing is being measured/);
    expect(stdout).not.toContain(victim.id);
    expect(code).toBe(0);
  });

  it('says what it could not read where it would have stood, and shows the rest; exit code 3', async () => {
    const stage = await deployStage(clients);
    await clients.ssm.send(new DeleteParameterCommand({ Name: `/garbageday/${stage.stage}/safety-lever` }));
    const { stdout, code } = await statusOf(stage);
    expect(stdout).toMatch(
      /safety lever +could not be read: reading the safety lever .* does not exist here/,
    );
    expect(stdout).toMatch(/web {2}3\/3 serving/);
    expect(code).toBe(3);
    const document = JSON.parse((await statusOf(stage, '--json')).stdout);
    expect(document.lever).toBeNull();
    expect(document.failed).toEqual([
      { part: 'lever', error: expect.stringContaining('does not exist here') },
    ]);
  });
});
