/** What a command can see and do. */
import { commandError } from '../command-error.ts';
import type { MemberOptions } from '../options.ts';
import type { Raft } from '../raft/raft.ts';
import type { Store } from '../store/store.ts';
import type { Topology } from '../topology.ts';
import { type Document, stringOf } from '../wire/document.ts';
import type { Cursors } from './cursors.ts';

export type CommandContext = {
  readonly options: MemberOptions;
  readonly raft: Raft;
  readonly store: Store;
  readonly topology: Topology;
  readonly cursors: Cursors;
  readonly startedAtMs: number;
  /** Ends the process gracefully. */
  readonly stop: () => void;
};

/** Answers one request. Throws a CommandError for an answer with `ok: 0`. */
export type Command = (context: CommandContext, request: Document) => Document | Promise<Document>;

export function databaseOf(request: Document): string {
  return stringOf(request['$db']) ?? 'test';
}

/** `database.collection`, the collection being the command's own argument. */
export function namespaceOf(request: Document, command: string): string {
  const collection = stringOf(request[command]);
  if (collection !== null && collection !== '') return `${databaseOf(request)}.${collection}`;
  throw commandError('BadValue', `collection name has invalid type or is empty in ${command}`);
}
