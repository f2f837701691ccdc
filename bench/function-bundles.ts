/**
 * How large each function is, and how long Node takes to import it on this machine: `node bench/function-bundles.ts
 * [runs]`. Each import time is from a fresh process: the fastest (when nothing else uses the core), the median and the
 * slowest. Late is what is shipped with it but loaded only when needed: the reporter's chart, whose first and later
 * drawings are timed, too.
 */
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { type BuiltFunctions, buildFunctions, functionNames } from '../test/fixtures/build-functions.ts';
import { monthReport } from '../test/render/month-report.ts';

const run = promisify(execFile);
const runs = Number(process.argv[2] ?? 9);

/** As in Lambda: the runtime is up, then the bundle is imported. */
async function importMs(path: string): Promise<number> {
  const script = `const t = performance.now(); await import(${JSON.stringify(path)}); console.log(performance.now() - t);`;
  const env = { PATH: process.env['PATH'], AWS_REGION: 'eu-central-1' };
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], { env });
  return Number(stdout.trim().split('\n').at(-1));
}

function kilobytes(bytes: number) {
  return Math.round(bytes / 1_000);
}

function sizesOf(paths: readonly string[]) {
  const contents = paths.map((path) => readFileSync(path));
  return {
    kB: kilobytes(contents.reduce((sum, { length }) => sum + length, 0)),
    gzipKB: kilobytes(contents.reduce((sum, content) => sum + gzipSync(content).length, 0)),
  };
}

async function measure(built: BuiltFunctions, name: (typeof functionNames)[number]) {
  const { start, late } = built.shippedOf(name);
  const [atStart, onDemand] = [sizesOf(start), sizesOf(late)];
  const times: number[] = [];
  for (let index = 0; index < runs; index += 1) times.push(await importMs(built.pathOf(name)));
  const sorted = times.toSorted((a, b) => a - b);
  return {
    function: name,
    kB: atStart.kB,
    'gzip kB': atStart.gzipKB,
    'late kB': onDemand.kB,
    'late gzip kB': onDemand.gzipKB,
    'import ms': Math.round(sorted[0] ?? 0),
    'median ms': Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0),
    'slowest ms': Math.round(sorted.at(-1) ?? 0),
    largest: built
      .contentsOf(name)
      .slice(0, 4)
      .map(([part, bytes]) => `${part} ${kilobytes(bytes)}`)
      .join(', '),
  };
}

type ChartTimes = { readonly first: number; readonly warm: number; readonly rssMB: number };

/** As in the reporter: its own late code, in a fresh process, for a day of one-minute slices. */
async function chartTimes(built: BuiltFunctions, reportFile: string): Promise<ChartTimes> {
  const chunk = built.shippedOf('reporter').late.find((path) => /report-chart-\w+\.mjs$/.test(path));
  const script = `
    const report = JSON.parse((await import('node:fs')).readFileSync(${JSON.stringify(reportFile)}, 'utf8'));
    const before = process.memoryUsage.rss();
    const began = performance.now();
    const { reportChart } = await import(${JSON.stringify(chunk)});
    await reportChart(report);
    const first = performance.now() - began;
    const times = [];
    for (let index = 0; index < 15; index += 1) {
      const at = performance.now();
      await reportChart(report);
      times.push(performance.now() - at);
    }
    const warm = times.sort((a, b) => a - b)[7];
    const rssMB = (process.resourceUsage().maxRSS * 1024 - before) / 1e6;
    console.log(JSON.stringify({ first, warm, rssMB }));`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script]);
  return JSON.parse(stdout) as ChartTimes;
}

async function measureChart(built: BuiltFunctions) {
  const reportFile = join(built.directory, 'report.json');
  writeFileSync(reportFile, JSON.stringify(await monthReport(1)));
  const all: ChartTimes[] = [];
  for (let index = 0; index < runs; index += 1) all.push(await chartTimes(built, reportFile));
  const [fastest, median, slowest] = [0, Math.floor(runs / 2), runs - 1].map(
    (rank) => (key: keyof ChartTimes) =>
      Math.round(all.map((times) => times[key]).toSorted((a, b) => a - b)[rank] ?? 0),
  );
  const row = (chart: string, key: keyof ChartTimes) => ({
    chart,
    fastest: fastest?.(key),
    median: median?.(key),
    slowest: slowest?.(key),
  });
  return [
    row('first in a process, code loaded and all, ms', 'first'),
    row('warm (median of 15), ms', 'warm'),
    row('memory at its peak, MB more than before', 'rssMB'),
  ];
}

const built = await buildFunctions();
try {
  const rows = [];
  for (const name of functionNames) rows.push(await measure(built, name));
  console.table(rows);
  console.table(await measureChart(built));
} finally {
  built.remove();
}
