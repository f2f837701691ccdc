/** Every command on a platform that the command line has never heard of. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Followed } from '@garbageday/cli/platform/platform.ts';
import { parseConfiguration } from '@garbageday/config/parse-configuration.ts';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../contract/temporary-directory.ts';
import { experimentPlan, targetRecord } from '../fakes/experiment.ts';
import { type MemoryPlatform, memoryPlatform } from '../fakes/memory-platform.ts';
import { run } from './run.ts';

const where = '--platform memory --stage shelf';

function on(platform: MemoryPlatform, command: string) {
  const offer = { name: 'memory', summary: 'a shelf', hasStages: true, open: async () => platform };
  return run([...command.split(' '), ...where.split(' ')], {
    cwd: temporaryDirectory(),
    platforms: [offer],
  });
}

function shelf(followed?: Followed) {
  return memoryPlatform(parseConfiguration({}, 'the defaults'), followed);
}

describe('a platform from elsewhere', () => {
  it('has a lever: each move is told once', async () => {
    const platform = shelf();
    const halted = await on(platform, 'halt why');
    expect(halted.stdout).toMatch(/^Halted since \S+: why \(shelf\)\n$/);
    await on(platform, 'halt again');
    const resumed = await on(platform, 'resume --json');
    expect(JSON.parse(resumed.stdout)).toEqual({
      ...{ schema: 'garbageday/lever@1', position: { kind: 'released' }, isRunning: true },
    });
    expect(platform.published.map((event) => event.kind === 'lever' && event.position.kind)).toEqual([
      'halted',
      'released',
    ]);
    expect(platform.isClosed()).toBe(true);
  });

  it('has a plan, with its own seed and its own way to release the lever', async () => {
    const platform = shelf();
    await on(platform, 'halt why');
    const { code, stdout } = await on(platform, 'plan --days 3');
    expect(code).toBe(0);
    expect(stdout).toContain('Drawn with the seed shelf.');
    expect(stdout).toContain(`Release the safety lever with: garbageday resume ${where}`);
  });

  it('has a status, from its ports', async () => {
    const text = await on(shelf(), 'status');
    expect(text.stdout).toMatch(/^wordcount {2}shelf\n {2}safety lever +released\n/);
    expect(text.stdout).toContain('no slice in the last hour: nothing is being measured');
    expect(text.code).toBe(0);
    const { stdout } = await on(shelf(), 'status --json');
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ schema: 'garbageday/stage-status@1', shelf: 'upper', url: null, firing: [], failed: [] },
    });
  });

  it('has a report of the last day where no period is asked for', async () => {
    const { code, stdout } = await on(shelf(), 'report --json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ schema: 'garbageday/report@2', kind: 'window' });
  });

  it.each([
    [{ kind: 'left' }, /goes on in the shelf without you; see it with `garbageday status --platform memory/],
    [{ kind: 'too-long' }, /has not ended in the shelf; see it with/],
    [
      { kind: 'silent', look: 'look behind it' },
      /the shelf took kill-\S+ and has not begun it; look behind it/,
    ],
    [
      { kind: 'dead', how: 'failed', last: null, look: 'look behind it' },
      /execution of kill-\S+ failed and .*\); look behind it, and at `garbageday status --platform memory/,
    ],
    [{ kind: 'lost', error: new Error('no light') }, /no light; kill-\S+ goes on; see it with/],
  ] as const)('has a kill that ends without a verdict: %o', async (followed, line) => {
    const { code, stdout, stderr } = await on(shelf(followed), 'kill web --armed --json');
    expect(stderr).toMatch(line);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(JSON.parse(stdout)).toMatchObject({ schema: 'garbageday/kill@1', outcome: null });
    expect(code).toBe(3);
  });

  it('has a kill with an outcome', async () => {
    const outcome = { kind: 'dry-run', plan: experimentPlan(), target: targetRecord, atMs: 0 } as const;
    const { code, stdout } = await on(shelf({ kind: 'ended', outcome }), 'kill web');
    expect(stdout).toMatch(/^Dry run: /);
    expect(code).toBe(0);
  });

  it('has no game day: that is started on this machine alone', async () => {
    const { code, stderr } = await on(shelf(), 'gameday');
    expect([code, stderr]).toEqual([2, expect.stringContaining('not with --platform memory')]);
  });
});

it('no command asks for the name of a platform', () => {
  const folder = join(import.meta.dirname, '../../packages/cli/src/commands');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  const text = files.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n');
  expect(files.length).toBeGreaterThan(5);
  expect(text).not.toMatch(/'aws'|'local'|\.\/(?:aws|local)\/|platform\.name/);
});
