/**
 * Core's outbox in the ledger's DynamoDB table.
 *
 * | item    | pk                     | sk                       | expiresAt                     |
 * | ------- | ---------------------- | ------------------------ | ----------------------------- |
 * | id      | `outbox#id#<id>`       | `id`                     | 30 days after it was enqueued |
 * | message | `outbox#queue`         | `<atMs, 15 digits>#<id>` | never; 30 days after its post |
 * | receipt | `outbox#receipt#<key>` | `receipt`                | 90 days                       |
 * | lease   | `outbox#lease`         | `lease`                  | never                         |
 *
 * Nothing but GetItem, Query and (conditional) PutItem: the functions may do no more. What was posted stays for 30 days
 * as an empty item, so that a repeat meets it; at fifty messages a day a query reads past some 1,500 of them, 250 kB.
 */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Outbox, QueuedMessage } from '@garbageday/core/ports.ts';
import { ttlAttribute } from './contract/ledger-keys.ts';
import { getItem, type Item, type ItemTable, numberOf, putItemIf, queryPages } from './dynamo-items.ts';

const daySeconds = 86_400;
const queue = 'outbox#queue';
const leaseKey = { pk: { S: 'outbox#lease' }, sk: { S: 'lease' } };

/** Errors of the SDK are thrown; reads are strongly consistent. */
export function dynamoOutbox(at: ItemTable): Outbox {
  return {
    enqueue: async ({ id, atMs, body }) => {
      const first = await claimId(at, id, atMs);
      const item = { ...keyOf(first, id), ...content({ id, atMs: first, body, attemptedAtMs: null }) };
      await putItemIf(at, item, { ConditionExpression: 'attribute_not_exists(pk)' });
    },
    pending: (limit) => pending(at, limit),
    markAttempted: async (message, atMs) => {
      const attempted = content({ ...message, attemptedAtMs: atMs });
      await rewrite(at, message, { item: attempted, when: 'attribute_not_exists(attemptedAtMs)' });
    },
    markPosted: async (message, atMs) => {
      const posted = { postedAtMs: numberOf(atMs), [ttlAttribute]: expiry(atMs, 30) };
      await rewrite(at, message, { item: posted, when: 'attribute_exists(pk)' });
    },
    ...receipts(at),
    ...lease(at),
  };
}

/** When this id was first enqueued, which is now unless it was before: the same id always has the same position. */
async function claimId(at: ItemTable, id: string, atMs: number): Promise<number> {
  const key = { pk: { S: `outbox#id#${id}` }, sk: { S: 'id' } };
  const item = { ...key, atMs: numberOf(atMs), [ttlAttribute]: expiry(atMs, 30) };
  if (await putItemIf(at, item, { ConditionExpression: 'attribute_not_exists(pk)' })) return atMs;
  const found = await getItem(at, key);
  return Number(found?.['atMs']?.N ?? atMs);
}

async function pending(at: ItemTable, limit: number): Promise<readonly QueuedMessage[]> {
  const found: QueuedMessage[] = [];
  const pages = queryPages(at, {
    KeyConditionExpression: 'pk = :queue',
    FilterExpression: 'attribute_not_exists(postedAtMs)',
    ExpressionAttributeValues: { ':queue': { S: queue } },
  });
  for await (const page of pages) {
    found.push(...page.map(toMessage));
    if (found.length >= limit) break;
  }
  return found.slice(0, limit);
}

/** Overwrites a pending message; one that was posted meanwhile stays as it is. */
async function rewrite(
  at: ItemTable,
  { id, atMs }: QueuedMessage,
  change: { readonly item: Item; readonly when: string },
): Promise<void> {
  await putItemIf(
    at,
    { ...keyOf(atMs, id), ...change.item },
    {
      ConditionExpression: `attribute_exists(pk) AND attribute_not_exists(postedAtMs) AND ${change.when}`,
    },
  );
}

function receipts(at: ItemTable): Pick<Outbox, 'receipt' | 'putReceipt'> {
  const receiptKey = (key: string) => ({ pk: { S: `outbox#receipt#${key}` }, sk: { S: 'receipt' } });
  return {
    receipt: async (key) => (await getItem(at, receiptKey(key)))?.['value']?.S ?? null,
    putReceipt: async ({ key, value, atMs }) => {
      await putItemIf(at, { ...receiptKey(key), value: { S: value }, [ttlAttribute]: expiry(atMs, 90) }, {});
    },
  };
}

function lease(at: ItemTable): Pick<Outbox, 'lease' | 'release'> {
  return {
    lease: ({ holder, nowMs, untilMs }) =>
      putItemIf(
        at,
        { ...leaseKey, holder: { S: holder }, untilMs: numberOf(untilMs) },
        {
          ConditionExpression: 'attribute_not_exists(pk) OR untilMs <= :now OR holder = :holder',
          ExpressionAttributeValues: { ':now': numberOf(nowMs), ':holder': { S: holder } },
        },
      ),
    release: async (holder) => {
      await putItemIf(
        at,
        { ...leaseKey, holder: { S: holder }, untilMs: numberOf(0) },
        { ConditionExpression: 'holder = :holder', ExpressionAttributeValues: { ':holder': { S: holder } } },
      );
    },
  };
}

function keyOf(atMs: number, id: string): Item {
  return { pk: { S: queue }, sk: { S: `${String(Math.trunc(atMs)).padStart(15, '0')}#${id}` } };
}

function content({ id, atMs, body, attemptedAtMs }: QueuedMessage): Item {
  const attempted = attemptedAtMs === null ? {} : { attemptedAtMs: numberOf(attemptedAtMs) };
  return { id: { S: id }, atMs: numberOf(atMs), body: { S: body }, ...attempted };
}

function toMessage(item: Item): QueuedMessage {
  const attempted = item['attemptedAtMs']?.N;
  return {
    id: item['id']?.S ?? '',
    atMs: Number(item['atMs']?.N),
    body: item['body']?.S ?? '',
    attemptedAtMs: attempted === undefined ? null : Number(attempted),
  };
}

/** Epoch seconds, as DynamoDB's time to live requires. */
function expiry(atMs: number, days: number): AttributeValue {
  return numberOf(Math.ceil(atMs / 1_000) + days * daySeconds);
}
