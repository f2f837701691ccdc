/** A server in a root of its own on this machine, without a container: namespaces and an overlay, gone afterwards. */
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { NodeSetup } from '../../../stacks/user-data.ts';
import { userData } from '../../../stacks/user-data.ts';
import { repositoryRoot } from './project.ts';
import { run } from './run.ts';

const fixtures = join(import.meta.dirname, '../fixtures');

export type Launch = Pick<NodeSetup, 'files' | 'environment'> & {
  /** Contents by key. */
  readonly bucket: Readonly<Record<string, string | Buffer>>;
  /** Values by the last part of their names. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Shell, run inside when cloud-init has ended; what it prints is the outcome's `said`. */
  readonly afterwards: string;
};

export type Launched = {
  readonly said: string;
  /** Calls of stand-ins, and what was started, in order. */
  readonly calls: readonly string[];
  /** cloud-init's own words, and everything else that went wrong. */
  readonly log: string;
};

/** Boots a server by its user data. Needs root, or sudo without a password. */
export async function launch(setup: Launch): Promise<Launched> {
  const directory = mkdtempSync(join(tmpdir(), 'garbageday-root-'));
  const write = (path: string, contents: string | Buffer) => {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), contents);
  };
  const document = userData({ ...setup, install: '/opt/garbageday/install.sh' });
  write('user-data', Buffer.from(document, 'base64'));
  for (const [key, contents] of Object.entries(setup.bucket)) write(`bucket/${key}`, contents);
  for (const [name, value] of Object.entries(setup.parameters)) write(`parameters/${name}`, `${value}\n`);
  write('afterwards.sh', setup.afterwards);
  mkdirSync(join(directory, 'mount'));
  cpSync(join(fixtures, 'units'), join(directory, 'units'), { recursive: true });
  const enter = [join(fixtures, 'root/enter.sh'), directory, process.execPath, repositoryRoot];
  const unshare = [
    'unshare',
    '--mount',
    '--net',
    '--pid',
    '--uts',
    '--fork',
    '--kill-child',
    'bash',
    ...enter,
  ];
  const [file = '', ...args] = process.getuid?.() === 0 ? unshare : ['sudo', '-n', ...unshare];
  const read = (path: string) =>
    existsSync(join(directory, path)) ? readFileSync(join(directory, path), 'utf8') : '';
  try {
    const env = { PATH: `${process.env['PATH']}:/usr/sbin:/sbin` };
    const { stdout, stderr } = await run({ file, args, cwd: directory, env, timeoutMs: 240_000 });
    const calls = read('calls.log').trimEnd().split('\n');
    const services = globSync('*.service.log', { cwd: directory }).map((file) => `${file}:\n${read(file)}`);
    // cloud-init notes every file that it opens; what went wrong is at the end.
    const log = [read('cloud-init.log').slice(-2_000), ...services, stderr].join('\n');
    return { said: stdout, calls, log };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
