/**
 * What do the probe and the users cost the machine they share with the servers? `node bench/prober-footprint.ts
 * [--seconds 15] [--rate 200] [--flags ""]`
 *
 * Both processes, bundled as the local platform starts them, against a word counter in this process. It prints resident
 * memory (RSS, and PSS, which counts the pages of the node binary once and not per process), CPU as a share of one
 * core, and the prober's own lag. Linux only: it reads /proc.
 */
import { fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { probeJourney, usersJourney } from '@garbageday/demo/journeys.ts';
import type { ProberMessage } from '@garbageday/prober/messages.ts';
import { lightNodeFlags } from '@garbageday/prober/node-flags.ts';
import { buildSync } from 'esbuild';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '15' },
    rate: { type: 'string', default: '200' },
    flags: { type: 'string', default: lightNodeFlags.join(' ') },
  },
});
const journeys = { probe: probeJourney, users: usersJourney };
const seconds = Number(values.seconds);
const directory = mkdtempSync(join(tmpdir(), 'prober-footprint-'));

function bundle(name: 'probe' | 'users'): string {
  const outfile = join(directory, `${name}.mjs`);
  const entry = fileURLToPath(new URL(`../packages/prober/src/journey-main.ts`, import.meta.url));
  buildSync({
    entryPoints: [entry],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    outfile,
  });
  return outfile;
}

function megabytes(pid: number, file: string, field: string) {
  return (
    Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(readFileSync(`/proc/${pid}/${file}`, 'utf8'))?.[1]) /
    1024
  );
}

/** Milliseconds of CPU, user and system (proc_pid_stat(5), 100 ticks a second). */
function cpuMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

function sleep(ms: number) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function run(name: 'probe' | 'users', ratePerSecond: number, port: number): Promise<string> {
  const child = fork(bundle(name), { execArgv: values.flags.split(' ').filter((flag) => flag !== '') });
  const lagsMs: number[] = [];
  child.on('message', (message: ProberMessage) => {
    if (message.kind === 'slice') lagsMs.push(message.slice.lagP99Ms);
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const baseUrl = `http://127.0.0.1:${port}`;
  const identity = { service: 'bench', vantage: 'local', seed: 'footprint', sliceSeconds: 1 };
  const limits = { latencyThresholdMs: 300, timeoutMs: 5_000 };
  child.send({ kind: 'start', ...identity, ...limits, journey: journeys[name], baseUrl, ratePerSecond });
  await sleep(3_000);
  const pid = child.pid ?? 0;
  const beforeMs = cpuMs(pid);
  await sleep(seconds * 1_000);
  const cpu = (cpuMs(pid) - beforeMs) / (seconds * 10);
  const rss = megabytes(pid, 'status', 'VmRSS');
  const pss = megabytes(pid, 'smaps_rollup', 'Pss');
  child.send({ kind: 'stop' });
  await exited;
  const sorted = lagsMs.toSorted((a, b) => a - b);
  const lag = sorted[sorted.length >> 1] ?? Number.NaN;
  const memory = `RSS ${rss.toFixed(0)} MB, PSS ${pss.toFixed(0)} MB`;
  return `${name} at ${ratePerSecond}/s: ${memory}, CPU ${cpu.toFixed(1)}%, lag p99 ${lag.toFixed(1)} ms in the median second`;
}

const counts = new Map<string, number>();
const server = http.createServer((request, response) => {
  const [, route, word = ''] = (request.url ?? '').split('/');
  if (route === 'insert') counts.set(word, (counts.get(word) ?? 0) + 1);
  response.end(route === 'toplist' ? '[]' : JSON.stringify({ word, count: counts.get(word) ?? 0 }));
});
server.listen(0, '127.0.0.1', async () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const lines = await Promise.all([
    run('users', Number(values.rate), address.port),
    run('probe', 10, address.port),
  ]);
  console.log(lines.join('\n'));
  rmSync(directory, { recursive: true });
  server.close();
  server.closeAllConnections();
});
