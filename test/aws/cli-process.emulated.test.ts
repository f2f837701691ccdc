/** The command as a person runs it: a process of its own, which Node loads as it is, and a real Ctrl-C. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { awsClients } from '@garbageday/aws/aws-clients.ts';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryDirectory } from '../contract/temporary-directory.ts';
import { deployStage } from './fixtures/deployed-stage.ts';
import { lambdaStandIn } from './fixtures/lambda-stand-in.ts';

const program = `${import.meta.dirname}/../../packages/cli/bin/garbageday.js`;

function start(...argv: string[]): ChildProcess {
  const child = spawn(process.execPath, [program, ...argv], {
    cwd: temporaryDirectory(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function endOf(child: ChildProcess) {
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error('no pipes');
  const [said, remarks, [code]] = await Promise.all([text(stdout), text(stderr), once(child, 'exit')]);
  return { stdout: said, stderr: remarks, code };
}

describe('garbageday as a process', () => {
  it('shows a stage', async () => {
    const { stage } = await deployStage(awsClients());
    const { stdout, stderr, code } = await endOf(
      start('status', '--json', '--platform', 'aws', '--stage', stage),
    );
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toMatchObject({ schema: 'garbageday/stage-status@1', stage, failed: [] });
    expect(code).toBe(0);
  });

  it('leaves an experiment alone when Ctrl-C ends it', async () => {
    const { stage, ledger } = await deployStage(awsClients());
    await lambdaStandIn(async (plan) => {
      const state = { kind: 'drawn', plan } as const;
      await ledger.recordTransition({ experimentId: plan.id, seq: 0, atMs: Date.now(), state });
    });
    const child = start('kill', 'web', '--armed', '--platform', 'aws', '--stage', stage);
    child.stderr?.on('data', (line) => {
      if (String(line).includes('started; running the checks')) child.kill('SIGINT');
    });
    const { stdout, stderr, code } = await endOf(child);
    expect(stderr).toMatch(
      /kill-\S+ goes on in the stage \S+ without you; see it with `.*garbageday(\.js)? status --platform aws/,
    );
    expect(stdout).toBe('');
    expect(code).toBe(3);
  });
});
