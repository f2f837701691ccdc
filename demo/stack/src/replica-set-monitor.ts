/** Watches the replica set from outside, as a client does, and asks its primary about the other members. */
import type { ReplicaRole } from '@garbageday/core/chaos/fleet.ts';
import { type Document, MongoClient, type TopologyDescription } from 'mongodb';
import { connected } from './connected.ts';

export type ReplicaSetMonitor = {
  /** A member's current role, as it reports itself; changes are pushed to us. */
  readonly roleOf: (host: string) => ReplicaRole;
  /** Since when it has that role, in epoch milliseconds. */
  readonly roleSinceMs: (host: string) => number;
  readonly primary: () => string | null;
  /** The primary, or while there is none, the previous one. */
  readonly latestPrimary: () => string | null;
  /** Whether the set uses this member; while there is no primary to ask, according to the last one. */
  readonly isUsed: (host: string) => boolean;
  readonly close: () => Promise<void>;
};

export type MonitorOptions = {
  readonly uri: string;
  readonly now: () => number;
  /** Called with the new primary's host, or null if there is no longer one. */
  readonly onPrimary: (host: string | null) => void;
};

type View = {
  readonly roles: Map<string, { readonly role: ReplicaRole; readonly sinceMs: number }>;
  used: ReadonlySet<string>;
  primary: string | null;
  latestPrimary: string | null;
};

const pollEveryMs = 150;

/** Starts watching; never throws: a set that cannot be reached has no primary and no members in use. */
export function watchReplicaSet({ uri, now, onPrimary }: MonitorOptions): ReplicaSetMonitor {
  let isClosed = false;
  const view: View = { roles: new Map(), used: new Set(), primary: null, latestPrimary: null };
  const client = new MongoClient(uri, {
    appName: 'garbageday',
    heartbeatFrequencyMS: 500,
    minHeartbeatFrequencyMS: 50,
    // Also how long a member may be silent: longer than a busy machine may delay it, shorter than an election takes.
    connectTimeoutMS: 1_000,
    serverSelectionTimeoutMS: 100,
    socketTimeoutMS: 2_000,
    maxPoolSize: 1,
  });
  client.on('topologyDescriptionChanged', ({ newDescription }) => {
    noteRoles(view, newDescription, now());
    const primary = [...view.roles].find(([, { role }]) => role === 'primary')?.[0] ?? null;
    if (primary === view.primary || isClosed) return;
    view.primary = primary;
    view.latestPrimary = primary ?? view.latestPrimary;
    onPrimary(primary);
  });
  const polling = poll(client, view);
  return {
    roleOf: (host) => view.roles.get(host)?.role ?? 'none',
    roleSinceMs: (host) => view.roles.get(host)?.sinceMs ?? 0,
    primary: () => view.primary,
    latestPrimary: () => view.latestPrimary,
    isUsed: (host) => view.used.has(host),
    close: async () => {
      isClosed = true;
      polling.stop();
      await client.close();
    },
  };
}

function noteRoles(view: View, { servers }: TopologyDescription, nowMs: number): void {
  for (const [host, { type }] of servers) {
    const role = roleOfType(type);
    if (view.roles.get(host)?.role !== role) view.roles.set(host, { role, sinceMs: nowMs });
  }
}

/** The driver's names of server types, SDAM specification. `RSGhost`: it runs, and does not know the set yet. */
function roleOfType(type: string): ReplicaRole {
  switch (type) {
    case 'RSPrimary':
      return 'primary';
    case 'RSSecondary':
      return 'secondary';
    case 'RSOther':
    case 'RSGhost':
      return 'syncing';
    default:
      return 'none';
  }
}

/** One request after the other, so that slow answers never pile up. */
function poll(client: MongoClient, view: View): { readonly stop: () => void } {
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  const ask = async () => {
    view.used = await membersInUse(client, view.used);
    if (!isStopped) timer = setTimeout(ask, pollEveryMs);
  };
  void ask();
  return {
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

/** Only a primary's answer counts; without one to ask, nothing is known to have changed. */
async function membersInUse(client: MongoClient, before: ReadonlySet<string>): Promise<ReadonlySet<string>> {
  try {
    await connected(client);
    const status = await client.db('admin').command({ replSetGetStatus: 1 });
    const members: readonly Document[] = Array.isArray(status['members']) ? status['members'] : [];
    return new Set(members.filter(isCountedOn).map((member) => String(member['name'])));
  } catch {
    return before;
  }
}

/** Up, and PRIMARY (1) or SECONDARY (2): https://www.mongodb.com/docs/manual/reference/replica-states/ */
function isCountedOn(member: Document): boolean {
  return member['health'] === 1 && (member['state'] === 1 || member['state'] === 2);
}
