/** Empties the outbox, oldest first, until it is empty or something stands in the way. */
import type { QueuedMessage } from '@garbageday/core/ports.ts';
import { deliver, type Queue } from './deliver.ts';

export type Flushed = {
  readonly posted: number;
  /** What Slack will never accept, one line each. */
  readonly dropped: readonly string[];
  /** Why messages are still waiting; null: none are. */
  readonly keptBecause: string | null;
};

const pageSize = 20;

/** Only one process posts at a time; a second one waits, and then posts what the first did not see. */
export async function flush(queue: Queue): Promise<Flushed> {
  const { lease, outbox } = queue;
  if (!(await lease.begin())) return { posted: 0, dropped: [], keptBecause: 'another process is posting' };
  let sofar: Flushed = { posted: 0, dropped: [], keptBecause: null };
  try {
    for (let page = await outbox.pending(pageSize); page.length > 0; page = await outbox.pending(pageSize)) {
      sofar = await postPage(queue, page, sofar);
      if (sofar.keptBecause !== null) break;
    }
    return sofar;
  } finally {
    await lease.end();
  }
}

async function postPage(queue: Queue, page: readonly QueuedMessage[], before: Flushed): Promise<Flushed> {
  let sofar = before;
  for (const message of page) {
    const delivery = await deliver(queue, message);
    if (delivery.kind === 'kept') return { ...sofar, keptBecause: delivery.reason };
    await queue.outbox.markPosted(message, queue.clock.now());
    sofar =
      delivery.kind === 'posted'
        ? { ...sofar, posted: sofar.posted + 1 }
        : { ...sofar, dropped: [...sofar.dropped, delivery.reason] };
  }
  return sofar;
}
