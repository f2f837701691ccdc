/** The three things that may be done with the ledger's table: put once, get, query. Nothing is updated or deleted. */
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  paginateQuery,
} from '@aws-sdk/client-dynamodb';
import type { Key } from './ledger-keys.ts';

export type Item = Readonly<Record<string, AttributeValue>>;

export type Range = { readonly pk: string; readonly from: string; readonly before: string };

export type Table = {
  /** False when the key is taken: the item that has it stays as it is. */
  readonly putOnce: (key: Key, item: Item) => Promise<boolean>;
  readonly get: (key: Key) => Promise<Item | null>;
  /** Pages of at most `pageSize` items, ascending; an empty page is none. Every read sees every write before it. */
  readonly query: (range: Range, pageSize: number) => AsyncIterable<readonly Item[]>;
};

export type TableOptions = { readonly dynamo: DynamoDBClient; readonly table: string };

export function ledgerTable({ dynamo, table }: TableOptions): Table {
  return {
    putOnce: async (key, item) => {
      try {
        await dynamo.send(
          new PutItemCommand({
            TableName: table,
            Item: { ...item, ...keyAttributes(key) },
            ConditionExpression: 'attribute_not_exists(pk)',
          }),
        );
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },
    get: async (key) => {
      const query = { TableName: table, Key: keyAttributes(key), ConsistentRead: true };
      return (await dynamo.send(new GetItemCommand(query))).Item ?? null;
    },
    query: (range, pageSize) => pages({ dynamo, table }, range, pageSize),
  };
}

async function* pages(
  { dynamo, table }: TableOptions,
  { pk, from, before }: Range,
  pageSize: number,
): AsyncIterable<readonly Item[]> {
  const query = {
    TableName: table,
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :before',
    ExpressionAttributeValues: { ':pk': { S: pk }, ':from': { S: from }, ':before': { S: before } },
  };
  for await (const { Items = [] } of paginateQuery({ client: dynamo, pageSize }, query)) {
    if (Items.length > 0) yield Items;
  }
}

function keyAttributes({ pk, sk }: Key): { pk: { S: string }; sk: { S: string } } {
  return { pk: { S: pk }, sk: { S: sk } };
}

/** A text attribute that must be there. */
export function textOf(item: Item, name: string): string {
  const text = item[name]?.S;
  if (text === undefined) throw new TypeError(`an item of the ledger has no text ${name}: ${item['pk']?.S}`);
  return text;
}
