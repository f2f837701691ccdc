import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { memberRoles } from '@garbageday/aws/member-roles.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DynamoTable, startDynamoTable } from '../fixtures/dynamo-table.ts';

let table: DynamoTable;

beforeAll(async () => {
  table = await startDynamoTable();
});

afterAll(() => table.stop());

/** As stacks/user-data/data/say-role.sh writes it. */
async function say(group: string, instanceId: string, role: string, saidAt: string): Promise<void> {
  const { dynamo, table: TableName } = table.connect();
  const key = { pk: { S: `member#${group}` }, sk: { S: 'role' } };
  const said = { instanceId: { S: instanceId }, role: { S: role }, saidAt: { S: saidAt } };
  await dynamo.send(new PutItemCommand({ TableName, Item: { ...key, ...said } }));
}

it('finds the last word of each slot, by instance, and nothing of a slot that has said nothing', async () => {
  await say('data-a', 'i-1', 'secondary', '1764000000');
  await say('data-a', 'i-4', 'primary', '1764000015');
  await say('data-b', 'i-2', 'syncing', '1764000010');
  const roles = await memberRoles(table.connect(), ['data-a', 'data-b', 'data-c']);
  expect([...roles]).toEqual([
    ['i-4', { role: 'primary', saidAtMs: 1_764_000_015_000 }],
    ['i-2', { role: 'syncing', saidAtMs: 1_764_000_010_000 }],
  ]);
});
