import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { type AwsClients, awsClients } from '@garbageday/aws/aws-clients.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { run } from '../cli/run.ts';
import { temporaryDirectory } from '../contract/temporary-directory.ts';
import { type DeployedStage, deployStage } from './fixtures/deployed-stage.ts';
import { listenTo } from './fixtures/listen.ts';

let clients: AwsClients;

beforeAll(() => {
  clients = awsClients();
});

async function leverOf({ stage }: DeployedStage): Promise<unknown> {
  const Name = `/garbageday/${stage}/safety-lever`;
  const { Parameter } = await clients.ssm.send(new GetParameterCommand({ Name }));
  return JSON.parse(Parameter?.Value ?? '');
}

function onAws({ stage }: Pick<DeployedStage, 'stage'>, ...argv: string[]) {
  return run([...argv, '--platform', 'aws', '--stage', stage], { cwd: temporaryDirectory() });
}

describe('halt and resume in a stage', () => {
  it('move its lever, and say where it is', async () => {
    const stage = await deployStage(clients);
    const halted = await onAws(stage, 'halt', 'customers are calling');
    expect(halted.stderr).toBe('');
    expect(halted.stdout).toMatch(
      /^Halted since \d{4}-.*Z: customers are calling \(stage test-\w+, eu-central-1\)\n$/,
    );
    expect(await leverOf(stage)).toMatchObject({ kind: 'halted', reason: 'customers are calling' });

    const resumed = await onAws(stage, 'resume', '--json');
    expect(JSON.parse(resumed.stdout)).toEqual({
      schema: 'garbageday/lever@1',
      position: { kind: 'released' },
      isRunning: true,
    });
    expect([halted.code, resumed.code]).toEqual([0, 0]);
    expect(await leverOf(stage)).toEqual({ kind: 'released' });
  });

  it('are published on the event bus, each move once, with the time of the move', async () => {
    const stage = await deployStage(clients);
    const { receive } = await listenTo(stage.eventBus);
    const moves = [['halt', 'first'], ['halt', 'second'], ['resume'], ['resume']];
    for (const move of moves) await onAws(stage, ...move);
    const events = await receive();
    expect(events.map((event) => (event as { detail: unknown }).detail)).toEqual([
      {
        kind: 'lever',
        position: { kind: 'halted', reason: 'first', sinceMs: expect.any(Number) },
        atMs: expect.any(Number),
      },
      { kind: 'lever', position: { kind: 'released' }, atMs: expect.any(Number) },
    ]);
  });

  it('move the lever although no one can be told, and say so', async () => {
    const stage = await deployStage(clients, { eventBus: 'bus-that-is-not-there' });
    const halted = await onAws(stage, 'halt', 'fire');
    expect(halted.code).toBe(0);
    expect(halted.stderr).toContain('The lever has moved, but the event bus was not told');
    expect(await leverOf(stage)).toMatchObject({ kind: 'halted', reason: 'fire' });
  });

  it('leave other stages alone', async () => {
    const [one, other] = [await deployStage(clients), await deployStage(clients)];
    await onAws(one, 'halt');
    expect(await leverOf(other)).toEqual({ kind: 'released' });
  });
});
