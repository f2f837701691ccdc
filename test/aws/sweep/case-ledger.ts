/** The ledger of one case: a table of its own, in which a probe has measured that all is well, until long after the end. */
import { randomUUID } from 'node:crypto';
import { BatchWriteItemCommand, CreateTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { sliceKey } from '@garbageday/aws/ledger-keys.ts';
import { sliceBuilder } from '@garbageday/core/probe/slice-builder.ts';
import { encodeSlice } from '@garbageday/core/probe/slice-codec.ts';

const minuteMs = 60_000;

/** Its name. */
export async function caseLedger(dynamo: DynamoDBClient, nowMs: number): Promise<string> {
  const table = `ledger-${randomUUID()}`;
  await dynamo.send(
    new CreateTableCommand({
      TableName: table,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    }),
  );
  const items = measured(nowMs);
  for (let from = 0; from < items.length; from += 25) {
    await writeWhenThere(dynamo, table, items.slice(from, from + 25));
  }
  return table;
}

type Put = ReturnType<typeof measured>[number];

/** For a moment the table is being created. */
async function writeWhenThere(dynamo: DynamoDBClient, table: string, items: Put[]): Promise<void> {
  try {
    await dynamo.send(new BatchWriteItemCommand({ RequestItems: { [table]: items } }));
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ResourceNotFoundException') throw error;
    await writeWhenThere(dynamo, table, items);
  }
}

/** From a quarter of an hour before until an hour after, every minute alike: only the key says which one it is. */
function measured(nowMs: number) {
  const thisMinute = Math.floor(nowMs / minuteMs) * minuteMs;
  const slice = fineMinute(thisMinute);
  const B = encodeSlice(slice);
  return Array.from({ length: 75 }, (_, index) => {
    const { pk, sk } = sliceKey({ ...slice, startMs: thisMinute + (index - 15) * minuteMs });
    return { PutRequest: { Item: { pk: { S: pk }, sk: { S: sk }, slice: { B } } } };
  });
}

function fineMinute(startMs: number) {
  const identity = { service: 'wordcount', journey: 'probe', vantage: 'sweep', widthSeconds: 60, seq: 0 };
  const builder = sliceBuilder({ ...identity, startMs }, 300);
  for (let index = 0; index < 600; index += 1) {
    builder.record({ latencyMs: 5, error: null, retried: 0, lagMs: 0.2, steps: [] });
  }
  return builder.build();
}
