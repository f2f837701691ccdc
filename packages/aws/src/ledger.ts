/** Core's ledger in one DynamoDB table. */

import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { invariant } from '@garbageday/core/errors.ts';
import type { Claim, Clock, Ledger, SliceQuery } from '@garbageday/core/ports.ts';
import type { LedgerSlice } from '@garbageday/core/probe/slice.ts';
import { decodeSlice } from '@garbageday/core/probe/slice-codec.ts';
import { dayMs, keptMs } from '@garbageday/core/time/durations.ts';
import { asAwsError, calling } from './aws-error.ts';
import { claimKey, daysOf, readSliceKey, slicePartition, timeText } from './contract/ledger-keys.ts';
import type { Item } from './dynamo-items.ts';
import { putLoss, putWhole, readLosses, watchLosses } from './losses.ts';
import { dynamoSliceWriter } from './slice-writer.ts';
import { ledgerTable, type Table, textOf } from './table.ts';
import { putTransition, readTransitions } from './transitions.ts';

export type LedgerOptions = {
  readonly dynamo: DynamoDBClient;
  readonly table: string;
  /** Nothing is looked up later than a day from now, nor slices older than they are kept. */
  readonly clock: Pick<Clock, 'now'>;
};

/**
 * Every write is a conditional put under its key: done once, and a repeat changes nothing. Reads are strongly
 * consistent, so that two experiments that begin at the same moment see each other.
 */
export function dynamoLedger({ dynamo, table: name, clock }: LedgerOptions): Ledger {
  const table = ledgerTable({ dynamo, table: name });
  const latestMs = (toMs: number) => Math.min(toMs, clock.now() + dayMs);
  const writing = <T>(write: () => Promise<T>) => calling(`writing to the ledger ${name}`, write);
  return {
    claim: (key, experimentId) =>
      calling(`claiming ${key} in the ledger ${name}`, () => claim(table, key, experimentId)),
    recordTransition: (transition) => writing(() => putTransition(table, transition)),
    transitions: ({ fromMs, toMs }) =>
      explained(name, readTransitions(table, { fromMs, toMs: latestMs(toMs) })),
    ...dynamoSliceWriter({ dynamo, table: name }),
    slices: (query) => {
      const fromMs = Math.max(query.fromMs, clock.now() - keptMs - dayMs);
      return explained(name, slicePages(table, { ...query, fromMs, toMs: latestMs(query.toMs) }));
    },
    watchLosses: (sinceMs) => writing(() => watchLosses(table, sinceMs)),
    recordLoss: (loss) => writing(() => putLoss(table, loss)),
    recordWhole: (loss, atMs) => writing(() => putWhole(table, loss, atMs)),
    losses: (interval) =>
      calling(`reading the ledger ${name}`, () =>
        readLosses(table, {
          fromMs: Math.max(interval.fromMs, clock.now() - keptMs - dayMs),
          toMs: latestMs(interval.toMs),
        }),
      ),
  };
}

async function claim(table: Table, key: string, experimentId: string): Promise<Claim> {
  const at = claimKey(key);
  if (await table.putOnce(at, { experimentId: { S: experimentId } })) return { kind: 'taken' };
  const holder = await table.get(at);
  invariant(holder !== null, `the claim ${key} is neither free nor held`);
  const by = textOf(holder, 'experimentId');
  return by === experimentId ? { kind: 'taken' } : { kind: 'already-claimed', by };
}

/** One query per UTC day; pages do not span days. */
async function* slicePages(table: Table, query: SliceQuery): AsyncIterable<readonly LedgerSlice[]> {
  const { fromMs, toMs, pageSize, service, journey } = query;
  if (!Number.isInteger(pageSize) || pageSize < 1) {
    throw new RangeError(`pageSize must be a positive integer, not ${pageSize}`);
  }
  for (const day of daysOf(fromMs, toMs)) {
    const range = { pk: slicePartition(query, day), from: timeText(fromMs), before: timeText(toMs) };
    for await (const items of table.query(range, pageSize)) {
      yield items.map((item) => sliceOf(item, service, journey));
    }
  }
}

function sliceOf(item: Item, service: string, journey: string): LedgerSlice {
  const bytes = item['slice']?.B;
  if (bytes === undefined) throw new TypeError(`an item of the ledger is not a slice: ${item['pk']?.S}`);
  return decodeSlice({ service, journey, ...readSliceKey(textOf(item, 'sk')) }, bytes);
}

async function* explained<T>(name: string, items: AsyncIterable<T>): AsyncIterable<T> {
  try {
    yield* items;
  } catch (error) {
    throw asAwsError(`reading the ledger ${name}`, error);
  }
}
