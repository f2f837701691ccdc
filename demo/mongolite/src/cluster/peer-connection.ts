/** This member's connection to another one: receives its messages, and reconnects for as long as it is wanted. */
import { connect, type Socket } from 'node:net';
import { decodeMessage } from '../wire/decode-message.ts';
import type { Document } from '../wire/document.ts';
import { type FrameReader, frameReader } from '../wire/frame-reader.ts';
import { maxPeerMessageBytes } from '../wire/limits.ts';

/** More unsent data than this means that the other side is not reading: what is lost now is sent again later. */
export const maxUnsentBytes = 4 * 1024 * 1024;

const reconnectMs = 50;

export type PeerEvents = {
  /** Sent first: who calls. */
  readonly greeting: Buffer;
  readonly connected: () => void;
  readonly disconnected: () => void;
  /** False if the document is not from that member, in which case the connection is made again. */
  readonly document: (document: Document) => boolean;
};

export type PeerConnection = {
  /** Connects now instead of after the pause. */
  readonly hurry: () => void;
  readonly close: () => void;
};

type State = { socket: Socket | null; timer: NodeJS.Timeout | null; isClosed: boolean };

function splitHost(host: string): { readonly host: string; readonly port: number } {
  const colon = host.lastIndexOf(':');
  return { host: host.slice(0, colon), port: Number(host.slice(colon + 1)) };
}

/** `null` if this is not the protocol. */
function documentsIn(read: FrameReader, chunk: Buffer): readonly Document[] | null {
  try {
    return read(chunk).map((frame) => decodeMessage(frame).document);
  } catch {
    return null;
  }
}

function listen(state: State, socket: Socket, events: PeerEvents): void {
  const read = frameReader(maxPeerMessageBytes);
  socket.on('data', (chunk) => {
    const documents = typeof chunk === 'string' ? null : documentsIn(read, chunk);
    for (const document of documents ?? []) {
      // A message may close the connection although more messages arrived with it.
      if (state.socket === socket && !state.isClosed && !events.document(document)) socket.destroy();
    }
    if (documents === null) socket.destroy();
  });
}

function open(state: State, host: string, events: PeerEvents): void {
  if (state.isClosed || state.socket !== null) return;
  if (state.timer !== null) clearTimeout(state.timer);
  const socket = connect({ ...splitHost(host), noDelay: true });
  state.socket = socket;
  socket.on('connect', () => {
    socket.write(events.greeting);
    events.connected();
  });
  listen(state, socket, events);
  // 'close' follows every error and handles it.
  socket.on('error', () => {});
  socket.on('close', () => {
    if (state.socket === socket) state.socket = null;
    events.disconnected();
    if (!state.isClosed) state.timer = setTimeout(() => open(state, host, events), reconnectMs);
  });
}

/** Starts connecting to `host` (`name:port`). */
export function peerConnection(host: string, events: PeerEvents): PeerConnection {
  const state: State = { socket: null, timer: null, isClosed: false };
  open(state, host, events);
  return {
    hurry: () => open(state, host, events),
    close: () => {
      state.isClosed = true;
      if (state.timer !== null) clearTimeout(state.timer);
      state.socket?.destroy();
    },
  };
}
