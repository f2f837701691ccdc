/** What a person does with the terminal while a game day runs: types, changes its size, presses Ctrl-C. */
import { spawnSync } from 'node:child_process';
import { readlinkSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { eventually } from '../local/eventually.ts';
import { run, type Started, start, startInShell, untilRunning } from './garbageday.ts';
import { nothingIsLeft } from './nothing-is-left.ts';
import { clear, makePlace, type Place, processesOf } from './place.ts';

const esc = '\u001b';
const clearScreen = `${esc}[2J${esc}[H`;

/** The terminal of the one that runs in this place, as Linux names it. */
function terminalOf(here: Place): string {
  const found = processesOf(here).find(
    ({ args }) => /garbageday\.js gameday/.test(args) && !/bash -c/.test(args),
  );
  if (found === undefined) throw new Error('no garbageday runs');
  return readlinkSync(`/proc/${found.pid}/fd/0`);
}

function timesCleared({ stdout }: Started): number {
  return stdout().split(clearScreen).length - 1;
}

const hasScript =
  process.platform === 'linux' && spawnSync('script', ['--version']).stdout?.includes('util-linux') === true;

describe.runIf(hasScript)('a terminal', { timeout: 180_000 }, () => {
  it('echoes no keys and leaves none to the shell, is redrawn at every size, and Ctrl-C reports', async () => {
    const here = makePlace();
    onTestFinished(() => clear(here));
    const day = startInShell(here, ['gameday', '--rate', '20', '--duration', '90s']);
    await untilRunning(here, day);
    day.press('whoami\recho x\r');
    expect(timesCleared(day)).toBe(1);
    const before = day.stdout().length;
    // Two signals, one for each number: a busy process sees them as one.
    spawnSync('stty', ['-F', terminalOf(here), 'cols', '80', 'rows', '24']);
    await eventually('it was redrawn', () => timesCleared(day) >= 2, 10_000);
    await eventually('a frame came', () => day.stdout().slice(before).includes(' help '), 10_000);
    day.press('\u0003');
    const { stdout } = await day.ended;
    expect(stdout).not.toContain('whoami');
    const note =
      'Stopped by Ctrl-C after \\d+ s of 1 min 30 s: this report covers what was measured until then\\.';
    const busy =
      "This machine's \\d+ processors were \\d+% busy, and users felt that too\\. Try --rate \\d+\\.";
    const place = 'Report: \\.garbageday/report\\.html  \\(also report\\.json, report\\.png\\)';
    expect(stripVTControlCharacters(stdout).replaceAll('\r', '')).toMatch(
      new RegExp(`\\n${note}\\n(?:${busy}\\n)?[✔✖?] .+\\n(?:  .+\\n)*${place}\\ncode 130, left \\[\\]\\n$`),
    );
    // The view has a screen of its own, and gives the other one back before it reports.
    expect(stdout.lastIndexOf(`${esc}[?1049l`)).toBeGreaterThan(stdout.lastIndexOf(`${esc}[?1049h`));
    expect(stdout.indexOf('Proof of n+1')).toBeGreaterThan(stdout.lastIndexOf(`${esc}[?1049l`));
    await nothingIsLeft(here);
  });

  it('takes keys: h halts, r resumes, w kills a web server, q ends with a report', async () => {
    const here = makePlace();
    onTestFinished(() => clear(here));
    const day = startInShell(here, ['gameday', '--rate', '20', '--duration', '90s', '--kills', '0']);
    await untilRunning(here, day);
    const after = async (key: string, what: RegExp): Promise<void> => {
      const before = day.stdout().length;
      day.press(key);
      const drawn = () => stripVTControlCharacters(day.stdout().slice(before));
      await eventually(`${what} was drawn`, () => what.test(drawn()), 20_000);
    };
    await after('h', /r resume/);
    await after('r', /h halt/);
    await after('?', /kill a server of web/);
    await after('?', /log /);
    // The gate may refuse it, as it does any kill that comes before the baseline: that is said, too.
    await after('w', /(?:termination of|Refused|refused).*web|web.*(?:terminat|refused)/i);
    day.press('q');
    const { stdout } = await day.ended;
    const text = stripVTControlCharacters(stdout);
    expect(text).toMatch(/Stopped by the key q after \d+ s of 1 min 30 s/);
    expect(text).toMatch(/\ncode 130, left \[\]\r?\n$/);
    await nothingIsLeft(here);
  });

  it('is given back as it was when Ctrl-C is pressed twice', async () => {
    const here = makePlace();
    onTestFinished(() => clear(here));
    const day = startInShell(here, ['gameday', '--rate', '20', '--duration', '90s']);
    await untilRunning(here, day);
    day.press('\u0003');
    await eventually('it is ending', () => !isRunning(here, 'journey.mjs probe'), 5_000);
    day.press('\u0003');
    const { stdout } = await day.ended;
    const text = stripVTControlCharacters(stdout).replaceAll('\r', '');
    expect(text).toMatch(/\ncode 130, left \[\]\n$/);
    expect(stdout.lastIndexOf(`${esc}[?1049l`)).toBeGreaterThan(stdout.lastIndexOf(`${esc}[?1049h`));
    await nothingIsLeft(here);
  });
});

function isRunning(here: Place, program: string): boolean {
  return processesOf(here).some(({ args }) => args.includes(`/bundles/${program}`));
}

it('a lever that was left pulled is said before anything has started', { timeout: 180_000 }, async () => {
  const here = makePlace();
  onTestFinished(() => clear(here));
  expect((await run(here, ['halt', 'customers are calling'])).code).toBe(0);
  const day = start(here, ['gameday', '--rate', '20']);
  await eventually('it is said', () => day.stdout().includes('customers are calling'), 20_000);
  expect(day.stdout()).toMatch(
    /^ {2}0:00 {2}· live page at http:\/\/127\.0\.0\.1:\d+\n {2}0:00 {2}⊘ the safety lever was pulled .*; release it with: .*garbageday\S* resume\n/,
  );
  expect(day.stdout()).not.toContain('ready');
  day.signalGroup('SIGINT');
  expect((await day.ended).code).toBe(130);
  await nothingIsLeft(here);
});
