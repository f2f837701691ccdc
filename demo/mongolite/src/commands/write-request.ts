/** From a client's write to the log and back: acknowledged when a majority has it, whatever `w` says. */
import { commandError } from '../command-error.ts';
import { propose } from '../raft/propose.ts';
import type { Outcome } from '../raft/raft.ts';
import { encodeWrite, type Retry, sessionName, type WriteCommand } from '../store/write-command.ts';
import { type Document, isDocument, numberOf } from '../wire/document.ts';
import type { CommandContext } from './context.ts';
import { electionIdOf, opTimeOf } from './member-state.ts';

function retryOf(request: Document): Retry | null {
  const session = sessionName(request['lsid']);
  const txnNumber = numberOf(request['txnNumber']);
  return session === null || txnNumber === null ? null : { session, txnNumber };
}

function checkRequest(context: CommandContext, request: Document): void {
  if (request['autocommit'] === false) {
    throw commandError(
      'OperationNotSupportedInTransaction',
      'mongolite does not support multi-document transactions',
    );
  }
  const concern = request['writeConcern'];
  const copies = isDocument(concern) ? numberOf(concern['w']) : null;
  const majority = Math.floor((context.raft.config?.members.length ?? 1) / 2) + 1;
  if (copies === null || copies <= majority) return;
  throw commandError(
    'UnsatisfiableWriteConcern',
    `mongolite acknowledges a write when a majority (${majority}) has it; w: ${copies} is not supported`,
  );
}

function proposed(context: CommandContext, payload: Uint8Array): Promise<Outcome> {
  return new Promise((settle) => propose(context.raft, { payload, settle }));
}

/** How long the client wants to wait, in milliseconds; 0 means for ever. */
function patienceOf(request: Document): number {
  const concern = request['writeConcern'];
  const wtimeout = isDocument(concern) ? numberOf(concern['wtimeout']) : null;
  return wtimeout || numberOf(request['maxTimeMS']) || 0;
}

async function withPatience(outcome: Promise<Outcome>, patienceMs: number): Promise<Outcome> {
  if (patienceMs === 0) return outcome;
  const late = Promise.withResolvers<Outcome>();
  const timer = setTimeout(
    () => late.reject(commandError('MaxTimeMSExpired', `no majority had the write within ${patienceMs} ms`)),
    patienceMs,
  );
  try {
    return await Promise.race([outcome, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

type Unretried<T> = T extends unknown ? Omit<T, 'retry'> : never;

/** A write without its retry identity, which is still in the request. */
export type Draft = Unretried<WriteCommand>;

/** Throws NotWritablePrimary, or InterruptedDueToReplStateChange if the outcome is unknown; both may be retried. */
export async function write(context: CommandContext, request: Document, draft: Draft): Promise<Document> {
  checkRequest(context, request);
  // A copy, because the log keeps it: the original is part of a pool that would be kept in memory with it.
  const payload = new Uint8Array(encodeWrite({ ...draft, retry: retryOf(request) }));
  const outcome = await withPatience(proposed(context, payload), patienceOf(request));
  if (outcome.kind === 'not-leader') throw commandError('NotWritablePrimary', 'not primary');
  if (outcome.kind === 'lost') {
    throw commandError('InterruptedDueToReplStateChange', 'operation was interrupted: no longer primary');
  }
  const { reply, position } = outcome;
  return { ...reply, electionId: electionIdOf(position.term), opTime: opTimeOf(position) };
}
