/** Three members as processes, founded through the real driver. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Document, MongoClient } from 'mongodb';
import { patience } from '../../../../test/acceptance/patience.ts';
import { eventually } from './eventually.ts';
import { freePorts } from './free-ports.ts';
import { bundledProgram, type RunningMember } from './program.ts';

export type ReplicaSet = {
  readonly hosts: readonly string[];
  readonly uri: string;
  /** A command to one member, whatever its state. */
  readonly ask: (host: string, command: Document) => Promise<Document>;
  readonly kill: (host: string, signal: NodeJS.Signals) => Promise<void>;
  readonly wipe: (host: string) => void;
  readonly start: (host: string) => Promise<void>;
  /** Resolves with the primary's host when there is one and everybody else is a caught-up secondary. */
  readonly whole: () => Promise<string>;
  readonly close: () => Promise<void>;
};

type Options = {
  readonly priorities: readonly number[];
  readonly args: readonly string[];
  /** Milliseconds of silence before an election; the set's own default if not given. */
  readonly electionTimeoutMs?: number;
};

async function direct<T>(
  host: string,
  selectionMs: number,
  use: (client: MongoClient) => Promise<T>,
): Promise<T> {
  const client = new MongoClient(
    `mongodb://${host}/?directConnection=true&serverSelectionTimeoutMS=${selectionMs}`,
  );
  try {
    return await use(client);
  } finally {
    await client.close();
  }
}

/** `selectionMs`: how long a member that should answer may take to accept, on a crowded machine. */
function ask(host: string, command: Document, selectionMs = patience(10_000)): Promise<Document> {
  return direct(host, selectionMs, (client) => client.db('admin').command(command));
}

/** An operation time's place in the log. */
function indexOf(member: Document): number {
  return Number(member['optime'].ts.i);
}

async function wholeAccordingTo(host: string): Promise<string | null> {
  const { members } = await ask(host, { replSetGetStatus: 1 }, 1000);
  const primary = members.find((member: Document) => member['stateStr'] === 'PRIMARY');
  if (!primary?.self) return null;
  const isCaughtUp = (member: Document) =>
    member === primary || (member['stateStr'] === 'SECONDARY' && indexOf(primary) - indexOf(member) < 20);
  return members.every(isCaughtUp) ? primary.name : null;
}

export async function startReplicaSet({
  priorities,
  args,
  electionTimeoutMs = 1500,
}: Options): Promise<ReplicaSet> {
  const program = await bundledProgram();
  const hosts = (await freePorts(priorities.length)).map((port) => `127.0.0.1:${port}`);
  const running = new Map<string, RunningMember>();
  const pathOf = (host: string) => join(program.directory, host.replace(':', '-'));
  const start = async (host: string): Promise<void> => {
    const [bindIp = '', port = ''] = host.split(':');
    const own = ['--replSet', 'rs0', '--port', port, '--bind_ip', bindIp, '--dbpath', pathOf(host)];
    const member = program.run([...own, '--quiet', ...args]);
    running.set(host, member);
    await member.listening;
  };
  await Promise.all(hosts.map(start));
  const members = hosts.map((host, at) => ({ _id: at, host, priority: priorities[at] }));
  const settings = { electionTimeoutMillis: electionTimeoutMs };
  await ask(hosts[0] ?? '', { replSetInitiate: { _id: 'rs0', members, settings } });
  const set: ReplicaSet = {
    hosts,
    uri: `mongodb://${hosts.join()}/?replicaSet=rs0&heartbeatFrequencyMS=500`,
    ask,
    kill: async (host, signal) => {
      running.get(host)?.process.kill(signal);
      await running.get(host)?.exit;
    },
    wipe: (host) => rmSync(pathOf(host), { recursive: true, force: true }),
    start,
    whole: () =>
      eventually('the set is whole', async () => {
        for (const host of hosts) {
          const primary = await wholeAccordingTo(host).catch(() => null);
          if (primary !== null) return primary;
        }
        return null;
      }),
    close: program.close,
  };
  await set.whole();
  return set;
}
