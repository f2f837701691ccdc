/**
 * `npm run histories`: a replica set of mongolite under load and faults, and what its clients saw checked for what no
 * linearizable store would show. Exit code 0: nothing found; 1: an anomaly; 2: it could not be run.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { freePorts } from '../process/free-ports.ts';
import { seeded } from '../simulation/seeded.ts';
import { checkHistory } from './check-history.ts';
import { type FaultName, faultNames, injectFaults } from './faults.ts';
import type { Anomaly, Operation } from './history.ts';
import { startMembers } from './members.ts';
import { layNetwork, type Network, runInside, whyNoNamespaces } from './namespaces.ts';
import { finalStates, initial, startWorkload } from './workload.ts';

const memberCount = 3;

/** Whatever happens, the whole run ends so long after its faults. */
const graceMs = 150_000;

function say(line: string): void {
  return void process.stdout.write(`${line}\n`);
}

const options = {
  seconds: { type: 'string', default: '60' },
  seed: { type: 'string', default: '1' },
  inside: { type: 'boolean', default: false },
} as const;

function numberOf(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new Error(`--${name} must be a whole number above 0, not "${text}"`);
}

async function onLoopback(): Promise<Network> {
  return {
    hosts: (await freePorts(memberCount)).map((port) => `127.0.0.1:${port}`),
    launcherOf: () => [],
    partition: null,
  };
}

const kinds: readonly Operation['kind'][] = ['increment', 'insert', 'compare-and-set', 'read'];
const results: readonly Operation['result'][] = ['acknowledged', 'refused', 'unknown', 'repeated'];

function row(cells: readonly unknown[]): string {
  return cells.map((cell, at) => (at === 0 ? String(cell).padEnd(18) : String(cell).padStart(13))).join('');
}

function printTables(operations: readonly Operation[], injected: ReadonlyMap<FaultName, number>): void {
  say(row(['operation', ...results]));
  for (const kind of kinds) {
    const own = operations.filter((operation) => operation.kind === kind);
    say(
      row([kind, ...results.map((result) => own.filter((operation) => operation.result === result).length)]),
    );
  }
  say('');
  say(row(['fault', 'injected']));
  for (const name of faultNames) say(row([name, injected.get(name) ?? 0]));
  say('');
}

const shownAtMost = 20;

function printAnomalies(anomalies: readonly Anomaly[]): void {
  for (const { kind, detail } of anomalies.slice(0, shownAtMost)) say(`${kind}: ${detail}`);
  say(anomalies.length === 0 ? 'No anomaly.' : `${anomalies.length} anomalies.`);
}

/** Returns the exit code. */
async function play(network: Network, seed: number, seconds: number): Promise<number> {
  const members = await startMembers(network);
  try {
    const random = seeded(seed);
    const workload = await startWorkload(members.uri, random);
    const injected = await injectFaults({ members, network, random }, performance.now() + seconds * 1_000);
    await workload.stop();
    await members.whole();
    const finals = await finalStates(members.hosts);
    const anomalies = checkHistory({ operations: workload.operations, finals, initial });
    printTables(workload.operations, injected);
    printAnomalies(anomalies);
    return anomalies.length === 0 ? 0 : 1;
  } finally {
    await members.close();
  }
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options, strict: true });
  const [seconds, seed] = [numberOf('seconds', values.seconds), numberOf('seed', values.seed)];
  if (values.inside) return play(layNetwork(memberCount), seed, seconds);
  say(`${memberCount} members, ${seconds} s of faults, seed ${seed}`);
  const reason = whyNoNamespaces();
  if (reason === null) {
    return runInside(fileURLToPath(import.meta.url), [`--seconds=${seconds}`, `--seed=${seed}`]);
  }
  say(`No network namespaces here (${reason}): no partitions.`);
  return play(await onLoopback(), seed, seconds);
}

function limitSeconds(): number {
  return Number(process.argv.join(' ').match(/--seconds[= ](\d+)/)?.[1] ?? 60);
}

const late = setTimeout(
  () => {
    say(`It did not end within ${limitSeconds() + graceMs / 1_000} s.`);
    process.exit(2);
  },
  limitSeconds() * 1_000 + graceMs,
);

main().then(
  (code) => {
    clearTimeout(late);
    process.exitCode = code;
  },
  (error: unknown) => {
    say(
      error instanceof Error
        ? `${error.message}${error.cause === undefined ? '' : ` (${String(error.cause)})`}`
        : String(error),
    );
    process.exit(2);
  },
);
