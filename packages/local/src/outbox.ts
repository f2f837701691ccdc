/** Core's outbox in the ledger's file. */

import type { Outbox, QueuedMessage } from '@garbageday/core/ports.ts';
import { dayMs } from '@garbageday/core/time/durations.ts';
import type { LedgerFile, Row } from './ledger-file/open-ledger-file.ts';

const postedKeptMs = 30 * dayMs;
const receiptsKeptMs = 90 * dayMs;

/** Every write is one statement under a key; what was posted long ago is forgotten along the way. */
export function localOutbox(file: LedgerFile): Outbox {
  return {
    enqueue: async ({ id, atMs, body }) => {
      file.write('INSERT INTO outbox VALUES (?, ?, ?, NULL, NULL) ON CONFLICT DO NOTHING', id, atMs, body);
    },
    pending: async (limit) =>
      file
        .read('SELECT * FROM outbox WHERE posted_at_ms IS NULL ORDER BY at_ms, id LIMIT ?', limit)
        .map(toMessage),
    markAttempted: async ({ id }, atMs) => {
      file.write('UPDATE outbox SET attempted_at_ms = ? WHERE id = ? AND attempted_at_ms IS NULL', atMs, id);
    },
    markPosted: async ({ id }, atMs) => {
      file.write("UPDATE outbox SET posted_at_ms = ?, body = '' WHERE id = ?", atMs, id);
      file.write('DELETE FROM outbox WHERE posted_at_ms < ?', atMs - postedKeptMs);
    },
    ...receipts(file),
    ...lease(file),
  };
}

function receipts(file: LedgerFile): Pick<Outbox, 'receipt' | 'putReceipt'> {
  return {
    receipt: async (key) => {
      const row = file.read('SELECT value FROM outbox_receipts WHERE key = ?', key)[0];
      return row === undefined ? null : String(row['value']);
    },
    putReceipt: async ({ key, value, atMs }) => {
      file.write('INSERT OR REPLACE INTO outbox_receipts VALUES (?, ?, ?)', key, value, atMs);
      file.write('DELETE FROM outbox_receipts WHERE at_ms < ?', atMs - receiptsKeptMs);
    },
  };
}

function lease(file: LedgerFile): Pick<Outbox, 'lease' | 'release'> {
  return {
    lease: async ({ holder, nowMs, untilMs }) => {
      const changed = file.write(
        `INSERT INTO outbox_lease VALUES (1, ?, ?) ON CONFLICT (id) DO UPDATE
         SET holder = excluded.holder, until_ms = excluded.until_ms
         WHERE until_ms <= ? OR holder = excluded.holder`,
        holder,
        untilMs,
        nowMs,
      );
      return changed === 1;
    },
    release: async (holder) => {
      file.write('DELETE FROM outbox_lease WHERE holder = ?', holder);
    },
  };
}

function toMessage(row: Row): QueuedMessage {
  const attempted = row['attempted_at_ms'] ?? null;
  return {
    id: String(row['id']),
    atMs: Number(row['at_ms']),
    body: String(row['body']),
    attemptedAtMs: attempted === null ? null : Number(attempted),
  };
}
