/** The members of one run, by host, and what can be done to them. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Document, MongoClient } from 'mongodb';
import { eventually } from '../process/eventually.ts';
import { bundledProgram, type RunningMember } from '../process/program.ts';
import type { Network } from './namespaces.ts';

export type Members = {
  readonly hosts: readonly string[];
  readonly uri: string;
  readonly signal: (host: string, signal: NodeJS.Signals) => void;
  /** Ends it, and resolves when it has ended. */
  readonly end: (host: string, signal: NodeJS.Signals) => Promise<void>;
  readonly wipe: (host: string) => void;
  readonly start: (host: string) => Promise<void>;
  /** Resolves when there is a primary and every other member is a caught-up voter. */
  readonly whole: () => Promise<void>;
  readonly close: () => Promise<void>;
};

export async function direct<T>(host: string, use: (client: MongoClient) => Promise<T>): Promise<T> {
  const timeouts = 'serverSelectionTimeoutMS=2000&connectTimeoutMS=2000&socketTimeoutMS=5000';
  const client = new MongoClient(`mongodb://${host}/?directConnection=true&${timeouts}`);
  try {
    return await use(client);
  } finally {
    await client.close();
  }
}

function ask(host: string, command: Document): Promise<Document> {
  return direct(host, (client) => client.db('admin').command(command));
}

const patienceMs = 60_000;

async function isWhole(host: string): Promise<boolean> {
  const { members } = await ask(host, { replSetGetStatus: 1 });
  const primary = members.find(({ stateStr }: Document) => stateStr === 'PRIMARY');
  if (primary?.self !== true) return false;
  const isCaughtUp = ({ stateStr, optime }: Document) =>
    stateStr === 'SECONDARY' && Number(primary.optime.ts.i) - Number(optime.ts.i) < 50;
  return members.every((member: Document) => member === primary || isCaughtUp(member));
}

/** Starts and founds the set. */
export async function startMembers({ hosts, launcherOf }: Network): Promise<Members> {
  const program = await bundledProgram();
  const running = new Map<string, RunningMember>();
  const pathOf = (host: string) => join(program.directory, host.replaceAll(':', '-'));
  const start = async (host: string): Promise<void> => {
    const [bindIp = '', port = ''] = host.split(':');
    const flags = ['--replSet', 'rs0', '--port', port, '--bind_ip', bindIp, '--dbpath', pathOf(host)];
    // A log of 64 KiB: compactions and snapshots happen while members come and go.
    const args = [...flags, '--quiet', '--setParameter', 'mongoliteLogBytes=65536'];
    const member = program.run(args, { launcher: launcherOf(host) });
    running.set(host, member);
    await member.listening;
  };
  const whole = async (): Promise<void> => {
    const seen = async () => {
      for (const host of hosts) if (await isWhole(host).catch(() => false)) return true;
      return null;
    };
    await eventually('the set is whole', seen, patienceMs);
  };
  await Promise.all(hosts.map(start));
  const members = hosts.map((host, at) => ({ _id: at, host, priority: hosts.length - at }));
  await ask(hosts[0] ?? '', { replSetInitiate: { _id: 'rs0', members } });
  await whole();
  return {
    hosts,
    uri: `mongodb://${hosts.join()}/?replicaSet=rs0&heartbeatFrequencyMS=500`,
    signal: (host, signal) => void running.get(host)?.process.kill(signal),
    end: async (host, signal) => {
      running.get(host)?.process.kill(signal);
      await running.get(host)?.exit;
    },
    wipe: (host) => rmSync(pathOf(host), { recursive: true, force: true }),
    start,
    whole,
    close: program.close,
  };
}
