/**
 * A network of its own for each member, where the system allows it: three network namespaces on a bridge, all inside one
 * namespace of networks, mounts and processes that ends with this run, so that nothing of it is ever left behind.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';

const fence = ['--net', '--mount', '--pid', '--fork', '--mount-proc', '--kill-child'] as const;

/** The flag of the second start of the same script, inside. */
export const insideFlag = '--inside';

/** Why there can be no namespaces here; `null` when there can. */
export function whyNoNamespaces(): string | null {
  const trial = spawnSync('unshare', [...fence, 'ip', 'link', 'add', 'gd-trial', 'type', 'bridge']);
  if (trial.error !== undefined) return trial.error.message;
  return trial.status === 0 ? null : trial.stderr.toString().trim() || `unshare ended with ${trial.status}`;
}

/** Starts this script again inside; resolves with its exit code. */
export function runInside(script: string, args: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const command = [...fence, process.execPath, ...process.execArgv, script, ...args, insideFlag];
    const child = spawn('unshare', command, { stdio: 'inherit' });
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

function run(command: string): void {
  const [program = '', ...args] = command.split(' ');
  const { status, stderr, error } = spawnSync(program, args);
  if (status !== 0) throw new Error(`${command}: ${error?.message ?? stderr.toString().trim()}`);
}

export type Network = {
  readonly hosts: readonly string[];
  readonly launcherOf: (host: string) => readonly string[];
  /** Cuts a member off: nothing reaches it, and no connection closes. `null` where that cannot be. */
  readonly partition: ((host: string, isCut: boolean) => void) | null;
};

const port = 27_017;

/** Inside: a bridge, and a namespace for each of so many members. */
export function layNetwork(members: number): Network {
  mkdirSync('/run/netns', { recursive: true });
  run('mount -t tmpfs tmpfs /run/netns');
  run('ip link set lo up');
  run('ip link add gd type bridge');
  run('ip addr add 10.0.0.1/24 dev gd');
  run('ip link set gd up');
  const numbers = Array.from({ length: members }, (_, number) => number);
  for (const number of numbers) {
    run(`ip netns add m${number}`);
    run(`ip link add v${number} type veth peer name eth0 netns m${number}`);
    run(`ip link set v${number} master gd up`);
    run(`ip -n m${number} addr add 10.0.0.${number + 10}/24 dev eth0`);
    run(`ip -n m${number} link set eth0 up`);
    run(`ip -n m${number} link set lo up`);
  }
  const hosts = numbers.map((number) => `10.0.0.${number + 10}:${port}`);
  return {
    hosts,
    launcherOf: (host) => ['ip', 'netns', 'exec', `m${hosts.indexOf(host)}`],
    partition: (host, isCut) => run(`ip link set v${hosts.indexOf(host)} ${isCut ? 'down' : 'up'}`),
  };
}
