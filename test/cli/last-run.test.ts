/** `garbageday report` after a run, when nothing runs any more. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeReport } from '@garbageday/cli/game-day/write-report.ts';
import { renderReport } from '@garbageday/cli/render-report.ts';
import { reportFormats } from '@garbageday/cli/report/report-formats.ts';
import { formatInstant } from '@garbageday/render/format.ts';
import { beforeAll, expect, it } from 'vitest';
import { temporaryDirectory } from '../contract/temporary-directory.ts';
import { sampleReport } from '../render/sample-report.ts';
import { run } from './run.ts';

/** The file of the last run, as a run leaves it: written once, as that draws a picture, too. */
let lastRun: string;

beforeAll(async () => {
  const directory = mkdtempSync(join(tmpdir(), 'garbageday-last-run-'));
  await writeReport(sampleReport, directory);
  lastRun = readFileSync(join(directory, 'last-run.json'), 'utf8');
  rmSync(directory, { recursive: true });
  // On a busy machine.
}, 60_000);

function afterRun(content: string = lastRun): string {
  const cwd = temporaryDirectory();
  mkdirSync(join(cwd, '.garbageday'));
  writeFileSync(join(cwd, '.garbageday', 'last-run.json'), content);
  return cwd;
}

it.each(reportFormats)(
  'report prints the last run as %s, with the numbers that it ended with',
  async (format) => {
    const { code, stdout, stderr } = await run(['report', '--format', format], { cwd: afterRun() });
    const options = { columns: 80, colour: false, theme: 'light' } as const;
    const expected = await renderReport(sampleReport, format, options);
    expect([code, stdout, stderr]).toEqual([0, String(Buffer.from(expected)), '']);
  },
);

it('report says that a later run died without one', async () => {
  const cwd = afterRun();
  const startedAtMs = sampleReport.toMs + 60_000;
  const holder = { pid: 2 ** 22 + 1, startedAtMs, processStart: null, command: 'up', url: null };
  writeFileSync(join(cwd, '.garbageday', 'lock'), JSON.stringify({ ...holder, controlSocket: null }));
  const { code, stdout, stderr } = await run(['report'], { cwd });
  const since = formatInstant(startedAtMs);
  expect([code, stderr]).toEqual([
    0,
    `garbageday: \`up\` of ${since} died without a report; this is the one before it\n`,
  ]);
  expect(stdout).toContain('Kills');
});

it.each([['{"schema": "garbageday/last-run@99"}'], ['{}'], ['half a docu']])(
  'what is not of this version is not read: %s',
  async (content) => {
    const { code, stderr } = await run(['report'], { cwd: afterRun(content) });
    expect([code, stderr]).toEqual([
      2,
      'garbageday: nothing runs in .garbageday; start it with `garbageday up`\n',
    ]);
  },
);

it('report prints the files of a version that left nothing else', async () => {
  const cwd = temporaryDirectory();
  mkdirSync(join(cwd, '.garbageday'));
  for (const format of ['json', 'html', 'png']) {
    writeFileSync(join(cwd, '.garbageday', `report.${format}`), `"the ${format}"`);
    const { code, stdout } = await run(['report', '--format', format], { cwd });
    expect([code, stdout]).toEqual([0, `"the ${format}"`]);
  }
  expect((await run(['report', '--json'], { cwd })).stdout).toBe('"the json"');
  expect((await run(['report'], { cwd })).stderr).toBe(
    'garbageday: nothing runs in .garbageday; the last report is .garbageday/report.html (or --format json), and --window 1d covers the last day\n',
  );
});

it('reads what the version before left, which knew one load and one judge by their names', async () => {
  const { report } = JSON.parse(lastRun);
  const { journeys: _, findings: _findings, ...before } = report;
  const slos = before.slos.map(({ role: _role, ...slo }: { role: unknown }) => slo);
  const old = JSON.stringify({ schema: 'garbageday/last-run@1', report: { ...before, slos } });
  const printed = async (content: string) => (await run(['report'], { cwd: afterRun(content) })).stdout;
  expect(await printed(old)).toBe(await printed(lastRun));
});

it('reads a run of this version from before there were findings', async () => {
  const { schema, report } = JSON.parse(lastRun);
  const { findings: _, ...before } = report;
  const old = JSON.stringify({ schema, report: before });
  const printed = async (content: string) => (await run(['report'], { cwd: afterRun(content) })).stdout;
  expect(await printed(old)).toBe(await printed(lastRun));
});
