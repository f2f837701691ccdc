import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AttributeValue, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { ItemTable } from '@garbageday/aws/dynamo-items.ts';
import { dynamoOutbox } from '@garbageday/aws/dynamo-outbox.ts';
import { readHandle } from '@garbageday/aws/fault-record.ts';
import { dynamoLedger } from '@garbageday/aws/ledger.ts';
import { ledgerTable } from '@garbageday/aws/table.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { collect } from '../contract/collect.ts';
import { type DynamoTable, startDynamoTable } from '../fixtures/dynamo-table.ts';
import { expectEverything, expectPosted, handle, writtenMs } from '../fixtures/kept/kept-before.ts';

type Written = Readonly<Record<string, { S: string } | { N: string } | { base64: string }>>;

const items = JSON.parse(
  readFileSync(join(import.meta.dirname, '../fixtures/kept/items.json'), 'utf8'),
) as Written[];

function attributesOf(item: Written): Record<string, AttributeValue> {
  const plain = Object.entries(item).map(([name, value]) => [
    name,
    'base64' in value ? { B: Buffer.from(value.base64, 'base64') } : value,
  ]);
  return Object.fromEntries(plain);
}

const day = { fromMs: writtenMs - 3_600_000, toMs: writtenMs + 3_600_000 };

let stored: DynamoTable;
let at: ItemTable;

function put(Item: Record<string, AttributeValue>) {
  return at.dynamo.send(new PutItemCommand({ TableName: at.table, Item }));
}

beforeAll(async () => {
  stored = await startDynamoTable();
  at = stored.connect();
});
beforeEach(async () => {
  for (const item of items) await put(attributesOf(item));
});
afterAll(() => stored.stop());

function ledger() {
  return dynamoLedger({ ...at, clock: { now: () => writtenMs + 7_200_000 } });
}

describe('the items of a ledger from before records had versions', () => {
  it('are read', () => expectEverything(ledger(), writtenMs + 60_001));

  it('have the handle of a fault', async () => {
    expect(await readHandle(ledgerTable(at), 'completed')).toEqual(handle);
  });

  it('have messages that are posted', () => expectPosted(dynamoOutbox(at)));
});

describe('an item of a newer version', () => {
  const newer = (what: string) =>
    `${what} of version 2 cannot be read; this garbageday reads version 1: use the garbageday that wrote it`;

  /** The items of the partition, with the version where it belongs. */
  async function raised(partition: RegExp, change: (item: Written) => Written): Promise<void> {
    const found = items.filter(({ pk }) => partition.test(JSON.stringify(pk)));
    expect(found).not.toEqual([]);
    for (const item of found) await put(attributesOf(change(item)));
  }

  const inside = (name: string) => (item: Written) => ({
    ...item,
    [name]: { S: JSON.stringify({ ...JSON.parse((item[name] as { S: string }).S), version: 2 }) },
  });

  it('says so of a transition', async () => {
    await raised(/"experiment#aborted"/, inside('state'));
    await expect(collect(ledger().transitions(day))).rejects.toThrow(newer('the state of an experiment'));
  });

  it('says so of a loss', async () => {
    await raised(/"loss#i-0b"/, (item) => ({ ...item, version: { N: '2' } }));
    await expect(ledger().losses(day)).rejects.toThrow(newer('an unplanned loss'));
  });

  it('says so of the handle of a fault', async () => {
    await raised(/"fault#completed"/, inside('handle'));
    await expect(readHandle(ledgerTable(at), 'completed')).rejects.toThrow(newer('the record of a fault'));
  });
});
