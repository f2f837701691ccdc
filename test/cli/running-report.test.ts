/** `garbageday report` while something runs. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../contract/temporary-directory.ts';
import { sampleLiveState } from '../render/sample-live-state.ts';
import { sampleReport } from '../render/sample-report.ts';
import { run } from './run.ts';
import { type Answers, runningStack } from './running-stack.ts';

const status = { schema: 'garbageday/status@1', pid: 1, residentBytes: null, state: sampleLiveState };

async function running(answers: Answers) {
  const cwd = temporaryDirectory();
  const stack = await runningStack(cwd, { 'GET /status': status, ...answers });
  return { cwd, ...stack };
}

describe('report', () => {
  const answers = { 'GET /report': sampleReport };

  it.each([
    ['report', /Kills/],
    ['report --format html', /^<!doctype html>/i],
    ['report --format json', /"schema": "garbageday\/gameday@1"/],
    ['report --json', /"schema": "garbageday\/gameday@1"/],
  ])('%s', async (command, expected) => {
    const { cwd } = await running(answers);
    const ran = await run(command.split(' '), { cwd });
    expect([ran.code, ran.stderr]).toEqual([0, '']);
    expect(ran.stdout).toMatch(expected);
  });

  it('writes to a file when asked', async () => {
    const { cwd } = await running(answers);
    const ran = await run(['report', '--format', 'png', '--output', 'r.png'], { cwd });
    expect([ran.code, ran.stdout]).toEqual([0, 'Wrote r.png\n']);
    expect(readFileSync(join(cwd, 'r.png')).subarray(1, 4).toString()).toBe('PNG');
  }, 30_000);

  it('has colour on a screen that has it, and never in a file', async () => {
    const { cwd } = await running(answers);
    const env = { FORCE_COLOR: '1' };
    expect((await run(['report'], { cwd, env })).stdout).toContain('\u001b');
    await run(['report', '--output', 'r.txt'], { cwd, env });
    expect(readFileSync(join(cwd, 'r.txt'), 'utf8')).not.toContain('\u001b');
  });

  it.each([
    [
      'report --format pdf',
      '--format: "pdf" is unknown; known: text, html, json, png, svg, markdown, journal, openmetrics, slack',
    ],
    ['report --json --format html', '--json cannot print html; leave one out, or add --output <file>'],
    ['report --output=', '--output: is empty; write a file, or leave it out for stdout'],
  ])('refuses %s', async (command, line) => {
    const { cwd } = await running(answers);
    const ran = await run(command.split(' '), { cwd });
    expect([ran.code, ran.stderr]).toEqual([2, `garbageday: ${line}\n`]);
  });

  it('says in one line that the file cannot be written', async () => {
    const { cwd } = await running(answers);
    const ran = await run(['report', '--output', 'nowhere/r.txt'], { cwd });
    const line = '--output: nowhere/r.txt cannot be written (ENOENT); name another file';
    expect([ran.code, ran.stderr]).toEqual([2, `garbageday: ${line}\n`]);
  });
});
