/** A real Prometheus that scrapes one address, gone when the test is. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { temporaryDirectory } from '../contract/temporary-directory.ts';

export type Prometheus = {
  /** What the HTTP API answers: its `data`. */
  readonly ask: (path: string, query?: Readonly<Record<string, string>>) => Promise<unknown>;
  /** The value of the only series; null: there is none yet. */
  readonly numberOf: (query: string) => Promise<number | null>;
};

/** `metricsUrl`: such as `http://127.0.0.1:9464/metrics`; scraped twice a second. */
export async function startPrometheus(metricsUrl: string): Promise<Prometheus> {
  const directory = temporaryDirectory();
  const { host, pathname } = new URL(metricsUrl);
  const file = join(directory, 'prometheus.yml');
  const scrape = { job_name: 'garbageday', metrics_path: pathname, static_configs: [{ targets: [host] }] };
  const global = { scrape_interval: '500ms', scrape_timeout: '500ms' };
  writeFileSync(file, JSON.stringify({ global, scrape_configs: [scrape] }));
  const port = await freePort();
  const child = spawn(
    'prometheus',
    [
      ...[`--config.file=${file}`, `--storage.tsdb.path=${join(directory, 'data')}`],
      ...[`--web.listen-address=127.0.0.1:${port}`, '--enable-feature=exemplar-storage', '--log.level=error'],
    ],
    { stdio: 'ignore' },
  );
  const ended = once(child, 'exit');
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  const ask: Prometheus['ask'] = async (path, query = {}) => {
    const response = await fetch(`http://127.0.0.1:${port}/api/v1/${path}?${new URLSearchParams(query)}`);
    const answer: { readonly data: unknown } = JSON.parse(await response.text());
    return answer.data;
  };
  return {
    ask,
    numberOf: async (query) => {
      const { result } = (await ask('query', { query })) as {
        readonly result: readonly { readonly value: readonly [number, string] }[];
      };
      const [first, ...more] = result;
      if (more.length > 0) throw new Error(`${query} has ${more.length + 1} series`);
      return first === undefined ? null : Number(first.value[1]);
    },
  };
}

/** Prometheus does not tell which port it got when asked for any. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { readonly port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** What promtool says of it; empty: nothing. */
export function promtool(
  args: readonly string[],
  input = '',
): { readonly status: number | null; readonly said: string } {
  const { status, stdout, stderr } = spawnSync('promtool', [...args], { input, encoding: 'utf8' });
  return { status, said: `${stdout}${stderr}` };
}
