/** Core's outbox in memory. */
import type { Outbox, OutboxLease, QueuedMessage } from '@garbageday/core/ports.ts';

export function memoryOutbox(): Outbox {
  const waiting = new Map<string, QueuedMessage>();
  const posted = new Set<string>();
  const receipts = new Map<string, string>();
  let lease: OutboxLease | null = null;
  return {
    enqueue: async (message) => {
      if (posted.has(message.id) || waiting.has(message.id)) return;
      waiting.set(message.id, { ...message, attemptedAtMs: null });
    },
    pending: async (limit) => [...waiting.values()].toSorted(byTimeThenId).slice(0, limit),
    markAttempted: async ({ id }, atMs) => {
      const message = waiting.get(id);
      if (message !== undefined && message.attemptedAtMs === null)
        waiting.set(id, { ...message, attemptedAtMs: atMs });
    },
    markPosted: async ({ id }) => {
      waiting.delete(id);
      posted.add(id);
    },
    receipt: async (key) => receipts.get(key) ?? null,
    putReceipt: async ({ key, value }) => {
      receipts.set(key, value);
    },
    lease: async (wanted) => {
      if (lease !== null && lease.holder !== wanted.holder && lease.untilMs > wanted.nowMs) return false;
      lease = wanted;
      return true;
    },
    release: async (holder) => {
      if (lease?.holder === holder) lease = null;
    },
  };
}

function byTimeThenId(a: QueuedMessage, b: QueuedMessage): number {
  if (a.atMs !== b.atMs) return a.atMs - b.atMs;
  return a.id < b.id ? -1 : 1;
}
