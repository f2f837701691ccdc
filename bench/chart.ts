/**
 * How long a chart takes: `npm run bench:chart [-- --runs 20] [--json]`
 *
 * A month of the default rates, generated in memory and read once; then its chart as SVG and as PNG, as Slack gets it,
 * in both themes. Cold is the first one in a process, including loading modules; warm is the median of the runs after
 * it. The bar: 500 ms warm for a PNG. Exit code 0: met, 1: missed.
 */
import { parseArgs } from 'node:util';
import { parseConfiguration } from '@garbageday/config/parse-configuration.ts';
import type { Transition } from '@garbageday/core/chaos/experiment.ts';
import type { Slice } from '@garbageday/core/probe/slice.ts';
import { readReport } from '@garbageday/core/report/read-report.ts';
import type { Report } from '@garbageday/core/report/report.ts';
import { writeMonth } from './month/write-month.ts';

const barMs = 500;
const { values } = parseArgs({
  options: { runs: { type: 'string', default: '20' }, json: { type: 'boolean', default: false } },
});
const runs = Number(values.runs);
const size = { width: 720, height: 540, fontSize: 19 };

type Timing = {
  readonly what: string;
  readonly coldMs: number;
  readonly warmMs: number;
  readonly bytes: number;
};

async function month(): Promise<Report> {
  const slices = { users: [] as Slice[], probe: [] as Slice[] };
  const transitions: Transition[] = [];
  const configuration = parseConfiguration(
    { users: { ratePerSecond: 2 }, probe: { ratePerSecond: 1 } },
    'the benchmark',
  );
  const toMs = Date.UTC(2026, 11, 1);
  await writeMonth(
    {
      putSlice: async (slice) => void slices[slice.journey === 'users' ? 'users' : 'probe'].push(slice),
      recordTransition: async (transition) => void transitions.push(transition),
    },
    { configuration, seed: 'chart', toMs, days: 30 },
  );
  const ledger = {
    slices: async function* ({ journey }: { readonly journey: string }) {
      yield journey === 'users' ? slices.users : slices.probe;
    },
    transitions: async function* () {
      yield* transitions;
    },
    losses: async () => null,
  };
  const platform = { name: 'local', lb: 'embedded', data: 'mongolite' } as const;
  const period = { fromMs: toMs - 30 * 86_400_000, toMs };
  return readReport(
    { ledger },
    { configuration, kind: 'window', ...period, platform, excluded: [], timeZone: 'UTC' },
  );
}

async function timed(what: string, draw: () => Promise<string | Uint8Array>): Promise<Timing> {
  const times: number[] = [];
  let bytes = 0;
  for (let run = 0; run <= runs; run += 1) {
    const startMs = performance.now();
    const drawn = await draw();
    times.push(performance.now() - startMs);
    bytes = drawn.length;
  }
  const [coldMs = 0, ...warm] = times;
  return {
    what,
    coldMs,
    warmMs: warm.toSorted((a, b) => a - b)[Math.floor(warm.length / 2)] ?? coldMs,
    bytes,
  };
}

const report = await month();
const timings = [
  await timed('PNG, light (first of the process: loads ECharts and resvg)', async () => {
    const { renderChartPng } = await import('@garbageday/render/chart/render-chart-png.ts');
    return renderChartPng(report, { ...size, theme: 'light', scale: 2 });
  }),
  await timed('PNG, dark', async () => {
    const { renderChartPng } = await import('@garbageday/render/chart/render-chart-png.ts');
    return renderChartPng(report, { ...size, theme: 'dark', scale: 2 });
  }),
  await timed('SVG', async () => {
    const { renderChartSvg } = await import('@garbageday/render/chart/render-chart-svg.ts');
    return renderChartSvg(report, { ...size, theme: 'light' });
  }),
  await timed('HTML page, two charts in it', async () => {
    const { renderReportHtml } = await import('@garbageday/render/html/report-page.ts');
    return renderReportHtml(report);
  }),
];
const isMet = timings.every(({ warmMs }) => warmMs <= barMs);
const points = report.timeline.users.length;
if (values.json) {
  process.stdout.write(
    `${JSON.stringify({ schema: 'garbageday/bench-chart@1', points, runs, barMs, isMet, timings }, null, 2)}\n`,
  );
} else {
  const rows = timings.map(({ what, coldMs, warmMs, bytes }) =>
    [
      coldMs.toFixed(0).padStart(7),
      warmMs.toFixed(0).padStart(7),
      (bytes / 1024).toFixed(1).padStart(8),
      ` ${what}`,
    ].join(' '),
  );
  process.stdout.write(
    `A month in ${points} points, median of ${runs} runs.\ncold ms warm ms      KiB\n${rows.join('\n')}\n`,
  );
  process.stdout.write(`${isMet ? 'met' : 'missed'}: ${barMs} ms warm\n`);
}
process.exitCode = isMet ? 0 : 1;
