/** Results that did not fit into one answer, frozen as they were when the query ran. */
import { randomInt } from 'node:crypto';
import { calculateObjectSize, Long } from 'bson';
import { commandError } from '../command-error.ts';
import type { Document } from '../wire/document.ts';
import { maxDocumentBytes } from '../wire/limits.ts';

const maxCursors = 1000;
const maxIdleMs = 10 * 60 * 1000;

/** As in `find` and `getMore`. */
export const defaultFirstBatch = 101;

type Cursor = { rest: readonly Document[]; readonly namespace: string; usedAtMs: number };

export type Page = {
  readonly documents: readonly Document[];
  readonly namespace: string;
  readonly size: number;
};

export type Cursors = {
  /** The answer with the first `size` documents; the rest waits for `more`. */
  readonly first: (page: Page) => Document;
  /** Throws CursorNotFound. */
  readonly more: (id: number, size: number) => Document;
  readonly kill: (id: number) => boolean;
};

function fitting(documents: readonly Document[], size: number): number {
  let count = 0;
  for (let bytes = 0; count < documents.length && count < size; count++) {
    // An array element is a field with its position as its name: type, digits, zero.
    bytes += calculateObjectSize(documents[count] ?? {}) + String(count).length + 2;
    if (bytes > maxDocumentBytes && count > 0) break;
  }
  return count;
}

function forgetIdle(cursors: Map<number, Cursor>): void {
  const now = performance.now();
  for (const [id, { usedAtMs }] of cursors) {
    if (cursors.size < maxCursors && now - usedAtMs < maxIdleMs) break;
    cursors.delete(id);
  }
}

function answer(id: number, name: string, documents: readonly Document[], namespace: string): Document {
  return {
    cursor: { [name]: documents, id: Long.fromNumber(id), ns: namespace },
    ok: 1,
  };
}

/**
 * Ids start at a random number: one from an earlier process on the same port is not found, rather than mistaken for
 * another.
 */
export function createCursors(): Cursors {
  const cursors = new Map<number, Cursor>();
  let nextId = randomInt(2 ** 32, 2 ** 47);
  return {
    first: ({ documents, namespace, size }) => {
      const count = fitting(documents, size);
      if (count >= documents.length) return answer(0, 'firstBatch', documents, namespace);
      forgetIdle(cursors);
      nextId += 1;
      cursors.set(nextId, { rest: documents.slice(count), namespace, usedAtMs: performance.now() });
      return answer(nextId, 'firstBatch', documents.slice(0, count), namespace);
    },
    more: (id, size) => {
      const cursor = cursors.get(id);
      if (cursor === undefined) throw commandError('CursorNotFound', `cursor id ${id} not found`);
      const count = fitting(cursor.rest, size);
      const batch = cursor.rest.slice(0, count);
      cursor.rest = cursor.rest.slice(count);
      cursor.usedAtMs = performance.now();
      // Put at the end again: the map is ordered by last use.
      cursors.delete(id);
      if (cursor.rest.length > 0) cursors.set(id, cursor);
      return answer(cursor.rest.length > 0 ? id : 0, 'nextBatch', batch, cursor.namespace);
    },
    kill: (id) => cursors.delete(id),
  };
}
