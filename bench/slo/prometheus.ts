/**
 * Prometheus for the comparison: a database built from the month's OpenMetrics, and a server on a free loopback port.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

export type Prometheus = {
  readonly version: string;
  readonly buildMs: number;
  readonly readyMs: number;
  /** The value of an instant query; `null` if there is no result. */
  readonly query: (expression: string, atMs: number) => Promise<number | null>;
  readonly memoryBytes: () => number;
  readonly stop: () => Promise<void>;
};

/** The version, or `null` if Prometheus is not installed. */
export function prometheusVersion(): string | null {
  const ran = ['prometheus', 'promtool'].map((program) =>
    spawnSync(program, ['--version'], { encoding: 'utf8' }),
  );
  if (ran.some(({ error, status }) => error !== undefined || status !== 0)) return null;
  return /version (\S+)/.exec(ran.map(({ stdout, stderr }) => stdout + stderr).join(' '))?.[1] ?? 'unknown';
}

/** Builds blocks from the OpenMetrics file of the directory and serves them until `stop`. */
export async function startPrometheus(directory: string, version: string): Promise<Prometheus> {
  const data = join(directory, 'tsdb');
  const began = performance.now();
  const built = spawnSync(
    'promtool',
    [
      'tsdb',
      'create-blocks-from',
      '--max-block-duration=768h',
      '--quiet',
      'openmetrics',
      join(directory, 'month.om'),
      data,
    ],
    { encoding: 'utf8', maxBuffer: 1 << 26 },
  );
  if (built.status !== 0) throw new Error(`promtool built no blocks: ${built.stderr}`);
  const builtAt = performance.now();
  const port = await freePort();
  const child = startServer(directory, data, port);
  const base = `http://127.0.0.1:${port}`;
  await untilReady(child, `${base}/-/ready`);
  return {
    version,
    buildMs: builtAt - began,
    readyMs: performance.now() - builtAt,
    query: (expression, atMs) => ask(base, expression, atMs),
    memoryBytes: () => memoryOf(child),
    stop: () => stopped(child),
  };
}

function startServer(directory: string, data: string, port: number): ChildProcess {
  const config = join(directory, 'prometheus.yml');
  writeFileSync(config, 'global: {}\n');
  return spawn(
    'prometheus',
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${data}`,
      '--storage.tsdb.retention.time=10y',
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=error',
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
}

async function untilReady(child: ChildProcess, url: string): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (performance.now() < deadline && child.exitCode === null) {
    const response = await fetch(url).catch(() => null);
    if (response?.ok === true) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  child.kill();
  throw new Error('Prometheus did not become ready');
}

async function ask(base: string, expression: string, atMs: number): Promise<number | null> {
  const url = `${base}/api/v1/query?query=${encodeURIComponent(expression)}&time=${atMs / 1_000}`;
  const answer: unknown = await (await fetch(url)).json();
  const text = JSON.stringify(answer);
  if (!text.includes('"status":"success"')) throw new Error(`Prometheus refuses ${expression}: ${text}`);
  const value = /"value":\[[^,]+,"([^"]+)"\]/.exec(text)?.[1];
  return value === undefined ? null : Number(value);
}

function memoryOf(child: ChildProcess): number {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) * 1_024;
}

function stopped(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
