/**
 * `npm run bench:slo`: evaluates everything that a report needs from a month of one-minute slices with histograms, and
 * compares it, in the same run, with what Prometheus takes for the same numbers from the same data. `-- [--journeys
 * 100] [--seed month] [--rounds 5]`. Exits 1 when a number differs or a limit of issue 4 is broken.
 *
 * The month is generated from a seed (bench/month) and written as the ledger on AWS stores it; the engine reads it page
 * by page in a process of its own. Comparing memory with Prometheus works only on Linux: it reads /proc.
 */
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadConfiguration } from '@garbageday/config/load-configuration.ts';
import { type PastExperiment, readHistory } from '@garbageday/core/report/read-history.ts';
import { monthTransitions } from './month/month-experiments.ts';
import { monthStory } from './month/month-story.ts';
import { quantiles } from './slo/analyse-month.ts';
import { askPrometheus, type Comparison } from './slo/ask-prometheus.ts';
import type { EngineReply, EngineRequest } from './slo/engine-main.ts';
import { monthWriter } from './slo/month-file.ts';
import { openMetricsMonth } from './slo/open-metrics-month.ts';
import { type Prometheus, prometheusVersion, startPrometheus } from './slo/prometheus.ts';
import { sampledMonth } from './slo/sampled-month.ts';

const { values } = parseArgs({
  options: {
    journeys: { type: 'string', default: '100' },
    rounds: { type: 'string', default: '5' },
    seed: { type: 'string', default: 'month' },
  },
});

/** Node's default on a large machine would let garbage pile up for longer, which would count as memory. */
const youngSpace = '--max-semi-space-size=8';

const root = fileURLToPath(new URL('../', import.meta.url));
const configurationFile = 'bench/slo/slo-month.config.ts';
const nowMs = Date.parse('2026-11-15T12:00:00Z');
const configuration = await loadConfiguration(configurationFile, root);
const story = monthStory({ configuration, seed: values.seed, toMs: nowMs, days: 30 });
const directory = mkdtempSync(join(tmpdir(), 'slo-month-'));
const file = join(directory, 'month.slices');

function megabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(0)} MB`;
}
function ms(value: number): string {
  return `${value.toFixed(0)} ms`;
}
function median(all: readonly number[]): number {
  return all.toSorted((a, b) => a - b)[all.length >> 1] ?? Number.NaN;
}
const broken: string[] = [];

function limit(what: string, value: number, most: number): void {
  if (!(value <= most)) broken.push(`${what} is ${value.toFixed(2)}, more than ${most}`);
}

type Generated = {
  readonly slices: number;
  readonly bytes: number;
  readonly jsonBytes: number;
  readonly exactMs: Float64Array;
};

function generate(withMetrics: boolean): Generated {
  const writer = monthWriter(file);
  const metrics = withMetrics ? openMetricsMonth(story.fromMs) : null;
  const minutes = (story.toMs - story.fromMs) / 60_000;
  const exactMs = new Float64Array(minutes * 60);
  const sums = { slices: 0, bytes: 0, jsonBytes: 0 };
  for (const minute of sampledMonth(story)) {
    exactMs.set(minute.latenciesMs, sums.slices * 60);
    sums.slices += 1;
    sums.bytes += writer.write(minute.slice);
    sums.jsonBytes += JSON.stringify(minute.slice).length;
    metrics?.add(minute);
  }
  writer.close();
  metrics?.write(join(directory, 'month.om'));
  return { ...sums, exactMs: exactMs.sort() };
}

async function history(): Promise<readonly PastExperiment[]> {
  const transitions = monthTransitions(story);
  const ledger = {
    transitions: async function* () {
      yield* transitions;
    },
  };
  return readHistory(ledger, nowMs);
}

function runEngine(
  request: Pick<EngineRequest, 'journeys' | 'rounds' | 'experiments'>,
): Promise<EngineReply> {
  const child = fork(fileURLToPath(new URL('./slo/engine-main.ts', import.meta.url)), {
    cwd: root,
    serialization: 'advanced',
    execArgv: ['--disable-warning=ExperimentalWarning', youngSpace, '--expose-gc'],
  });
  const full: EngineRequest = {
    ...request,
    file,
    configuration: configurationFile,
    fromMs: story.fromMs,
    nowMs,
  };
  return new Promise((resolve, reject) => {
    let reply: EngineReply | null = null;
    child.once('message', (message: EngineReply) => {
      reply = message;
    });
    child.once('error', reject);
    child.once('exit', () =>
      reply === null ? reject(new Error('the engine said nothing')) : resolve(reply),
    );
    child.send(full);
  });
}

function printEngine(one: EngineReply, generated: Generated): void {
  const above = one.peakBytes - one.idleBytes;
  const [cold = Number.NaN] = one.engineMs;
  console.log(
    `engine, one journey: ${ms(cold)} in a fresh process, ${ms(median(one.engineMs))} in the median of ${one.engineMs.length}`,
  );
  const total = `${ms(one.totalMs[0] ?? Number.NaN)} fresh, ${ms(median(one.totalMs))} median`;
  console.log(
    `  with reading and decoding ${megabytes(generated.bytes)} of slices in pages of 500: ${total}`,
  );
  console.log(
    `  memory: ${megabytes(above)} above the ${megabytes(one.idleBytes)} of the idle process (node ${youngSpace})`,
  );
  limit('the time of one journey in ms', median(one.engineMs), 150);
  limit('memory above the idle process in MB', above / 2 ** 20, 64);
}

function printQuantiles(one: EngineReply, exactMs: Float64Array, theirs: Comparison | null): void {
  const errors = quantiles.map((q, index) => {
    const exact = exactMs[Math.max(0, Math.ceil(q * exactMs.length - 1e-9) - 1)] ?? Number.NaN;
    const error = (value: number | null | undefined) => Math.abs((value ?? Number.NaN) / exact - 1) * 100;
    limit(`the error of p${q * 100} in percent`, error(one.numbers.latencyMs[index]), 1);
    const there =
      theirs === null ? '' : ` (Prometheus, 24 buckets: ${error(theirs.latencyMs[index]).toFixed(2)}%)`;
    return `  p${q * 100}: ${exact.toFixed(2)} ms, off by ${error(one.numbers.latencyMs[index]).toFixed(2)}%${there}`;
  });
  console.log(
    `quantiles of ${exactMs.length.toLocaleString('en-US')} latencies, against the sorted latencies themselves:`,
  );
  console.log(errors.join('\n'));
}

function printMany(one: EngineReply, many: EngineReply, journeys: number): void {
  const [each, alone] = [(many.engineMs[0] ?? Number.NaN) / journeys, median(one.engineMs)];
  const above = many.peakBytes - many.idleBytes;
  console.log(
    `engine, ${journeys} journeys: ${ms(many.engineMs[0] ?? Number.NaN)}, ${ms(each)} a journey, ${megabytes(above)} above idle`,
  );
  const [before, after] = many.heldBytes;
  console.log(`  kept after all of them: ${((after - before) / 1_024).toFixed(0)} kB`);
  limit('what is kept after many journeys in kB', (after - before) / 1_024, 4_096);
  limit('the time a journey of many takes, as a multiple of one alone', each / alone, 1.5);
  limit('memory of many journeys above the idle process in MB', above / 2 ** 20, 64);
}

async function comparePrometheus(
  prometheus: Prometheus,
  one: EngineReply,
  experiments: readonly PastExperiment[],
): Promise<Comparison> {
  const question = { slos: configuration.slos, numbers: one.numbers, experiments, nowMs };
  const times: number[] = [];
  let last: Comparison | null = null;
  for (let round = 0; round < Number(values.rounds); round += 1) {
    const began = performance.now();
    last = await askPrometheus(prometheus, question);
    times.push(performance.now() - began);
  }
  if (last === null) throw new Error('Prometheus was not asked');
  const { queries, compared, disagreements } = last;
  console.log(
    `Prometheus ${prometheus.version}: ${queries} instant queries, ${ms(times[0] ?? Number.NaN)} the first time, ${ms(median(times))} in the median`,
  );
  console.log(
    `  ${megabytes(prometheus.memoryBytes())} resident; blocks built by promtool in ${(prometheus.buildMs / 1_000).toFixed(1)} s, ready after ${ms(prometheus.readyMs)}`,
  );
  console.log(
    `  ${compared - disagreements.length} of ${compared} numbers agree${disagreements.map((line) => `\n  ${line}`).join('')}`,
  );
  limit('the number of disagreements with Prometheus', disagreements.length, 0);
  return last;
}

async function main(): Promise<void> {
  const version = prometheusVersion();
  const began = performance.now();
  const generated = generate(version !== null);
  const experiments = await history();
  const perSlice = generated.bytes / generated.slices;
  console.log(
    `${generated.slices.toLocaleString('en-US')} slices and ${experiments.length} experiments of seed "${values.seed}", generated in ${((performance.now() - began) / 1_000).toFixed(1)} s`,
  );
  console.log(
    `stored: ${perSlice.toFixed(0)} bytes a slice at 60 probes a minute, with three steps (JSON: ${(generated.jsonBytes / generated.slices).toFixed(0)})`,
  );
  limit('bytes a slice', perSlice, 400);
  const one = await runEngine({ journeys: 1, rounds: Number(values.rounds), experiments });
  printEngine(one, generated);
  const journeys = Number(values.journeys);
  if (journeys > 1) printMany(one, await runEngine({ journeys, rounds: 1, experiments }), journeys);
  if (version === null)
    console.log(
      'Prometheus is not installed here, so nothing is compared with it (Debian: apt install prometheus).',
    );
  const prometheus = version === null ? null : await startPrometheus(directory, version);
  try {
    const theirs = prometheus === null ? null : await comparePrometheus(prometheus, one, experiments);
    printQuantiles(one, generated.exactMs, theirs);
  } finally {
    await prometheus?.stop();
  }
}

try {
  await main();
} finally {
  rmSync(directory, { recursive: true, force: true });
}
for (const line of broken) console.error(`bench:slo: ${line}`);
process.exitCode = broken.length === 0 ? 0 : 1;
