/** The other members: messages to them, messages from them, and when they come and go. */
import type { Socket } from 'node:net';
import type { RaftMessage } from '../raft/message.ts';
import { type Document, isDocument } from '../wire/document.ts';
import { encodeMessage, flags } from '../wire/message.ts';
import { decodeRaftMessage, encodeRaftMessage } from './message-codec.ts';
import { type PeerConnection, peerConnection } from './peer-connection.ts';

/** The first field of a document that is not a client's command but a member's message. */
export const peerCommand = 'mongoliteRaft';

export type ClusterEvents = {
  readonly message: (from: string, message: RaftMessage) => void;
  readonly connected: (host: string) => void;
  readonly disconnected: (host: string) => void;
};

export type Cluster = {
  readonly send: (host: string, message: RaftMessage) => void;
  /** Keeps connections to exactly these. */
  readonly keep: (hosts: readonly string[]) => void;
  /** Takes a message that came in on a connection, and closes it when it is none for this member. */
  readonly accept: (document: Document, socket: Socket) => void;
  readonly close: () => void;
};

type State = {
  readonly setName: string;
  readonly self: string;
  readonly events: ClusterEvents;
  readonly peers: Map<string, PeerConnection>;
  readonly senders: WeakMap<Socket, string>;
};

const peerOf = (state: State, host: string): PeerConnection => {
  const known = state.peers.get(host);
  if (known !== undefined) return known;
  const peer = peerConnection(host, {
    connected: () => state.events.connected(host),
    disconnected: () => state.events.disconnected(host),
  });
  state.peers.set(host, peer);
  return peer;
};

const send = (state: State, host: string, message: RaftMessage): void => {
  const envelope = { [peerCommand]: 1, set: state.setName, from: state.self, to: host };
  const document = { ...envelope, message: encodeRaftMessage(message), $db: 'admin' };
  peerOf(state, host).send(encodeMessage(document, { requestId: 0, responseTo: 0 }, flags.moreToCome));
};

/** A connection that a member made belongs to it: when it closes, that member has probably died. */
const recognise = (state: State, from: string, socket: Socket): void => {
  if (state.senders.get(socket) === from) return;
  state.senders.set(socket, from);
  peerOf(state, from).hurry();
  socket.once('close', () => {
    state.events.disconnected(from);
    state.peers.get(from)?.renew();
  });
};

type Letter = { readonly from: string; readonly message: RaftMessage };

/** `null` when it is for somebody else, or no message at all. */
const open = (state: State, document: Document): Letter | null => {
  const { set, to, from, message } = document;
  if (set !== state.setName || to !== state.self || typeof from !== 'string' || !isDocument(message))
    return null;
  try {
    return { from, message: decodeRaftMessage(message) };
  } catch {
    return null;
  }
};

const accept = (state: State, document: Document, socket: Socket): void => {
  const letter = open(state, document);
  if (letter === null) {
    socket.destroy();
    return;
  }
  recognise(state, letter.from, socket);
  state.events.message(letter.from, letter.message);
};

/** Knows nobody yet. `self` is this member's `host:port`. */
export const createCluster = (setName: string, self: string, events: ClusterEvents): Cluster => {
  const state: State = { setName, self, events, peers: new Map(), senders: new WeakMap() };
  const forget = (host: string): void => {
    state.peers.get(host)?.close();
    state.peers.delete(host);
  };
  return {
    send: (host, message) => send(state, host, message),
    keep: (hosts) => {
      for (const host of [...state.peers.keys()]) if (!hosts.includes(host)) forget(host);
      for (const host of hosts) peerOf(state, host);
    },
    accept: (document, socket) => accept(state, document, socket),
    close: () => {
      for (const host of [...state.peers.keys()]) forget(host);
    },
  };
};
