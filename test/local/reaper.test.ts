import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from '@garbageday/local/processes/process-start.ts';
import { describe, expect, it, onTestFinished } from 'vitest';
import { eventually } from './eventually.ts';

type Said = { readonly directory: string; readonly reaper: number; readonly children: readonly number[] };

async function supervisor() {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'fixtures', 'reaped.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const said: Said = JSON.parse(String((await once(child.stdout, 'data'))[0]));
  return { child, said };
}

async function nothingIsLeft(said: Said): Promise<void> {
  await eventually('every process gone', () => !isAlive(said.reaper) && !hasMembers(said.children), 2000);
  await eventually('the runtime directory gone', () => !existsSync(said.directory), 2000);
}

describe('the reaper', () => {
  it.each(['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    'leaves nobody behind within 2 s when the supervisor dies of %s, stopped children included',
    async (signal) => {
      const { child, said } = await supervisor();
      expect(said.children).toHaveLength(3);
      expect(statSync(said.directory).mode & 0o777).toBe(0o700);
      child.kill(signal);
      await nothingIsLeft(said);
    },
  );

  it('leaves nobody behind when the supervisor leaves in order', async () => {
    const { child, said } = await supervisor();
    child.stdin.end();
    await nothingIsLeft(said);
  });

  it('is replaced when it dies itself, and the new one knows everyone', async () => {
    const { child, said } = await supervisor();
    process.kill(said.reaper, 'SIGKILL');
    await eventually('the reaper gone', () => !isAlive(said.reaper));
    expect(said.children.every(isAlive)).toBe(true);
    // The supervisor hears of it a moment later; its own death before that would leave its children to themselves.
    await eventually('a new reaper', () => hasReaper(child.pid ?? -1));
    child.kill('SIGKILL');
    await nothingIsLeft(said);
  });
});

/** Whether any of these process groups still has a living member: a child, or a child's child. */
function hasMembers(groups: readonly number[]): boolean {
  return String(spawnSync('ps', ['-A', '-o', 'pgid=,stat=']).stdout)
    .split('\n')
    .some((line) => groups.includes(Number.parseInt(line, 10)) && !line.includes('Z'));
}

function hasReaper(pid: number): boolean {
  return String(spawnSync('ps', ['-A', '-o', 'ppid=,args=']).stdout)
    .split('\n')
    .some((line) => Number.parseInt(line, 10) === pid && line.includes('garbageday-reaper'));
}
