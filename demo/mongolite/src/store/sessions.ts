/** Answers to retryable writes, kept so that a repeat gets the same answer and changes nothing. */
import { type Document, decodeDocument, encodeDocument } from '../wire/document.ts';

/** The bounds are part of the state: every member forgets the same session at the same entry of the log. */
const maxSessions = 10_000;
const maxBytes = 8 * 1024 * 1024;

/** The latest write of one session. */
export type SessionRecord = { readonly id: string; readonly txnNumber: number; readonly answer: Uint8Array };

export type Sessions = {
  /** The stored answer; `too-old` if the session has moved on; `null` if this write is new. */
  readonly answerTo: (id: string, txnNumber: number) => Document | 'too-old' | null;
  readonly remember: (id: string, txnNumber: number, answer: Document) => void;
  /** Least recently used first. */
  readonly records: () => readonly SessionRecord[];
  readonly restore: (record: SessionRecord) => void;
};

/** Sessions by their last write, bounded by number and by the size of the answers. */
export function createSessions(): Sessions {
  const sessions = new Map<string, SessionRecord>();
  let bytes = 0;
  const forget = (id: string): void => {
    bytes -= sessions.get(id)?.answer.length ?? 0;
    sessions.delete(id);
  };
  const put = (record: SessionRecord): void => {
    forget(record.id);
    sessions.set(record.id, record);
    bytes += record.answer.length;
    for (const id of sessions.keys()) {
      if (sessions.size <= maxSessions && bytes <= maxBytes) break;
      forget(id);
    }
  };
  return {
    answerTo: (id, txnNumber) => {
      const record = sessions.get(id);
      if (record === undefined || record.txnNumber < txnNumber) return null;
      return record.txnNumber === txnNumber ? decodeDocument(record.answer) : 'too-old';
    },
    remember: (id, txnNumber, answer) => put({ id, txnNumber, answer: encodeDocument(answer) }),
    records: () => [...sessions.values()],
    restore: put,
  };
}
