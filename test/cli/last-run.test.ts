/** `garbageday report` after a run, when nothing runs any more. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeReport } from '@garbageday/cli/game-day/write-report.ts';
import { renderReport, reportFormats } from '@garbageday/cli/render-report.ts';
import { formatInstant } from '@garbageday/render/format.ts';
import { expect, it } from 'vitest';
import { temporaryDirectory } from '../contract/temporary-directory.ts';
import { sampleReport } from '../render/sample-report.ts';
import { run } from './run.ts';

it.each(reportFormats)(
  'report prints the last run as %s, with the numbers that it ended with',
  async (format) => {
    const cwd = temporaryDirectory();
    mkdirSync(join(cwd, '.garbageday'));
    await writeReport(sampleReport, join(cwd, '.garbageday'));
    const { code, stdout, stderr } = await run(['report', '--format', format], { cwd });
    const options = { columns: 80, colour: false, theme: 'light' } as const;
    const expected = await renderReport(sampleReport, format, options);
    expect([code, stdout, stderr]).toEqual([0, String(Buffer.from(expected)), '']);
  },
);

it('report says that a later run died without one', async () => {
  const cwd = temporaryDirectory();
  const directory = join(cwd, '.garbageday');
  mkdirSync(directory);
  await writeReport(sampleReport, directory);
  const startedAtMs = sampleReport.toMs + 60_000;
  const holder = { pid: 2 ** 22 + 1, startedAtMs, processStart: null, command: 'up', url: null };
  writeFileSync(join(directory, 'lock'), JSON.stringify({ ...holder, controlSocket: null }));
  const { code, stdout, stderr } = await run(['report'], { cwd });
  const since = formatInstant(startedAtMs);
  expect([code, stderr]).toEqual([
    0,
    `garbageday: \`up\` of ${since} died without a report; this is the one before it\n`,
  ]);
  expect(stdout).toContain('Kills');
});

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
    'garbageday: nothing runs in .garbageday; the last report is .garbageday/report.html (or --format json), and --window 1d tells of the last day\n',
  );
});
