/**
 * The other members: messages to them, messages from them, and when they come and go.
 *
 * A member trusts only what arrives on a connection that it made itself, to the address in the configuration: no one
 * else can speak for that member. So a member that is called trusts nothing on that connection; it sends its own
 * messages there, and calls back.
 */
import type { Socket } from 'node:net';
import type { RaftMessage } from '../raft/message.ts';
import { type Document, isDocument } from '../wire/document.ts';
import { encodeMessage, flags } from '../wire/message.ts';
import { decodeRaftMessage, encodeRaftMessage } from './message-codec.ts';
import { maxUnsentBytes, type PeerConnection, peerConnection } from './peer-connection.ts';

/** The first field of a document that is not a client's command: a member calls, or speaks. */
export const peerCommand = 'mongoliteRaft';

export type ClusterEvents = {
  readonly message: (from: string, message: RaftMessage) => void;
  readonly connected: (host: string) => void;
  readonly disconnected: (host: string) => void;
};

export type Cluster = {
  /** The message is lost if that member has not called. */
  readonly send: (host: string, message: RaftMessage) => void;
  /** Keeps connections to exactly these; `null` while there is no configuration, when any member may call. */
  readonly keep: (hosts: readonly string[] | null) => void;
  /** Accepts the call of another member, and closes the connection if the caller is not one. */
  readonly accept: (document: Document, socket: Socket) => void;
  readonly close: () => void;
};

type State = {
  readonly setName: string;
  readonly self: string;
  readonly events: ClusterEvents;
  readonly peers: Map<string, PeerConnection>;
  /** Connections made in the name of a host. An impostor gets what is sent to that host, and nothing else. */
  readonly callers: Map<string, Set<Socket>>;
  members: readonly string[] | null;
};

function envelopeTo(state: State, host: string): Document {
  return {
    [peerCommand]: 1,
    set: state.setName,
    from: state.self,
    to: host,
    $db: 'admin',
  };
}

function encode(document: Document): Buffer {
  return encodeMessage(document, { requestId: 0, responseTo: 0 }, flags.moreToCome);
}

function isFrom(state: State, document: Document, host: string): boolean {
  return document['set'] === state.setName && document['to'] === state.self && document['from'] === host;
}

function messageIn({ message }: Document): RaftMessage | null {
  try {
    return isDocument(message) ? decodeRaftMessage(message) : null;
  } catch {
    return null;
  }
}

/** False if it is not a message from that member to this one. */
function take(state: State, host: string, document: Document): boolean {
  const message = isFrom(state, document, host) ? messageIn(document) : null;
  if (message === null) return false;
  state.events.message(host, message);
  return true;
}

function peerOf(state: State, host: string): PeerConnection {
  const known = state.peers.get(host);
  if (known !== undefined) return known;
  const peer = peerConnection(host, {
    greeting: encode(envelopeTo(state, host)),
    connected: () => state.events.connected(host),
    disconnected: () => state.events.disconnected(host),
    document: (document) => take(state, host, document),
  });
  state.peers.set(host, peer);
  return peer;
}

function send(state: State, host: string, message: RaftMessage): void {
  const callers = state.callers.get(host);
  if (callers === undefined) return;
  const bytes = encode({ ...envelopeTo(state, host), message: encodeRaftMessage(message) });
  for (const socket of callers) if (socket.writableLength < maxUnsentBytes) socket.write(bytes);
}

function remember(state: State, host: string, socket: Socket): void {
  const callers = state.callers.get(host) ?? new Set();
  if (callers.has(socket)) return;
  state.callers.set(host, callers.add(socket));
  socket.once('close', () => {
    callers.delete(socket);
    if (callers.size === 0 && state.callers.get(host) === callers) state.callers.delete(host);
  });
}

function accept(state: State, document: Document, socket: Socket): void {
  const { from } = document;
  const isMember =
    typeof from === 'string' && (state.members?.includes(from) ?? /^[^:\s]+:\d{1,5}$/.test(from));
  if (!isMember || from === state.self || !isFrom(state, document, from)) {
    socket.destroy();
    return;
  }
  remember(state, from, socket);
  peerOf(state, from).hurry();
}

function forget(state: State, host: string): void {
  state.peers.get(host)?.close();
  state.peers.delete(host);
  for (const socket of state.callers.get(host) ?? []) socket.destroy();
}

function keep(state: State, hosts: readonly string[] | null): void {
  state.members = hosts;
  if (hosts === null) return;
  for (const host of [...state.peers.keys()]) if (!hosts.includes(host)) forget(state, host);
  for (const host of hosts) peerOf(state, host);
}

/** A cluster without other members yet. `self` is this member's `host:port`. */
export function createCluster(setName: string, self: string, events: ClusterEvents): Cluster {
  const state: State = { setName, self, events, peers: new Map(), callers: new Map(), members: null };
  return {
    send: (host, message) => send(state, host, message),
    keep: (hosts) => keep(state, hosts),
    accept: (document, socket) => accept(state, document, socket),
    close: () => {
      for (const host of [...state.peers.keys()]) forget(state, host);
    },
  };
}
