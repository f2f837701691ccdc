/** The OpenTelemetry Collector as a process: built once, then kept in the user's cache. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { eventually } from '../local/eventually.ts';

export type RealCollector = { readonly url: string; readonly stop: () => Promise<void> };

/** Go keeps what it has compiled: a second build takes seconds. @throws if Go is not installed. */
export function buildCollector(directory: string): string {
  const program = join(directory, 'collector');
  execFileSync('go', ['build', '-ldflags', '-s -w', '-o', program, '.'], {
    cwd: import.meta.dirname,
    stdio: 'inherit',
  });
  return program;
}

/** `sinkUrl`: where it sends on what it took, as JSON. */
export async function startCollector(
  program: string,
  directory: string,
  sinkUrl: string,
): Promise<RealCollector> {
  const port = await freePort();
  const file = join(directory, 'collector.json');
  mkdirSync(directory, { recursive: true });
  writeFileSync(file, JSON.stringify(configuration(port, sinkUrl)));
  const child = spawn(program, ['--config', file], { stdio: ['ignore', 'inherit', 'inherit'] });
  await eventually('the collector listens', () => connects(port));
  return { url: `http://127.0.0.1:${port}`, stop: () => stop(child) };
}

/** YAML is a superset of JSON. */
function configuration(port: number, sinkUrl: string) {
  const pipeline = { receivers: ['otlp'], exporters: ['otlp_http'] };
  return {
    receivers: { otlp: { protocols: { http: { endpoint: `127.0.0.1:${port}` } } } },
    exporters: {
      otlp_http: {
        ...{ endpoint: sinkUrl, encoding: 'json', compression: 'none' },
        sending_queue: { enabled: false },
      },
    },
    service: { telemetry: {}, pipelines: { metrics: pipeline, logs: pipeline } },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function connects(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  return once(socket, 'connect')
    .then(
      () => true,
      () => false,
    )
    .finally(() => socket.destroy());
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill();
  await ended;
}
