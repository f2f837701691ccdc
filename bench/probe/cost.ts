/** What a probe costs in processor time, and how many one process sends. Linux only: it reads /proc. */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProberMessage } from '@garbageday/prober/messages.ts';

/** The CPU time of a process so far, user and system (proc_pid_stat(5), 100 ticks a second). */
function cpuMs({ pid }: ChildProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

export type Cost = {
  readonly perSecond: number;
  readonly cpuMsPerProbe: number;
  readonly lagP99Ms: number | null;
};

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** The process of a journey, as the command starts it. */
export async function costOfOurs(baseUrl: string, ratePerSecond: number, seconds: number): Promise<Cost> {
  const child = fork(new URL('../../packages/prober/src/journey-main.ts', import.meta.url));
  const lags: number[] = [];
  let sent = 0;
  const stopped = Promise.withResolvers<void>();
  child.on('message', (message: ProberMessage) => {
    if (message.kind === 'slice') lags.push(message.slice.lagP99Ms);
    if (message.kind === 'pulse') sent += message.pulse.ended;
    if (message.kind === 'stopped') stopped.resolve();
  });
  const step = { name: 'get', method: 'GET', path: '/', headers: [], body: null, expect: [], save: [] };
  const journey = { name: 'cost', role: 'judge', variables: [], steps: [step] };
  const limits = {
    latencyThresholdMs: 300,
    timeoutMs: 5_000,
    maxInFlight: 20_000,
    sliceSeconds: 1,
    pulseMs: 250,
  };
  const identity = { service: 'bench', vantage: 'local', seed: 'cost', baseUrl, ratePerSecond };
  child.send({ kind: 'start', journey, ...identity, ...limits });
  await sleep(2_000);
  const [cpuBefore, sentBefore, fromMs] = [cpuMs(child), sent, performance.now()];
  await sleep(seconds * 1_000);
  const [cpu, count] = [cpuMs(child) - cpuBefore, sent - sentBefore];
  const perSecond = (count * 1_000) / (performance.now() - fromMs);
  child.send({ kind: 'stop' });
  await Promise.race([stopped.promise, sleep(10_000)]);
  child.kill('SIGKILL');
  const sorted = lags.toSorted((a, b) => a - b);
  return { perSecond, cpuMsPerProbe: cpu / count, lagP99Ms: sorted[sorted.length >> 1] ?? null };
}

/** blackbox_exporter, called as Prometheus calls it, on the same even schedule. */
export async function costOfBlackbox(url: string, ratePerSecond: number, seconds: number) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-probe-'));
  const config = join(folder, 'blackbox.yml');
  writeFileSync(
    config,
    'modules:\n  http:\n    prober: http\n    timeout: 5s\n    http:\n      preferred_ip_protocol: ip4\n',
  );
  const port = 20_000 + ((process.pid + ratePerSecond) % 10_000);
  const argv = [`--config.file=${config}`, `--web.listen-address=127.0.0.1:${port}`, '--log.level=error'];
  const child = spawn('prometheus-blackbox-exporter', argv, { stdio: 'ignore' });
  try {
    await sleep(2_000);
    const durations: number[] = [];
    const ask = async () => {
      const answer = await fetch(
        `http://127.0.0.1:${port}/probe?module=http&target=${encodeURIComponent(url)}`,
      );
      const seconds = /^probe_duration_seconds ([\d.e+-]+)/m.exec(await answer.text())?.[1];
      if (seconds !== undefined) durations.push(Number(seconds) * 1_000);
    };
    const [cpuBefore, fromMs] = [cpuMs(child), performance.now()];
    const asked: Promise<void>[] = [];
    for (let index = 0; performance.now() - fromMs < seconds * 1_000; index += 1) {
      const dueMs = (index * 1_000) / ratePerSecond;
      const waitMs = dueMs - (performance.now() - fromMs);
      if (waitMs > 0) await sleep(waitMs);
      asked.push(ask().catch(() => {}));
    }
    await Promise.all(asked);
    const cpuMsPerProbe = (cpuMs(child) - cpuBefore) / durations.length;
    const sorted = durations.toSorted((a, b) => a - b);
    const perSecond = (durations.length * 1_000) / (performance.now() - fromMs);
    return { perSecond, cpuMsPerProbe, p50Ms: sorted[sorted.length >> 1] ?? Number.NaN };
  } finally {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  }
}
