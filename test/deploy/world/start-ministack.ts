/** ministack (PyPI): S3, Lambda, DynamoDB, EventBridge and its Scheduler, CloudWatch, SSM, SQS, IAM, as one server. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, openSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pythonOf } from '../../aws/emulators/python-environment.ts';
import type { Emulator } from '../../aws/emulators/start-moto.ts';
import { account, region } from './place.ts';

const main = join(import.meta.dirname, 'ministack-main.py');
const startMs = 120_000;

export type Ministack = Emulator & { readonly log: () => string };

/** `endpoint`: what functions find as AWS. `directory`: all that it writes is below. */
export async function startMinistack(port: number, endpoint: string, directory: string): Promise<Ministack> {
  const python = await pythonOf({
    emulator: 'ministack',
    version: '1.5.33',
    packages: ['ministack==1.5.33'],
    suite: 'test:deploy',
  });
  const temporary = join(directory, 'ministack');
  mkdirSync(temporary, { recursive: true });
  const file = join(directory, 'ministack.log');
  const output = openSync(file, 'w');
  const child = spawn(python, [main], {
    cwd: temporary,
    // A group of its own: the functions that it runs end with it.
    detached: true,
    stdio: ['pipe', output, output],
    env: {
      // Functions run on the Node that runs this.
      PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
      HOME: temporary,
      TMPDIR: temporary,
      BIND_HOST: '127.0.0.1',
      MINISTACK_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      MINISTACK_ACCOUNT_ID: account,
      MINISTACK_REGION: region,
      AWS_ENDPOINT_URL: endpoint,
      AWS_EC2_METADATA_DISABLED: 'true',
      S3_DATA_DIR: join(temporary, 's3'),
      STATE_DIR: join(temporary, 'state'),
      SFTP_ENABLED: '0',
      IOT_MTLS_ENABLED: '0',
      PYTHONUNBUFFERED: '1',
    },
  });
  const log = () => readFileSync(file, 'utf8');
  const url = `http://127.0.0.1:${port}`;
  try {
    await answering(child, url);
    return { url, log, stop: () => stop(child) };
  } catch (error) {
    await stop(child);
    throw new Error(`ministack did not start: ${log().slice(-2_000)}`, { cause: error });
  }
}

/** Whatever is free. ministack writes its port into the addresses that it gives out, so it cannot choose. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function answering(child: ChildProcess, url: string): Promise<void> {
  const untilMs = Date.now() + startMs;
  while (Date.now() < untilMs) {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`);
    const isThere = await fetch(`${url}/_ministack/health`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isThere) return;
    await sleep(200);
  }
  throw new Error(`no answer within ${startMs / 1_000} s`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.pid === undefined) return;
  const ended = child.exitCode !== null || child.signalCode !== null ? null : once(child, 'exit');
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    // Nobody of the group is left.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
  await ended;
}
