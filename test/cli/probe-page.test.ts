/** The live page of a probe: its address is said, its budgets are the report's, its log says when requests fail. */
import { probeBudgets } from '@garbageday/cli/probe/probe-budgets.ts';
import { probeMeasurements } from '@garbageday/cli/probe/probe-metrics.ts';
import { openProbePage, probeLog } from '@garbageday/cli/probe/probe-page.ts';
import { at } from '@garbageday/core/errors.ts';
import { noPhases } from '@garbageday/core/probe/phase-tally.ts';
import { probeReport } from '@garbageday/core/report/probe-report.ts';
import type { Sentence } from '@garbageday/render/narrate/sentence.ts';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryDirectory } from '../contract/temporary-directory.ts';
import { badAnswer, sliceAt } from '../fakes/slices.ts';
import { fetchRaw } from '../page/served.ts';
import { openTab } from '../page/tab.ts';
import { run } from './run.ts';

const fromMs = 1_000_000;
const totals = { sent: 10, failed: 0, retried: 0, acknowledged: 0, longestWaitMs: 5 };

async function optionsOf(...argv: readonly string[]) {
  const { probes, stderr } = await run(['probe', ...argv], { cwd: temporaryDirectory() });
  const [options] = probes;
  if (options === undefined) throw new Error(stderr);
  return options;
}

describe('what is typed', () => {
  it.each([
    [[], 'served'],
    [['--open'], 'opened'],
    [['--no-page'], 'none'],
  ] as const)('%j: the page is %s', async (flags, page) => {
    expect((await optionsOf('http://127.0.0.1:3000/', ...flags)).page).toBe(page);
  });

  it('cannot be opened and left out', async () => {
    const { code, stderr } = await run(['probe', 'http://127.0.0.1:3000/', '--open', '--no-page'], {
      cwd: temporaryDirectory(),
    });
    expect([code, stderr]).toEqual([2, expect.stringContaining('--open: with --no-page')]);
  });
});

it('its budgets are those of the report at that moment, void seconds left out', async () => {
  const plan = { ratePerSecond: 10, thresholdMs: 300, timeoutMs: 5_000, objective: 0.9 };
  const slices = Array.from({ length: 20 }, (_, index) =>
    sliceAt(fromMs + index * 1_000, index === 7 ? [badAnswer, badAnswer, { latencyMs: 400 }] : []),
  );
  const late = { ...sliceAt(fromMs + 20_000, Array(10).fill(badAnswer)), lagP99Ms: 250 };
  const all = [...slices, late];
  const { targets } = await optionsOf('http://a/');
  const measured = probeMeasurements({ ...plan, targets });
  for (const slice of all) measured.add(0, { ...slice, journey: at(targets, 0).journey.name });
  const toMs = fromMs + 21_000;
  const probed = { url: 'http://a/', slices: all, phases: noPhases, certificateDaysLeft: null };
  const [target] = probeReport(plan, { fromMs, toMs }, [probed]).targets;
  const read = probeBudgets(plan.objective, ['http://a/'], measured.counts)(toMs, fromMs);
  expect(read.map(({ name, objective, remaining }) => ({ name, objective, remaining }))).toEqual(
    target?.slos.map(({ name, objective, remaining }) => ({ name, objective, remaining })),
  );
  expect(read.map(({ burn }) => burn)).toEqual(
    target?.slos.map(({ consumed }) => ({ rate: consumed, seconds: 21, factor: null, isFiring: false })),
  );
  expect(read[0]?.remaining).toBe(0.9);
});

it('before anything is measured they are whole, and nothing burns', async () => {
  const urls = ['http://a/', 'http://b/'];
  const { counts } = probeMeasurements(await optionsOf(...urls));
  const read = probeBudgets(0.9, urls, counts)(5, 5);
  expect(read.map(({ name, remaining, burn }) => [name, remaining, burn?.rate])).toEqual([
    ['http://a/ availability', 1, null],
    ['http://a/ latency', 1, null],
    ['http://b/ availability', 1, null],
    ['http://b/ latency', 1, null],
  ]);
});

it('its log says when requests begin to fail and when they no longer do, once each', () => {
  const said: Sentence[] = [];
  const log = probeLog((sentence) => void said.push(sentence));
  [[], [badAnswer], [badAnswer, badAnswer], [], []].forEach((outcomes, index) => {
    log('http://a/', sliceAt(fromMs + index * 1_000, outcomes));
  });
  expect(said).toEqual([
    { tone: 'bad', text: 'http://a/: 1 of 10 requests of this second failed (reset 1)' },
    { tone: 'good', text: 'http://a/: nothing fails any more, after 2 s' },
  ]);
});

it('its state has the addresses, the seconds and no server, and no one can act', async () => {
  const options = await optionsOf('http://127.0.0.1:3000/', 'http://127.0.0.1:3000/');
  const told: string[] = [];
  const page = await openProbePage(
    options,
    probeMeasurements(options).counts,
    ({ text }) => void told.push(text),
  );
  onTestFinished(page.close);
  expect(told).toEqual([`live page at ${page.url}`]);
  page.begin(fromMs);
  page.slice(1, sliceAt(fromMs, [badAnswer]), totals);
  const response = await fetch(`${page.url}/events`);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (!text.includes('\n\nid:') && !/data: .*\n\n/.test(text)) text += (await reader?.read())?.value ?? '';
  await reader?.cancel();
  const patch = JSON.parse(/data: (.*)\n\n/.exec(text)?.[1] ?? '{}');
  expect(patch.parts.run).toMatchObject({ command: 'probe', phase: 'probing', service: '2 URLs' });
  expect(patch.parts.groups).toEqual([]);
  expect(patch.parts.journeys.map(({ name }: { name: string }) => name)).toEqual([
    ...['http://127.0.0.1:3000/', 'http://127.0.0.1:3000/ (2)'],
  ]);
  expect(Object.keys(patch.seconds)).toEqual(['http://127.0.0.1:3000/ (2)']);
  const html = await fetchRaw(page.url ?? '', '/');
  const token = /name="garbageday-token" content="([^"]+)"/.exec(html.text)?.[1] ?? '';
  const headers = {
    ...{ origin: page.url ?? '', 'content-type': 'application/json', 'x-garbageday-token': token },
  };
  const killed = await fetchRaw(page.url ?? '', '/kill', {
    method: 'POST',
    headers,
    body: { mode: 'armed' },
  });
  expect(killed.status).toBe(400);
});

it('gives every tab the report at the end, and closes', async () => {
  const options = await optionsOf('http://127.0.0.1:3000/');
  const page = await openProbePage(options, probeMeasurements(options).counts, () => {});
  onTestFinished(page.close);
  const url = page.url ?? '';
  const tab = await openTab({ url });
  const html = '<!doctype html><title>Probe</title>';
  const finished = page.finish(html);
  await tab.heard(`event: report\ndata: ${JSON.stringify({ html })}\n\n`);
  tab.close();
  expect((await fetchRaw(url, '/report.html')).text).toBe(html);
  await finished;
  await expect(fetchRaw(url, '/')).rejects.toThrow();
});
