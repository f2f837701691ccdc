/** The three requests on one table that functions are allowed: conditional put, consistent get, paged query. */
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  type PutItemCommandInput,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';

export type ItemTable = { readonly dynamo: DynamoDBClient; readonly table: string };

export type Item = Readonly<Record<string, AttributeValue>>;

export type PutCondition = Pick<PutItemCommandInput, 'ConditionExpression' | 'ExpressionAttributeValues'>;

/** Whether it was written: `false` if the condition did not hold. Other errors of the SDK are thrown. */
export async function putItemIf(
  { dynamo, table }: ItemTable,
  item: Item,
  condition: PutCondition,
): Promise<boolean> {
  try {
    await dynamo.send(new PutItemCommand({ TableName: table, Item: { ...item }, ...condition }));
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

export async function getItem({ dynamo, table }: ItemTable, key: Item): Promise<Item | undefined> {
  const request = { TableName: table, Key: { ...key }, ConsistentRead: true };
  return (await dynamo.send(new GetItemCommand(request))).Item;
}

/** Pages of at most 1 MB, strongly consistent, in the order of the sort key. */
export async function* queryPages(
  { dynamo, table }: ItemTable,
  query: Omit<QueryCommandInput, 'TableName' | 'ConsistentRead' | 'ExclusiveStartKey'>,
): AsyncIterable<readonly Item[]> {
  let from: QueryCommandInput['ExclusiveStartKey'];
  do {
    const page = await dynamo.send(
      new QueryCommand({ TableName: table, ConsistentRead: true, ExclusiveStartKey: from, ...query }),
    );
    yield page.Items ?? [];
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
}

export function numberOf(value: number): AttributeValue {
  return { N: String(value) };
}
