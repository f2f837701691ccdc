/** What a client asks about the server itself. */
import { hostname } from 'node:os';
import { isPrimary } from '../raft/member.ts';
import type { Document } from '../wire/document.ts';
import { maxDocumentBytes } from '../wire/limits.ts';
import type { Command } from './context.ts';
import { hello, isMaster } from './hello.ts';
import { ownState } from './member-state.ts';

/** The MongoDB version whose wire protocol this program speaks. */
const compatibleVersion = '7.0.0';

const ok: Command = () => ({ ok: 1 });

const buildInfo: Command = () => ({
  version: compatibleVersion,
  versionArray: [7, 0, 0, 0],
  gitVersion: 'mongolite',
  modules: ['mongolite'],
  storageEngines: ['mongolite'],
  javascriptEngine: 'none',
  bits: 64,
  debug: false,
  maxBsonObjectSize: maxDocumentBytes,
  ok: 1,
});

function memory(): Document {
  const { rss, heapUsed, external } = process.memoryUsage();
  const megabytes = (bytes: number) => Math.round(bytes / 1024 / 1024);
  return { bits: 64, resident: megabytes(rss), heapUsed: megabytes(heapUsed), external: megabytes(external) };
}

const serverStatus: Command = ({ raft, startedAtMs, options }) => ({
  host: raft.self,
  version: compatibleVersion,
  process: 'mongolite',
  pid: process.pid,
  uptime: (Date.now() - startedAtMs) / 1000,
  localTime: new Date(),
  mem: memory(),
  repl: {
    setName: options.setName,
    state: ownState(raft),
    isWritablePrimary: isPrimary(raft),
    me: raft.self,
  },
  mongolite: {
    term: raft.term,
    applied: raft.applied,
    logEntries: raft.log.last().index - raft.log.base().index,
    logBytes: raft.log.bytes(),
  },
  ok: 1,
});

const shutdown: Command = ({ stop }) => {
  stop();
  return { ok: 1 };
};

export const diagnosticCommands: ReadonlyMap<string, Command> = new Map<string, Command>([
  ['hello', hello],
  ['isMaster', isMaster],
  ['ismaster', isMaster],
  ['ping', ok],
  ['endSessions', ok],
  ['refreshSessions', ok],
  ['buildInfo', buildInfo],
  ['buildinfo', buildInfo],
  ['serverStatus', serverStatus],
  ['shutdown', shutdown],
  ['hostInfo', () => ({ system: { hostname: hostname() }, os: { type: process.platform }, ok: 1 })],
  ['getCmdLineOpts', () => ({ argv: process.argv, parsed: {}, ok: 1 })],
  ['getParameter', () => ({ featureCompatibilityVersion: { version: '7.0' }, ok: 1 })],
  ['getLog', () => ({ totalLinesWritten: 0, log: [], ok: 1 })],
  ['whatsmyuri', () => ({ you: '127.0.0.1:0', ok: 1 })],
  ['connectionStatus', () => ({ authInfo: { authenticatedUsers: [], authenticatedUserRoles: [] }, ok: 1 })],
]);
