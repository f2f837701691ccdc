import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findHaproxy } from '@garbageday/local/load-balancer/haproxy/find-haproxy.ts';
import { findParentDeathGuard } from '@garbageday/local/processes/parent-death-guard.ts';
import { isAlive, isStopped } from '@garbageday/local/processes/process-start.ts';
import { makeRuntimeDirectory } from '@garbageday/local/processes/runtime-directory.ts';
import { defaultStackTiming } from '@garbageday/local/stack/stack-options.ts';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { eventually } from './eventually.ts';
import { childrenOf } from './processes-of.ts';

type Supervised = {
  readonly supervisor: ChildProcess;
  readonly pids: readonly number[];
  readonly runtimeDirectory: string;
};

/** A stack with users and probe, in a process of its own. */
async function supervised(
  lb: 'embedded' | 'haproxy',
  secrets: NodeJS.ProcessEnv = {},
  ...more: readonly 'hang'[]
): Promise<Supervised> {
  const program = join(import.meta.dirname, 'fixtures', 'supervise.ts');
  const supervisor = spawn(process.execPath, [program, lb, ...more], {
    env: { ...process.env, ...secrets },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => {
    supervisor.kill('SIGKILL');
  });
  const [directory, runtimeDirectory] = JSON.parse(String((await once(supervisor.stdout, 'data'))[0]));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const pids = childrenOf(supervisor.pid ?? -1).map((line) => Number.parseInt(line, 10));
  return { supervisor, pids, runtimeDirectory };
}

async function noProcessIsLeft({ supervisor, pids }: Supervised): Promise<void> {
  const everyone = [supervisor.pid ?? -1, ...pids];
  await eventually('every process gone', () => !everyone.some(isAlive), 2_000);
}

/** Whoever starts a stack removes what was abandoned beside it: not here. */
beforeEach(() => {
  const own = mkdtempSync(join(tmpdir(), 'orphans-'));
  vi.stubEnv('TMPDIR', own);
  onTestFinished(() => {
    vi.unstubAllEnvs();
    rmSync(own, { recursive: true, force: true });
  });
});

function reaperOf({ supervisor }: Supervised): number {
  const line = childrenOf(supervisor.pid ?? -1).find((one) => one.includes('garbageday-reaper'));
  return Number.parseInt(line ?? '', 10);
}

/** The supervisor would replace its reaper, and the reaper would do its work: both stand still before they die. */
function killTogether(pids: readonly number[]): void {
  for (const pid of pids) process.kill(pid, 'SIGSTOP');
  for (const pid of pids) process.kill(pid, 'SIGKILL');
}

function makeRuntimeDirectories(count: number): void {
  for (let made = 0; made < count; made += 1) rmSync(makeRuntimeDirectory(), { recursive: true });
}

async function nothingIsLeft(stack: Supervised): Promise<void> {
  await noProcessIsLeft(stack);
  const { runtimeDirectory } = stack;
  await eventually('the runtime directory gone', () => !existsSync(runtimeDirectory), 2_000);
}

const guard = await findParentDeathGuard(process.env);
const haproxy = await findHaproxy(process.env['PATH'] ?? '');

describe('nothing outlives the supervisor for more than 2 s', () => {
  it.each(['SIGINT', 'SIGHUP', 'SIGKILL'] as const)('after %s', async (signal) => {
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

  it.runIf(process.platform === 'linux').each(['SIGINT', 'SIGKILL'] as const)(
    'after %s, with a server that an experiment keeps hung for longer than its lease',
    async (signal) => {
      const stack = await supervised('embedded', {}, 'hang');
      const hung = stack.pids.filter(isStopped);
      expect(hung).toHaveLength(1);
      const [fromMs, { leaseMs }] = [performance.now(), defaultStackTiming];
      await eventually('the lease over', () => performance.now() - fromMs > leaseMs + 1_000);
      expect(stack.pids.filter(isStopped)).toEqual(hung);
      stack.supervisor.kill(signal);
      await nothingIsLeft(stack);
    },
  );

  // Where the kernel knows no parent-death signal, HAProxy depends on the reaper.
  const guarded = describe.runIf(guard.length > 0);
  guarded.each(['haproxy', 'embedded'] as const)('when the reaper is killed with it, %s', (lb) => {
    it.runIf(lb === 'embedded' || haproxy !== null)('every child ends by itself', async () => {
      const stack = await supervised(lb);
      expect(stack.pids).toHaveLength(11);
      killTogether([reaperOf(stack), stack.supervisor.pid ?? -1]);
      await noProcessIsLeft(stack);
      // Nobody was there to remove it; the next run does.
      expect(existsSync(stack.runtimeDirectory)).toBe(true);
      const next = makeRuntimeDirectory();
      onTestFinished(() => rmSync(next, { recursive: true, force: true }));
      expect(existsSync(stack.runtimeDirectory)).toBe(false);
      expect(existsSync(next)).toBe(true);
      makeRuntimeDirectories(2);
      expect(existsSync(next)).toBe(true);
    });

    it.runIf(lb === 'embedded' || haproxy !== null)('also one that stands still', async () => {
      const stack = await supervised(lb);
      const reaper = reaperOf(stack);
      for (const pid of stack.pids) if (pid !== reaper) process.kill(pid, 'SIGSTOP');
      killTogether([reaper, stack.supervisor.pid ?? -1]);
      await noProcessIsLeft(stack);
    });
  });

  it('after SIGTERM, and until then none of them knows our secrets', async () => {
    const stack = await supervised('embedded', { AWS_SECRET_ACCESS_KEY: 'hush', SLACK_BOT_TOKEN: 'hush' });
    expect(stack.pids).toHaveLength(11);
    for (const pid of process.platform === 'linux' ? stack.pids : []) {
      const names = readFileSync(`/proc/${pid}/environ`, 'utf8')
        .split('\0')
        .map((line) => line.split('=')[0]);
      expect(names).not.toContain('AWS_SECRET_ACCESS_KEY');
      expect(names).not.toContain('SLACK_BOT_TOKEN');
      expect(names).toContain('PATH');
    }
    stack.supervisor.kill('SIGTERM');
    await nothingIsLeft(stack);
  });

  it.runIf(haproxy !== null)('after SIGKILL, with HAProxy', async () => {
    const stack = await supervised('haproxy');
    expect(stack.pids).toHaveLength(11);
    stack.supervisor.kill('SIGKILL');
    await nothingIsLeft(stack);
  });
});
