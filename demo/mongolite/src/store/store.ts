/** The replicated state machine: databases and the answers to retryable writes. */
import { Binary } from 'bson';
import { commandError, describeError } from '../command-error.ts';
import type { StateMachine } from '../raft/ports.ts';
import {
  type Document,
  decodeDocument,
  encodeDocument,
  isDocument,
  numberOf,
  stringOf,
} from '../wire/document.ts';
import { applyWrite } from './apply-write.ts';
import { formatIndexSpec, parseIndexSpec } from './collection-index.ts';
import { createDatabases, type Databases } from './databases.ts';
import { createSessions, type SessionRecord, type Sessions } from './sessions.ts';
import { decodeWrite, type WriteCommand } from './write-command.ts';

export type Store = {
  readonly machine: StateMachine;
  /** What is committed and applied here. */
  readonly databases: () => Databases;
};

type State = { databases: Databases; sessions: Sessions };

function emptyState(): State {
  return { databases: createDatabases(), sessions: createSessions() };
}

function answer(state: State, command: WriteCommand): Document {
  try {
    return applyWrite(state.databases, command);
  } catch (error) {
    // Even a bug gets an answer, the same on every member: an entry that kills the member applying it would kill the
    // set.
    return { ok: 0, ...describeError(error) };
  }
}

function tooOld(): Document {
  return {
    ok: 0,
    ...describeError(
      commandError('TransactionTooOld', 'a newer retryable write of this session has been applied'),
    ),
  };
}

function apply(state: State, payload: Uint8Array): Document {
  const command = decodeWrite(payload);
  const { retry } = command;
  if (retry === null) return answer(state, command);
  const known = state.sessions.answerTo(retry.session, retry.txnNumber);
  if (known === 'too-old') return tooOld();
  if (known !== null) return { ...known, retriedStmtIds: [0] };
  const fresh = answer(state, command);
  state.sessions.remember(retry.session, retry.txnNumber, fresh);
  return fresh;
}

/** Frozen now, encoded when read: stored documents are never changed in place. */
function freeze(state: State): Iterable<Uint8Array> {
  const collections = state.databases.collections().map((collection) => ({
    header: {
      namespace: collection.namespace,
      indexes: [...collection.indexes.values()].map(({ spec }) => formatIndexSpec(spec)),
    },
    documents: [...collection.documents.values()],
  }));
  const sessions = state.sessions.records();
  return {
    *[Symbol.iterator]() {
      for (const { header, documents } of collections) {
        yield encodeDocument(header);
        for (const document of documents) yield encodeDocument({ document });
      }
      for (const { id, txnNumber, answer: bytes } of sessions) {
        yield encodeDocument({ session: id, txnNumber, answer: new Binary(bytes) });
      }
    },
  };
}

function sessionRecord(record: Document, id: string): SessionRecord {
  const bytes = record['answer'];
  if (!(bytes instanceof Binary)) throw new TypeError('a session record without its answer');
  const answered = new Uint8Array(bytes.buffer.subarray(0, bytes.position));
  return { id, txnNumber: numberOf(record['txnNumber']) ?? 0, answer: answered };
}

type Reading = { readonly state: State; namespace: string };

function readCollection(reading: Reading, namespace: string, indexes: unknown): void {
  reading.namespace = namespace;
  const collection = reading.state.databases.collectionFor(namespace);
  if (!Array.isArray(indexes)) return;
  for (const index of indexes.filter(isDocument)) collection.addIndex(parseIndexSpec(index));
}

function readRecord(reading: Reading, bytes: Uint8Array): void {
  const record = decodeDocument(bytes);
  const namespace = stringOf(record['namespace']);
  const session = stringOf(record['session']);
  if (namespace !== null) readCollection(reading, namespace, record['indexes']);
  else if (session !== null) reading.state.sessions.restore(sessionRecord(record, session));
  else if (isDocument(record['document'])) {
    reading.state.databases.collectionFor(reading.namespace).insert(record['document']);
  }
}

/** An empty store. */
export function createStore(): Store {
  let state = emptyState();
  return {
    databases: () => state.databases,
    machine: {
      apply: (payload) => apply(state, payload),
      records: () => freeze(state),
      restore: () => {
        const reading: Reading = { state: emptyState(), namespace: '' };
        return {
          add: (record) => readRecord(reading, record),
          finish: () => {
            state = reading.state;
          },
        };
      },
    },
  };
}
