/** However a run ends, nothing of it is left: with a hung child, a closed terminal, a full disk, or a killed supervisor. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { eventually } from '../local/eventually.ts';
import { run, type Started, start, startOnTerminal, untilRunning } from './garbageday.ts';
import { expectFree, nothingIsLeft } from './nothing-is-left.ts';
import { clear, makePlace, type Place, type Process, processesOf } from './place.ts';

const timeoutMs = 180_000;

/** Few users: what counts here is the end. */
const up = ['up', '--no-chaos', '--rate', '20'];
const gameDay = ['gameday', '--rate', '20'];

function place(): Place {
  const made = makePlace();
  onTestFinished(() => clear(made));
  return made;
}

async function running(where: Place, args: readonly string[]): Promise<Started> {
  const started = start(where, args);
  await untilRunning(where, started);
  return started;
}

type Program = 'wordcount.mjs' | 'journey.mjs users' | 'journey.mjs probe';

function serversOf(where: Place, program: Program): readonly Process[] {
  return processesOf(where).filter(({ args }) => args.includes(`/bundles/${program}`));
}

/** Stops one of them with SIGSTOP. */
function hang(where: Place, program: Program): void {
  const [one] = serversOf(where, program);
  if (one === undefined) throw new Error(`no ${program} runs`);
  process.kill(one.pid, 'SIGSTOP');
}

function isServer({ args }: Process) {
  return !args.includes('garbageday.js');
}

/** Two seconds for everything that serves; a command that still writes its report is no server. */
async function serversAreGone(where: Place): Promise<void> {
  const isGone = () => processesOf(where).filter(isServer).length === 0;
  await eventually('no server left', isGone, 2_000);
}

describe('nothing is left within 2 s', { timeout: timeoutMs }, () => {
  it('after Ctrl-C during a game day, with a hung web server', async () => {
    const here = place();
    const { signalGroup, ended } = await running(here, gameDay);
    hang(here, 'wordcount.mjs');
    signalGroup('SIGINT');
    await serversAreGone(here);
    const { code, stdout } = await ended;
    await nothingIsLeft(here);
    expectFree(here);
    expect(code).toBe(130);
    expect(stdout).toMatch(
      /\nStopped by Ctrl-C after \d+ s of 1 min 30 s: this report covers what was measured until then\.\n(This machine's .+\n)?.+\nReport: \.garbageday\/report\.html .*\n$/,
    );
    const { stdout: again } = await run(here, ['report', '--json']);
    expect(again).toBe(readFileSync(join(here.directory, 'report.json'), 'utf8'));
  });

  it('after Ctrl-C before anything was measured', async () => {
    const here = place();
    const { signalGroup, ended } = start(here, gameDay);
    await eventually('it has begun', () => existsSync(join(here.directory, 'lock')), 20_000);
    signalGroup('SIGINT');
    const { code, stderr } = await ended;
    expect([code, stderr]).toEqual([
      130,
      'garbageday: stopped by Ctrl-C before its end: nothing was measured; everything it started is gone\n',
    ]);
    await nothingIsLeft(here);
    expectFree(here);
  });

  it('after SIGTERM to up, with hung users; it still reports', async () => {
    const here = place();
    const { pid, ended } = await running(here, up);
    hang(here, 'journey.mjs users');
    process.kill(pid, 'SIGTERM');
    await serversAreGone(here);
    const { code, stdout } = await ended;
    await nothingIsLeft(here);
    expectFree(here);
    expect(code).toBe(0);
    expect(stdout).toContain('Report: .garbageday/report.html');
  });

  it('after Ctrl-C twice, for whoever does not want to wait', async () => {
    const here = place();
    const { signalGroup, ended } = await running(here, up);
    hang(here, 'journey.mjs users');
    signalGroup('SIGINT');
    await eventually('it is ending', () => serversOf(here, 'journey.mjs probe').length === 0, 5_000);
    signalGroup('SIGINT');
    await nothingIsLeft(here);
    expectFree(here);
    // By the signal: a shell says 130.
    expect((await ended).signal).toBe('SIGINT');
  });

  const hasScript = spawnSync('script', ['--version']).stdout?.includes('util-linux') === true;

  it.runIf(hasScript)('after its terminal was closed', async () => {
    const here = place();
    const terminal = startOnTerminal(here, gameDay);
    await untilRunning(here, terminal);
    process.kill(terminal.pid, 'SIGKILL');
    await nothingIsLeft(here);
    expectFree(here);
  });

  it('after garbageday stop, which waits for it, so that the next may start at once', async () => {
    const here = place();
    const { ended } = await running(here, gameDay);
    const { code, stdout } = await run(here, ['stop']);
    expect([code, stdout]).toEqual([0, 'Stopped what ran in .garbageday\n']);
    expectFree(here);
    await nothingIsLeft(here);
    const { code: own, stdout: told } = await ended;
    expect(own).toBe(130);
    expect(told).toContain('Stopped by another terminal after ');
  });

  it('after SIGKILL with a hung probe; its lock says what to do, and then the next starts', async () => {
    const here = place();
    const { pid, ended } = await running(here, up);
    hang(here, 'journey.mjs probe');
    process.kill(pid, 'SIGKILL');
    await nothingIsLeft(here);
    expect((await ended).signal).toBe('SIGKILL');

    const refused = await run(here, up);
    expect([refused.code, refused.stdout]).toEqual([2, '']);
    const [, command = ''] =
      /^garbageday: .*\/lock was left behind .*\(pid \d+, `up`, since .*\); remove it with: (.*)\n$/.exec(
        refused.stderr,
      ) ?? [];
    expect(command).toBe(`rm ${join(here.directory, 'lock')}`);
    expect(spawnSync('sh', ['-c', command]).status).toBe(0);
    await running(here, up);
    expect((await run(here, ['stop'])).code).toBe(0);
    await nothingIsLeft(here);
  });
});

/** A file system of its own, as only root can make one on Linux. */
function smallDisk(path: string, kilobytes: number): boolean {
  mkdirSync(path, { recursive: true });
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', path]).status !== 0)
    return false;
  onTestFinished(() => {
    spawnSync('umount', [path]);
  });
  return true;
}

describe('a disk that fills up while it runs', () => {
  it('ends it with one line, and nothing is left', { timeout: timeoutMs }, async ({ skip }) => {
    const here = place();
    skip(!smallDisk(here.directory, 140), 'takes a small disk, which only root can mount');
    const { code, stderr } = await run(here, up, 60_000);
    expect(stderr).toBe(
      `garbageday: no space left for ${join(here.directory, 'ledger.sqlite')}; free some (what was recorded is safe), or use --directory\n`,
    );
    expect(code).toBe(2);
    await nothingIsLeft(here);
    expectFree(here);

    const more = spawnSync('mount', ['-o', 'remount,size=4m', here.directory]);
    expect(more.status).toBe(0);
    // Reads the ledger, and finds it sound.
    expect((await run(here, ['plan', '--days', '1'])).code).toBe(0);
  });
});
