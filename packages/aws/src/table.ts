/** What the ledger does with its table: put once, get, query. Nothing is updated or deleted. */

import type { Key } from './contract/ledger-keys.ts';
import { getItem, type Item, type ItemTable, putItemIf, queryPages } from './dynamo-items.ts';

/** Sort keys from `from` up to `before`, which no key of the ledger equals. */
export type Range = { readonly pk: string; readonly from: string; readonly before: string };

export type Table = {
  /** False if the key is taken: the existing item stays as it is. */
  readonly putOnce: (key: Key, item: Item) => Promise<boolean>;
  readonly get: (key: Key) => Promise<Item | null>;
  /** Pages of at most `pageSize` items, ascending, none of them empty. Every read sees every write before it. */
  readonly query: (range: Range, pageSize: number) => AsyncIterable<readonly Item[]>;
};

export function ledgerTable(at: ItemTable): Table {
  return {
    putOnce: (key, item) => putOnce(at, key, item),
    get: async (key) => (await getItem(at, attributesOf(key))) ?? null,
    query: (range, pageSize) => pages(at, range, pageSize),
  };
}

/** False if the key is taken. A separate function, for Lambda functions that may only write. */
export function putOnce(at: ItemTable, key: Key, item: Item): Promise<boolean> {
  return putItemIf(
    at,
    { ...item, ...attributesOf(key) },
    { ConditionExpression: 'attribute_not_exists(pk)' },
  );
}

async function* pages(
  at: ItemTable,
  { pk, from, before }: Range,
  pageSize: number,
): AsyncIterable<readonly Item[]> {
  const query = {
    Limit: pageSize,
    KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :before',
    ExpressionAttributeValues: { ':pk': { S: pk }, ':from': { S: from }, ':before': { S: before } },
  };
  for await (const items of queryPages(at, query)) {
    if (items.length > 0) yield items;
  }
}

function attributesOf({ pk, sk }: Key): Item {
  return { pk: { S: pk }, sk: { S: sk } };
}

/** A text attribute that must be there. */
export function textOf(item: Item, name: string): string {
  const text = item[name]?.S;
  if (text === undefined)
    throw new TypeError(`an item of the ledger has no string ${name}: ${item['pk']?.S}`);
  return text;
}
