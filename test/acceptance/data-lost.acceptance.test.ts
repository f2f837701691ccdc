/** A data tier that cannot come back: two of three members lose their disks at once. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { start, untilRunning } from './garbageday.ts';
import { expectFree, nothingIsLeft } from './nothing-is-left.ts';
import { patience } from './patience.ts';
import { clear, makePlace, processesOf } from './place.ts';

describe('when no majority has the data any more', { timeout: 240_000 }, () => {
  it.each([
    ['up', ['up', '--no-chaos', '--rate', '20', '--data', 'mongolite']],
    ['a game day', ['gameday', '--kills', '0', '--rate', '20', '--data', 'mongolite', '--duration', '10m']],
  ])('%s says so within seconds, reports, and ends', async (_what, args) => {
    const here = makePlace();
    onTestFinished(() => clear(here));
    const started = start(here, args);
    await untilRunning(here, started);
    const members = processesOf(here).filter((one) => one.args.includes('/bundles/mongolite.mjs'));
    expect(members).toHaveLength(3);
    const killedAtMs = performance.now();
    for (const { pid } of members.slice(0, 2)) process.kill(pid, 'SIGKILL');
    const { code, stdout, stderr } = await started.ended;
    const line = 'the data is lost (1 member is left that has it, a majority is 2); start again';
    expect(stderr).toContain(`garbageday: ${line}\n`);
    expect(stdout).toContain(line);
    expect(code).toBe(1);
    expect(performance.now() - killedAtMs).toBeLessThan(patience(12_000));
    const report = JSON.parse(readFileSync(join(here.directory, 'report.json'), 'utf8'));
    expect(report.schema).toBe('garbageday/gameday@1');
    await nothingIsLeft(here);
    expectFree(here);
  });
});
