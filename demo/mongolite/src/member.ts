/** One member of the replica set: disk, Raft, store and server put together. */
import { randomUUID } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import { type Cluster, createCluster } from './cluster/cluster.ts';
import type { CommandContext } from './commands/context.ts';
import { createCursors } from './commands/cursors.ts';
import { ownState } from './commands/member-state.ts';
import type { MemberOptions } from './options.ts';
import { othersOf } from './raft/adopt-config.ts';
import { connect, disconnect, receive, recover } from './raft/member.ts';
import type { RaftPorts } from './raft/ports.ts';
import { createRaft, type Raft } from './raft/raft.ts';
import { tick } from './raft/tick.ts';
import { serveConnection } from './server/connection.ts';
import { type MemberDisk, openMemberDisk } from './storage/member-disk.ts';
import { createStore, type Store } from './store/store.ts';
import { createTopology } from './topology.ts';
import { UsageError } from './usage-error.ts';

export type Member = {
  readonly context: CommandContext;
  readonly raft: Raft;
  /** Stops accepting connections and ends the existing ones. */
  readonly close: () => void;
};

export type MemberEvents = {
  /** Called with the member's state, in MongoDB's terms, when it may have changed. */
  readonly changed: (state: string, term: number, primary: string | null) => void;
  /** A client asked the member to stop. */
  readonly stop: () => void;
};

const tickMs = 20;

function listen(options: MemberOptions): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer({ noDelay: true });
    server.once('error', (error: NodeJS.ErrnoException) => {
      const where = `${options.bindIp}:${options.port}`;
      const why =
        error.code === 'EADDRINUSE' ? 'is in use: choose another --port' : `cannot be used: ${error.message}`;
      reject(new UsageError(`address ${where} ${why}`, { cause: error }));
    });
    server.listen(options.port, options.bindIp, () => resolve(server));
  });
}

type Parts = {
  readonly self: string;
  readonly options: MemberOptions;
  readonly store: Store;
  readonly disk: MemberDisk;
  readonly changed: () => void;
};

/** Raft and the cluster need each other: the ports look both up when they are called. */
function joinRaft(parts: Parts): { readonly raft: Raft; readonly cluster: Cluster } {
  const { self, options, store, disk } = parts;
  const ports: RaftPorts = {
    nowMs: () => performance.now(),
    wallClockMs: Date.now,
    random: Math.random,
    send: (host, message) => cluster.send(host, message),
    messageBytes: 1024 * 1024,
    soon: setImmediate,
    storage: disk.storage,
    machine: store.machine,
    changed: () => {
      cluster.keep(raft.config === null ? null : othersOf(raft));
      parts.changed();
    },
    applied: () => disk.compact(raft),
  };
  const raft = createRaft(self, randomUUID(), ports, disk.recovered);
  const cluster = createCluster(options.setName, self, {
    message: (from, message) => receive(raft, from, message),
    connected: (host) => connect(raft, host),
    disconnected: (host) => {
      disconnect(raft, host);
      // Not only at the next tick: the first in rank stands as soon as the leader's connection closes.
      tick(raft);
    },
  });
  return { raft, cluster };
}

function serve(server: Server, context: CommandContext, cluster: Cluster): Set<Socket> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    serveConnection(socket, context, cluster);
  });
  return sockets;
}

/** Listens, loads what is on disk, and takes part. Throws UsageError if the port or the dbpath cannot be used. */
export async function startMember(options: MemberOptions, events: MemberEvents): Promise<Member> {
  // The port first: a process that holds it may be using the same dbpath.
  const server = await listen(options);
  const store = createStore();
  const topology = createTopology();
  const self = `${options.bindIp}:${options.port}`;
  const disk = openMemberDisk(options.dbPath, store.machine, options.logBytes);
  const changed = (): void => {
    topology.changed();
    events.changed(ownState(raft), raft.term, raft.leader);
  };
  const { raft, cluster } = joinRaft({ self, options, store, disk, changed });
  const cursors = createCursors();
  const context = { options, raft, store, topology, cursors, startedAtMs: Date.now(), stop: events.stop };
  recover(raft, disk.recovered);
  const sockets = serve(server, context, cluster);
  const timer = setInterval(() => tick(raft), tickMs);
  const close = (): void => {
    clearInterval(timer);
    server.close();
    cluster.close();
    for (const socket of sockets) socket.end();
  };
  return { context, raft, close };
}
