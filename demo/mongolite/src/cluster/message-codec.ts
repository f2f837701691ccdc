/** Raft messages as BSON documents, and back: anything that is not exactly a message is refused. */

import { Binary } from 'bson';
import type { RaftMessage, VoteReply } from '../raft/message.ts';
import { type Document, documentsOf } from '../wire/document.ts';
import { formatConfig, parseConfig } from './config-codec.ts';
import {
  bytesOfBinary,
  countAt,
  DecodeError,
  decodeEntry,
  decodePosition,
  documentAt,
  encodeEntry,
  encodePosition,
  numberAt,
  stringAt,
} from './entry-codec.ts';

/** Fields that are not plain BSON values are converted; everything else is sent as it is. */
export function encodeRaftMessage(message: RaftMessage): Document {
  if (message.kind === 'append') return { ...message, entries: message.entries.map(encodeEntry) };
  if (message.kind === 'snapshot-page') {
    return {
      ...message,
      position: encodePosition(message.position),
      config: formatConfig(message.config),
      records: message.records.map((record) => new Binary(record)),
    };
  }
  return { ...message };
}

const answers: readonly VoteReply['answer'][] = ['granted', 'behind', 'refused'];

function decodeAnswer(document: Document): VoteReply['answer'] {
  const answer = answers.find((known) => known === document['answer']);
  if (answer === undefined) throw new DecodeError('answer is not one of a voter');
  return answer;
}

function healthIn(document: Document) {
  return {
    incarnation: stringAt(document, 'incarnation'),
    canVote: document['canVote'] === true,
    isElectable: document['isElectable'] === true,
  };
}

function decodeAppend(document: Document): RaftMessage {
  return {
    kind: 'append',
    term: countAt(document, 'term'),
    seq: countAt(document, 'seq'),
    sentAtMs: numberAt(document, 'sentAtMs'),
    prevIndex: countAt(document, 'prevIndex'),
    prevTerm: countAt(document, 'prevTerm'),
    entries: documentsOf(document['entries']).map(decodeEntry),
    commit: countAt(document, 'commit'),
    grantedTo: document['grantedTo'] === null ? null : stringAt(document, 'grantedTo'),
  };
}

function decodeAppendReply(document: Document): RaftMessage {
  return {
    kind: 'append-reply',
    term: countAt(document, 'term'),
    seq: countAt(document, 'seq'),
    sentAtMs: numberAt(document, 'sentAtMs'),
    isAccepted: document['isAccepted'] === true,
    index: countAt(document, 'index'),
    ...healthIn(document),
  };
}

function decodePage(document: Document): RaftMessage {
  return {
    kind: 'snapshot-page',
    term: countAt(document, 'term'),
    transfer: countAt(document, 'transfer'),
    page: countAt(document, 'page'),
    isLast: document['isLast'] === true,
    position: decodePosition(documentAt(document, 'position')),
    config: parseConfig(documentAt(document, 'config')),
    records: Array.isArray(document['records']) ? document['records'].map(bytesOfBinary) : [],
  };
}

function decodeVoteRequest(document: Document): RaftMessage {
  return {
    kind: 'vote-request',
    term: countAt(document, 'term'),
    isPreVote: document['isPreVote'] === true,
    isTransfer: document['isTransfer'] === true,
    lastIndex: countAt(document, 'lastIndex'),
    lastTerm: countAt(document, 'lastTerm'),
  };
}

const decoders = new Map<unknown, (document: Document) => RaftMessage>([
  ['append', decodeAppend],
  ['append-reply', decodeAppendReply],
  ['snapshot-page', decodePage],
  ['vote-request', decodeVoteRequest],
  ['timeout-now', (document) => ({ kind: 'timeout-now', term: countAt(document, 'term') })],
  [
    'vote-reply',
    (document) => ({
      kind: 'vote-reply',
      term: countAt(document, 'term'),
      forTerm: countAt(document, 'forTerm'),
      isPreVote: document['isPreVote'] === true,
      answer: decodeAnswer(document),
    }),
  ],
  [
    'snapshot-reply',
    (document) => ({
      kind: 'snapshot-reply',
      term: countAt(document, 'term'),
      transfer: countAt(document, 'transfer'),
      wanted: document['wanted'] === null ? null : countAt(document, 'wanted'),
      ...healthIn(document),
    }),
  ],
]);

/** @throws DecodeError if the document is not a Raft message. */
export function decodeRaftMessage(document: Document): RaftMessage {
  const decode = decoders.get(document['kind']);
  if (decode === undefined) throw new DecodeError(`unknown message kind ${String(document['kind'])}`);
  return decode(document);
}
