/** This member's connection to another one: one-way messages out, reconnecting for as long as it is wanted. */
import { connect, type Socket } from 'node:net';

/** More than this unsent means that the other side does not read: what is lost now is sent again later. */
const maxUnsentBytes = 4 * 1024 * 1024;

const reconnectMs = 50;

export type PeerEvents = { readonly connected: () => void; readonly disconnected: () => void };

export type PeerConnection = {
  /** Drops the message when there is no connection, not even one being made. */
  readonly send: (bytes: Buffer) => void;
  /** Connects now instead of after the pause. */
  readonly hurry: () => void;
  /** Drops the connection and makes a new one. */
  readonly renew: () => void;
  readonly close: () => void;
};

type State = { socket: Socket | null; timer: NodeJS.Timeout | null; isClosed: boolean };

const splitHost = (host: string): { readonly host: string; readonly port: number } => {
  const colon = host.lastIndexOf(':');
  return { host: host.slice(0, colon), port: Number(host.slice(colon + 1)) };
};

const open = (state: State, host: string, events: PeerEvents): void => {
  if (state.isClosed || state.socket !== null) return;
  if (state.timer !== null) clearTimeout(state.timer);
  const socket = connect({ ...splitHost(host), noDelay: true });
  state.socket = socket;
  socket.on('connect', events.connected);
  // 'close' follows every error and is where it is dealt with.
  socket.on('error', () => {});
  socket.on('close', () => {
    if (state.socket === socket) state.socket = null;
    events.disconnected();
    if (!state.isClosed) state.timer = setTimeout(() => open(state, host, events), reconnectMs);
  });
  socket.resume();
};

/** Begins to connect to `host` (`name:port`). */
export const peerConnection = (host: string, events: PeerEvents): PeerConnection => {
  const state: State = { socket: null, timer: null, isClosed: false };
  open(state, host, events);
  return {
    send: (bytes) => {
      if (state.socket !== null && state.socket.writableLength < maxUnsentBytes) state.socket.write(bytes);
    },
    hurry: () => open(state, host, events),
    renew: () => state.socket?.destroy(),
    close: () => {
      state.isClosed = true;
      if (state.timer !== null) clearTimeout(state.timer);
      state.socket?.destroy();
    },
  };
};
