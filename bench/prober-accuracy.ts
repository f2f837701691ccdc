/**
 * Does the prober report what users feel? `node bench/prober-accuracy.ts [--seconds 30] [--rate 100] [--json]`
 *
 * A server in its own process freezes for 2 s in every 10 s, and notes when each request arrived and was answered. With
 * the intended times, which follow from the seed, each user's true wait is known. It prints measured ÷ true for the
 * fraction of bad answers (over 300 ms) and for percentiles. The bar: the fraction within 0.97–1.03, p90/p95/p99 within
 * 2.5%. The line "by freezes alone" does not need the server's notes, but leaves out how long it takes to catch up, so
 * it is slightly below the truth. Exit code 0: met, 1: missed, 3: void, because this machine was too busy to measure.
 */
import { fork } from 'node:child_process';
import { parseArgs } from 'node:util';
import { quantile } from '@garbageday/core/probe/histogram.ts';
import { type MergedSlices, mergeSlices } from '@garbageday/core/probe/merge-slices.ts';
import type { Slice } from '@garbageday/core/probe/slice.ts';
import { seededRandom, seedOf } from '@garbageday/core/time/random.ts';
import { usersJourney } from '@garbageday/demo/journeys.ts';
import type { ProberMessage } from '@garbageday/prober/messages.ts';
import type { Served, StallMessage } from './prober-stalling-server.ts';

const thresholdMs = 300;
const seed = 'accuracy';
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '30' },
    rate: { type: 'string', default: '100' },
    json: { type: 'boolean', default: false },
  },
});
const [seconds, ratePerSecond] = [Number(values.seconds), Number(values.rate)];

type Freeze = { readonly fromMs: number; readonly toMs: number };

function startServer() {
  const child = fork(new URL('./prober-stalling-server.ts', import.meta.url));
  const port = Promise.withResolvers<number>();
  const served = Promise.withResolvers<readonly Served[]>();
  const freezes: Freeze[] = [];
  child.on('message', (message: StallMessage) => {
    if (message.kind === 'listening') port.resolve(message.port);
    else if (message.kind === 'froze') freezes.push(message);
    else served.resolve(message.served);
  });
  const whatWasServed = () => {
    child.send('what was served?');
    return served.promise;
  };
  return { port: port.promise, freezes, whatWasServed, stop: () => child.disconnect() };
}

/** Runs the users' real process and returns all its slices. */
async function measure(port: number): Promise<readonly Slice[]> {
  const child = fork(new URL('../packages/prober/src/journey-main.ts', import.meta.url));
  const slices: Slice[] = [];
  const stopped = Promise.withResolvers<void>();
  child.on('message', (message: ProberMessage) => {
    if (message.kind === 'slice') slices.push(message.slice);
    if (message.kind === 'stopped') stopped.resolve();
  });
  child.send({
    kind: 'start',
    service: 'bench',
    journey: usersJourney,
    vantage: 'local',
    baseUrl: `http://127.0.0.1:${port}`,
    ratePerSecond,
    latencyThresholdMs: thresholdMs,
    timeoutMs: 10_000,
    seed,
    sliceSeconds: 1,
  });
  await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
  child.send({ kind: 'stop' });
  await stopped.promise;
  return slices;
}

/** When each user wanted to be served. */
function intendedTimes(startMs: number, count: number): readonly number[] {
  const jitter = seededRandom(seedOf(seed, 'users', 'jitter'));
  return Array.from(
    { length: count },
    (_, index) => startMs + ((index + jitter.next()) * 1_000) / ratePerSecond,
  );
}

/** Each user's true wait in milliseconds, ascending, from the notes of the server. */
function trueWaits(intendedMs: readonly number[], freezes: readonly Freeze[], served: readonly Served[]) {
  const wait = ({ index, cameMs, answeredMs }: Served) => {
    const fromMs = intendedMs[index] ?? Number.NaN;
    const isCaught = freezes.some((freeze) => fromMs < freeze.toMs && answeredMs > freeze.fromMs);
    // For users not caught by a freeze, the network and the prober's own lateness are not part of the truth.
    return answeredMs - (isCaught ? fromMs : cameMs);
  };
  return served.map(wait).toSorted((a, b) => a - b);
}

/** The fraction that must be bad because of the freezes alone, as if the server caught up instantly afterwards. */
function frozenFraction(intendedMs: readonly number[], freezes: readonly Freeze[]): number {
  const isBad = (ms: number) => freezes.some(({ fromMs, toMs }) => ms >= fromMs && toMs - ms > thresholdMs);
  return intendedMs.filter(isBad).length / intendedMs.length;
}

function compare(measured: MergedSlices, waits: readonly number[], frozen: number) {
  const truth = (q: number) => waits[Math.ceil(q * waits.length) - 1] ?? Number.NaN;
  const percentile = (q: number) => {
    const measuredMs = quantile(measured.histogram, q) ?? Number.NaN;
    return { measured: measuredMs, true: truth(q), ratio: measuredMs / truth(q) };
  };
  const trueBad = waits.filter((ms) => ms > thresholdMs).length / waits.length;
  const bad = (measured.latency.total - measured.latency.good) / measured.latency.total;
  return {
    bad: { measured: bad, true: trueBad, ratio: bad / trueBad },
    badByFreezes: { measured: bad, true: frozen, ratio: bad / frozen },
    p50: percentile(0.5),
    p90: percentile(0.9),
    p95: percentile(0.95),
    p99: percentile(0.99),
  };
}

const server = startServer();
const slices = await measure(await server.port);
const served = await server.whatWasServed();
server.stop();
const measured = mergeSlices(slices);
const intendedMs = intendedTimes(slices[0]?.startMs ?? 0, measured.availability.total);
const waits = trueWaits(intendedMs, server.freezes, served);
const result = compare(measured, waits, frozenFraction(intendedMs, server.freezes));
function isWithin(ratio: number, share: number) {
  return Math.abs(ratio - 1) <= share;
}
const isMet =
  isWithin(result.bad.ratio, 0.03) &&
  [result.p90, result.p95, result.p99].every(({ ratio }) => isWithin(ratio, 0.025));
const lagP99Ms = slices.map((slice) => slice.lagP99Ms).toSorted((a, b) => a - b);
const medianLagP99Ms = lagP99Ms[lagP99Ms.length >> 1] ?? Number.NaN;
const isVoid = medianLagP99Ms > 5;

function print(): void {
  const percent = (share: number) => `${(share * 100).toFixed(2)}%`;
  const ms = (value: number) => `${value.toFixed(1)} ms`;
  const row = (name: string, cells: readonly string[]) =>
    console.log(name.padEnd(30), ...cells.map((cell) => cell.padStart(10)));
  type Line = { readonly measured: number; readonly true: number; readonly ratio: number };
  const compared = (name: string, line: Line, show: (value: number) => string) =>
    row(name, [show(line.measured), show(line.true), line.ratio.toFixed(3)]);
  console.log(`${measured.availability.total} requests, ${server.freezes.length} freezes of 2 s`);
  row('', ['measured', 'true', 'ratio']);
  compared('over 300 ms', result.bad, percent);
  compared('over 300 ms, by freezes alone', result.badByFreezes, percent);
  for (const name of ['p50', 'p90', 'p95', 'p99'] as const) compared(name, result[name], ms);
  row('own lag p99, median second', [ms(medianLagP99Ms)]);
  const verdict = isMet ? 'the bar is met' : 'the bar is missed';
  console.log(isVoid ? 'void: this machine was too busy to measure (own lag over 5 ms)' : verdict);
}

if (values.json) {
  const { total } = measured.availability;
  console.log(
    JSON.stringify({ total, freezes: server.freezes.length, ...result, medianLagP99Ms, isVoid, isMet }),
  );
} else {
  print();
}
process.exitCode = isVoid ? 3 : isMet ? 0 : 1;
