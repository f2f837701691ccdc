/**
 * Core's claims of marks in the ledger's DynamoDB table: an item for each kill and tool, for 90 days. `progress` is `trying` (since
 * `atMs`, `by` one call), `over` or `free`.
 */
import { randomUUID } from 'node:crypto';
import type { MarkClaim, MarkClaims } from '@garbageday/core/ports.ts';
import { dayMs } from '@garbageday/core/time/durations.ts';
import { calling } from './aws-error.ts';
import { markKey, ttlAttribute } from './contract/ledger-keys.ts';
import { getItem, type Item, type ItemTable, numberOf, putItemIf } from './dynamo-items.ts';

/** As long as the function may take (packages/sst/src/marks.ts): an invocation that began before that is dead. */
const longestTryMs = 60_000;

/** Longer than the dead-letter queue keeps a letter. */
const keptMs = 90 * dayMs;

export function dynamoMarkClaims(at: ItemTable): MarkClaims {
  return {
    claim: (mark, nowMs) => calling(`claiming the mark ${mark}`, () => claim(at, mark, nowMs)),
    settle: (mark, end, nowMs) =>
      calling(`settling the mark ${mark}`, async () => {
        await putItemIf(at, itemOf(mark, end, nowMs), {
          ConditionExpression: 'progress = :trying',
          ExpressionAttributeValues: { ':trying': { S: 'trying' } },
        });
      }),
  };
}

async function claim(at: ItemTable, mark: string, nowMs: number): Promise<MarkClaim> {
  const by = randomUUID();
  const own = { ...itemOf(mark, 'trying', nowMs), by: { S: by } };
  const isFirst = await putItemIf(at, own, {
    ConditionExpression: 'attribute_not_exists(pk) OR progress = :free',
    ExpressionAttributeValues: { ':free': { S: 'free' } },
  });
  if (isFirst) return 'first';
  const found = await getItem(at, attributesOf(mark));
  // The SDK puts again what it has no answer to.
  if (found?.['by']?.S === by) return 'first';
  if (found?.['progress']?.S === 'over') return 'over';
  const isLeft = await putItemIf(at, own, {
    ConditionExpression: 'progress = :trying AND atMs <= :then',
    ExpressionAttributeValues: { ':trying': { S: 'trying' }, ':then': numberOf(nowMs - longestTryMs) },
  });
  return isLeft ? 'again' : 'busy';
}

function itemOf(mark: string, progress: 'trying' | 'over' | 'free', atMs: number): Item {
  const expiry = numberOf(Math.ceil((atMs + keptMs) / 1_000));
  return { ...attributesOf(mark), progress: { S: progress }, atMs: numberOf(atMs), [ttlAttribute]: expiry };
}

function attributesOf(mark: string): Item {
  const { pk, sk } = markKey(mark);
  return { pk: { S: pk }, sk: { S: sk } };
}
