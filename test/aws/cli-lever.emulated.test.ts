import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { type AwsClients, awsClients } from '@garbageday/aws/aws-clients.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { run } from '../cli/run.ts';
import { temporaryDirectory } from '../contract/temporary-directory.ts';
import { type DeployedStage, deployStage } from './fixtures/deployed-stage.ts';

let clients: AwsClients;

beforeAll(() => {
  clients = awsClients();
});

async function leverOf({ stage }: DeployedStage): Promise<unknown> {
  const Name = `/garbageday/${stage}/safety-lever`;
  const { Parameter } = await clients.ssm.send(new GetParameterCommand({ Name }));
  return JSON.parse(Parameter?.Value ?? '');
}

const onAws = ({ stage }: Pick<DeployedStage, 'stage'>, ...argv: string[]) =>
  run([...argv, '--platform', 'aws', '--stage', stage], { cwd: temporaryDirectory() });

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

  it('leave other stages alone', async () => {
    const [one, other] = [await deployStage(clients), await deployStage(clients)];
    await onAws(one, 'halt');
    expect(await leverOf(other)).toEqual({ kind: 'released' });
  });
});
