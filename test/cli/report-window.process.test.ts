/** `garbageday report --window 30d` on a generated month: every format says what the JSON says. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { formatCount, formatShare } from '@garbageday/render/format.ts';
import type { ReportDocument } from '@garbageday/render/json/report-schema.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { visibleText } from '../render/markup-checks.ts';
import { schemaOf } from '../render/schema-checks.ts';
import { run } from './run.ts';

const now = '2026-12-01T00:00:00Z';
const cwd = mkdtempSync(join(tmpdir(), 'garbageday-month-'));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const asked = ['report', '--window', '30d', '--now', now];
const said = new Map<string, string>();

async function report(...options: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await run([...asked, ...options], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
}

/** What commander and a terminal break into lines, in one. */
function flat(text: string) {
  return text.replace(/\s+/g, ' ');
}

let document: ReportDocument;

beforeAll(async () => {
  const configuration = { users: { ratePerSecond: 2 }, probe: { ratePerSecond: 1 } };
  writeFileSync(join(cwd, 'garbageday.config.json'), JSON.stringify(configuration));
  const script = resolve('bench/generate-month.ts');
  const options = ['--directory', join(cwd, '.garbageday'), '--now', now];
  const told = execFileSync(process.execPath, ['--disable-warning=ExperimentalWarning', script, ...options], {
    cwd,
    encoding: 'utf8',
  });
  expect(told).toContain('86400 slices');
  for (const format of ['text', 'html', 'markdown', 'journal', 'openmetrics', 'slack', 'svg'])
    said.set(format, await report('--format', format));
  document = JSON.parse(await report('--json'));
}, 240_000);

function text(format: string) {
  return said.get(format) ?? '';
}

describe('a month in every format', () => {
  it('is a document of its schema', () => {
    schemaOf('report-2').expectValid(document);
    expect(document).toMatchObject({
      kind: 'window',
      from: '2026-11-01T00:00:00.000Z',
      to: '2026-12-01T00:00:00.000Z',
    });
    expect(document.slos.map(({ total }) => total)).toEqual([5_184_000, 5_184_000, 2_592_000, 2_592_000]);
    expect(document.experiments.length).toBeGreaterThan(10);
  });

  it('adds up: all spending is chaos, unplanned or unexplained', () => {
    const { bad, chaos, unplanned, unexplained, byExperiment, spent } = document.attribution;
    expect(chaos + (unplanned ?? 0) + unexplained).toBe(bad);
    expect(byExperiment.reduce((sum, each) => sum + each.bad, 0)).toBe(chaos);
    const paying = document.slos.find(({ name }) => name === document.attribution.slo);
    expect(bad).toBe((paying?.total ?? 0) - (paying?.good ?? 0));
    expect(spent.total).toBe(paying?.consumed);
  });

  it.each([
    ['text', flat],
    ['html', visibleText],
    ['markdown', (markdown: string) => markdown.replaceAll('\\', '')],
    ['slack', (json: string) => json],
  ] as const)('says in %s what the JSON says of objectives and spending', (format, read) => {
    const rendered = read(text(format));
    const { attribution, slos } = document;
    const facts = [
      ...slos.map(({ good, total }) => `${formatCount(good)}/${formatCount(total)}`),
      ...toldOf(format, slos).map(
        ({ remaining, window }) => `${formatShare(remaining)} of the ${window} budget left`,
      ),
      `${formatCount(attribution.bad)} bad events at the probe`,
      `${formatCount(attribution.chaos)} caused by chaos`,
      formatShare(attribution.spent.chaos),
    ];
    expect(facts.filter((fact) => !rendered.includes(fact))).toEqual([]);
  });

  it('says in OpenMetrics what the JSON says', () => {
    const { slos, attribution } = document;
    for (const { name, good, remaining } of slos) {
      expect(text('openmetrics')).toMatch(
        new RegExp(`slo_good_events\\{[^}]*slo="${name}"[^}]*\\} ${good}\n`),
      );
      expect(text('openmetrics')).toMatch(
        new RegExp(`remaining_ratio\\{[^}]*slo="${name}"[^}]*\\} ${remaining}\n`),
      );
    }
    expect(text('openmetrics')).toContain(`cause="unexplained"} ${attribution.unexplained}\n`);
  });

  it('has a journal for every experiment, with the JSON’s numbers', () => {
    const journals: { garbageday: { budgetSpent: number | null; probes: unknown } }[] = JSON.parse(
      text('journal'),
    );
    expect(journals).toHaveLength(document.experiments.length + document.refusals.length);
    const measured = journals.filter(({ garbageday }) => garbageday.probes !== null);
    expect(measured.map(({ garbageday }) => garbageday.budgetSpent)).toEqual(
      document.experiments.map(({ budgetSpent }) => budgetSpent),
    );
  });

  it('is a picture too', async () => {
    expect(text('svg')).toContain(formatCount(document.users?.failed ?? -1));
    await report('--format', 'png', '--theme', 'dark', '--output', 'month.png');
    expect(readFileSync(join(cwd, 'month.png')).subarray(1, 4).toString()).toBe('PNG');
  });

  it('is the same report when it is asked for again', async () => {
    expect(JSON.parse(await report('--format', 'json'))).toEqual(document);
  });
});

/** Slack says how much is left of the scarcest budget, and of others only when something is wrong with them. */
function toldOf(format: string, slos: ReportDocument['slos']): ReportDocument['slos'] {
  const [scarcest] = slos.toSorted((a, b) => a.remaining - b.remaining);
  return format === 'slack' && scarcest !== undefined ? [scarcest] : slos;
}

describe('another period', () => {
  it.each([
    ['7d', '2026-11-24T00:00:00.000Z'],
    ['12h', '2026-11-30T12:00:00.000Z'],
    ['1W', '2026-11-30T00:00:00.000Z'],
  ])('%s begins at %s, and the objectives keep their own windows', async (window, from) => {
    const { stdout } = await run(['report', '--window', window, '--now', now, '--json'], { cwd });
    const told: ReportDocument = JSON.parse(stdout);
    expect(told.from).toBe(from);
    expect(told.slos.map(({ good, total }) => [good, total])).toEqual(
      document.slos.map(({ good, total }) => [good, total]),
    );
  });

  it.each([
    ['--window 30x', 2, /--window: "30x" is not a window/],
    ['--window 500d', 2, /longer than slices are kept/],
    ['--period 2027-01 --now 2026-12-01T00:00:00Z', 2, /has not begun yet/],
    ['--period 2026-13', 2, /not a period/],
    ['--period 2026-10 --window 30d', 2, /--period: cannot be combined with --window; leave one out/],
    ['--window 1d --now yesterday', 2, /--now: "yesterday" is not a time/],
    ['--now 2026-12-01T00:00:00Z', 2, /is the end of a --window/],
    ['--window 1d --json --format text', 2, /--json cannot print text/],
    ['--window 1d --theme pink', 2, /--theme: "pink" is unknown/],
    ['--window 1d --directory nowhere', 2, /nowhere has no ledger/],
  ])('report %s is refused in one line', async (options, code, line) => {
    const ran = await run(['report', ...options.split(' ')], { cwd });
    expect([ran.code, ran.stderr.trim().split('\n').length]).toEqual([code, 1]);
    expect(ran.stderr).toMatch(line);
  });

  it('without data says so, and of all formats none says NaN', async () => {
    for (const format of ['text', 'html', 'markdown', 'openmetrics', 'json', 'slack', 'journal', 'svg']) {
      const { code, stdout } = await run(
        ['report', '--window', '1d', '--now', '2020-01-01T00:00:00Z', '--format', format],
        { cwd },
      );
      expect(code).toBe(0);
      expect(stdout).not.toMatch(/NaN|Infinity|undefined/);
    }
  });
});

it('a made-up month does not mix with what is there', () => {
  const script = resolve('bench/generate-month.ts');
  expect(() =>
    execFileSync(process.execPath, [script, '--directory', join(cwd, '.garbageday')], { stdio: 'pipe' }),
  ).toThrow(/has slices already/);
});
