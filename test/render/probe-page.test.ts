/** The report of a probe as one HTML file: complete, self-contained, and safe whatever it was told. */
import { compareWith, parseBaseline } from '@garbageday/cli/probe/baseline.ts';
import { noPhases } from '@garbageday/core/probe/phase-tally.ts';
import { probeReport } from '@garbageday/core/report/probe-report.ts';
import { renderProbeHtml } from '@garbageday/render/html/probe/probe-report-page.ts';
import { probeDocument } from '@garbageday/render/json/probe-document.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { badAnswer, sliceAt } from '../fakes/slices.ts';
import { elementsOf, visibleText } from './markup-checks.ts';
import { manyTargets, plan, reportOf, url } from './sample-probe.ts';

const broken = reportOf(5, { failures: 3 });
const page = renderProbeHtml(broken, null, '');

function against(before: ReturnType<typeof reportOf>, now: ReturnType<typeof reportOf>) {
  const saved = JSON.stringify(probeDocument(before, null));
  return compareWith(parseBaseline(saved, 'before.json', [url]), now.targets);
}

const empty = probeReport(plan, { fromMs: 0, toMs: 0 }, [
  { url, slices: [], phases: noPhases, certificateDaysLeft: null },
]);

const pages = {
  broken: page,
  kept: renderProbeHtml(reportOf(), null, ''),
  void: renderProbeHtml(reportOf(5, { lagP99Ms: 300 }), null, ''),
  empty: renderProbeHtml(empty, null, ''),
  many: renderProbeHtml(manyTargets(), null, ''),
  slower: renderProbeHtml(reportOf(50), against(reportOf(5), reportOf(50)), 'before.json'),
};

describe.each(Object.entries(pages))('the page of a probe: %s', (_, text) => {
  it('is well formed, with one heading of the first level and no id twice', () => {
    const elements = elementsOf(text);
    expect(elements.filter((element) => element === 'h1')).toHaveLength(1);
    const ids = [...text.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const tables = elements.filter((element) => element === 'table');
    expect(elements.filter((element) => element === 'caption')).toHaveLength(tables.length);
    expect(text).not.toMatch(/<th(?! scope=|ead)|NaN|Infinity|undefined/);
  });

  it('runs nothing, loads nothing, and forbids both', () => {
    expect(text).toContain(`content="default-src 'none';style-src 'unsafe-inline';img-src data:"`);
    expect(text).not.toMatch(
      /url\(|@import|src="|<script|<link(?! rel="icon" href="data:)|href="(?!#|data:)/,
    );
  });

  it('knows light and dark and paper, and takes every colour of its plots from the page', () => {
    expect(text).toContain('@media (prefers-color-scheme:dark)');
    expect(text).toContain('@media print');
    expect(text.replace(/<style>.*<\/style>/s, '')).not.toMatch(/(?:fill|stroke)="/);
  });
});

it('is what it was', async () => {
  const withoutStyle = pages.broken.replace(/<style>.*<\/style>/s, '<style></style>');
  await expect(withoutStyle).toMatchFileSnapshot('golden/probe.html.txt');
});

it('says the verdict first, then all that the text says', () => {
  const text = visibleText(page);
  const order = [
    'probe of http://shop/a,b',
    '✖ Broken Availability of http://shop/a,b was 70.00%; the objective is 99%.',
    '10 a second for 20 s, whatever came back; given up after 5.00 s.',
    'Failed probes 60 of 200',
    '140/200 probes succeeded (70.00%; 95% CI 63.32–75.93%). Target 99% missed.',
    'Percentiles of 200 probes',
    'Where the time went',
    'first byte 80% 16 ms 1',
    '60 of 200 probes failed.',
    'reset 60 30.00%',
    'itself late by 1.0 ms at worst (p99 of a second).',
    'The certificate is valid for 9 days more.',
  ];
  const places = order.map((part) => text.indexOf(part));
  expect(order.filter((_, index) => places[index] === -1)).toEqual([]);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});

it('says of a void probe that it is void, and shades the seconds that do not count', () => {
  const text = visibleText(pages.void);
  expect(text).toContain('? Void This machine was too busy to tell; in 20 of 20 seconds the probe itself');
  expect(text).toContain('20 seconds left out (limit 200 ms)');
  const some = probeReport(plan, { fromMs: 0, toMs: 20_000 }, [
    {
      ...{ url, phases: noPhases, certificateDaysLeft: null },
      slices: Array.from({ length: 20 }, (_, second) => ({
        ...sliceAt(second * 1_000),
        lagP99Ms: second === 10 ? 300 : 1,
      })),
    },
  ]);
  expect(renderProbeHtml(some, null, '')).toMatch(/<rect class="late" x="50%" width="5%"/);
});

it('says of an empty one that nothing was measured, without a plot or a table', () => {
  expect(visibleText(pages.empty)).toContain('? Inconclusive Nothing was measured of http://shop/a,b.');
  expect(pages.empty).not.toMatch(/<svg class="plot"|<table/);
});

it('leads from an overview to each of several URLs', () => {
  const { targets } = manyTargets();
  expect(targets).toHaveLength(60);
  for (const [index] of targets.entries()) {
    expect(pages.many).toContain(`href="#url-${index + 1}"`);
    expect(pages.many).toContain(`id="url-${index + 1}"`);
  }
  // The same URL may be typed twice.
  expect(visibleText(pages.many)).toContain('http://shop/a,b (60)');
  expect(pages.broken).not.toContain('href="#');
});

it('compares with last time, quantile by quantile', () => {
  const text = visibleText(pages.slower);
  expect(text).toContain('http://shop/a,b against before.json');
  expect(text).toMatch(/Slower than it was\. .* p50 5\.4 ms → 5\d ms, 9\.\d+× 9\.\d+–\d+\.\d+×/);
  expect(text).toMatch(/bad 0(\.00)?% → 0(\.00)?%/);
  const few = renderProbeHtml(reportOf(), [{ url, comparison: null }], 'before.json');
  expect(visibleText(few)).toContain('Too little was measured to tell: at least 8 seconds on either side.');
});

it('escapes whatever it is given', () => {
  const hostile = `http://x/"><script>alert('1')</script>\u202e<b>`;
  const target = { ...reportOf(5, { failures: 1 }).targets[0], url: hostile };
  const ugly = renderProbeHtml(
    { ...reportOf(5, { failures: 1 }), targets: [target as (typeof broken.targets)[number]] },
    [{ url: hostile, comparison: null }],
    hostile,
  );
  expect(() => elementsOf(ugly)).not.toThrow();
  expect(ugly).not.toMatch(/<script|<b>(?!Garbage|Slower)|\u202e|\p{Cc}(?<!\n)/u);
  expect(visibleText(ugly)).toContain(`http://x/"><script>alert('1')</script>`);
});

it('of any probe is well formed, and draws numbers only', { timeout: 60_000 }, () => {
  const second = fc.record({
    latencies: fc.array(fc.double({ min: 0, max: 60_000, noNaN: true }), { maxLength: 12 }),
    failed: fc.nat({ max: 3 }),
    lagP99Ms: fc.constantFrom(0, 1, 250),
  });
  const check = (seconds: readonly { latencies: number[]; failed: number; lagP99Ms: number }[]) => {
    const slices = seconds.map(({ latencies, failed, lagP99Ms }, index) => ({
      ...sliceAt(index * 1_000, [
        ...latencies.map((latencyMs) => ({ latencyMs })),
        ...Array(failed).fill(badAnswer),
      ]),
      lagP99Ms,
    }));
    const probed = { url, slices, phases: noPhases, certificateDaysLeft: null };
    const text = renderProbeHtml(
      probeReport(plan, { fromMs: 0, toMs: seconds.length * 1_000 }, [probed]),
      null,
      '',
    );
    elementsOf(text);
    expect(text).not.toMatch(/NaN|Infinity|undefined/);
  };
  fc.assert(fc.property(fc.array(second, { maxLength: 30 }), check), { numRuns: 40 });
});

it('stays small for a probe of a day', () => {
  const slices = Array.from({ length: 86_400 }, (_, second) => sliceAt(second * 1_000, [badAnswer]));
  const probed = { url, slices, phases: noPhases, certificateDaysLeft: 9 };
  const text = renderProbeHtml(probeReport(plan, { fromMs: 0, toMs: 86_400_000 }, [probed]), null, '');
  expect(text.length).toBeLessThan(120_000);
});
