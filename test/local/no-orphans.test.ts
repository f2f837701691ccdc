import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findHaproxy } from '@garbageday/local/load-balancer/haproxy/find-haproxy.ts';
import { isAlive } from '@garbageday/local/processes/process-start.ts';
import { describe, expect, it, onTestFinished } from 'vitest';
import { eventually } from './eventually.ts';
import { childrenOf } from './processes-of.ts';

type Supervised = {
  readonly supervisor: ChildProcess;
  readonly pids: readonly number[];
  readonly runtimeDirectory: string;
};

/** A stack with users and probe, in a process of its own. */
async function supervised(lb: 'embedded' | 'haproxy'): Promise<Supervised> {
  const program = join(import.meta.dirname, 'fixtures', 'supervise.ts');
  const supervisor = spawn(process.execPath, [program, lb], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => {
    supervisor.kill('SIGKILL');
  });
  const [directory, runtimeDirectory] = JSON.parse(String((await once(supervisor.stdout, 'data'))[0]));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const pids = childrenOf(supervisor.pid ?? -1).map((line) => Number.parseInt(line, 10));
  return { supervisor, pids, runtimeDirectory };
}

async function nothingIsLeft({ supervisor, pids, runtimeDirectory }: Supervised): Promise<void> {
  const everyone = [supervisor.pid ?? -1, ...pids];
  await eventually('every process gone', () => !everyone.some(isAlive), 2_000);
  await eventually('the runtime directory gone', () => !existsSync(runtimeDirectory), 2_000);
}

const haproxy = await findHaproxy(process.env['PATH'] ?? '');

describe('nothing outlives the supervisor for more than 2 s', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'] as const)('after %s', async (signal) => {
    const stack = await supervised('embedded');
    // Two load balancers, three webs, three members, users, probe and the reaper.
    expect(stack.pids).toHaveLength(11);
    stack.supervisor.kill(signal);
    await nothingIsLeft(stack);
  });

  it.each(['SIGINT', 'SIGKILL'] as const)('after %s, with every child stopped by SIGSTOP', async (signal) => {
    const stack = await supervised('embedded');
    const reaper = childrenOf(stack.supervisor.pid ?? -1).find((line) => line.includes('garbageday-reaper'));
    const others = stack.pids.filter((pid) => pid !== Number.parseInt(reaper ?? '', 10));
    expect(others).toHaveLength(10);
    for (const pid of others) process.kill(pid, 'SIGSTOP');
    stack.supervisor.kill(signal);
    await nothingIsLeft(stack);
  });

  it.runIf(haproxy !== null)('after SIGKILL, with HAProxy', async () => {
    const stack = await supervised('haproxy');
    expect(stack.pids).toHaveLength(11);
    stack.supervisor.kill('SIGKILL');
    await nothingIsLeft(stack);
  });
});
