/** A server's disk in a temporary directory: our scripts beside stand-ins for the programs that they call. */
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { repositoryRoot } from './project.ts';
import { type Finished, run } from './run.ts';

export const userDataDirectory = join(repositoryRoot, 'stacks/user-data');

export type FakeNode = {
  readonly directory: string;
  /** Runs one of our scripts by its name, with the stand-ins first on the path. */
  readonly run: (
    script: string,
    args: readonly string[],
    env: Readonly<Record<string, string>>,
  ) => Promise<Finished>;
  /** Every call of a stand-in, as one line: `aws ssm get-parameter …`. */
  readonly calls: () => readonly string[];
  readonly remove: () => void;
};

/** `standIns`: shell by program; each call is logged before it. */
export function fakeNode(scripts: readonly string[], standIns: Readonly<Record<string, string>>): FakeNode {
  const directory = mkdtempSync(join(tmpdir(), 'garbageday-node-'));
  const [bin, log] = [join(directory, 'bin'), join(directory, 'calls.log')];
  mkdirSync(bin);
  for (const script of scripts) {
    const file = join(directory, basename(script));
    cpSync(join(userDataDirectory, script), file);
    // As cloud-init will have it.
    chmodSync(file, 0o755);
  }
  for (const [program, body] of Object.entries(standIns)) {
    writeFileSync(join(bin, program), `#!/bin/bash\necho "${program} $*" >>'${log}'\n${body}\n`);
    chmodSync(join(bin, program), 0o755);
  }
  return {
    directory,
    run: (script, args, env) =>
      run({
        file: 'bash',
        args: [join(directory, script), ...args],
        cwd: directory,
        env: { PATH: `${bin}:/usr/bin:/bin`, ...env },
        timeoutMs: 30_000,
      }),
    calls: () => (existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n') : []),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

export type Metadata = { readonly url: string; readonly close: () => Promise<void> };

/** The instance metadata service, which answers to IMDSv2 alone. */
export async function startMetadata(values: Readonly<Record<string, string>>): Promise<Metadata> {
  const server = createServer((request, response) => {
    if (request.method === 'PUT' && request.url === '/latest/api/token') {
      response.end('token');
      return;
    }
    const value = values[(request.url ?? '').replace('/latest/meta-data/', '')];
    const isKnown = request.headers['x-aws-ec2-metadata-token'] === 'token';
    response.writeHead(isKnown ? (value === undefined ? 404 : 200) : 401).end(value ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}`, close };
}
