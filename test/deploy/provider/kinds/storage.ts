/** Buckets, tables, parameters, queues. */

import { account, region } from '../../world/place.ts';
import { elements, json, s3 } from '../call.ts';
import { inner, type Kinds, list, pascal } from '../kind.ts';
import { bytesOf } from '../wire.ts';

function dynamo(action: string, input: object) {
  return json('dynamodb', `DynamoDB_20120810.${action}`, input, '1.0');
}

function sqs(action: string, input: object) {
  return json('sqs', `AmazonSQS.${action}`, input, '1.0');
}

/** As the provider does for a bucket with `forceDestroy`. */
async function empty(bucket: unknown): Promise<void> {
  for (const key of elements(await s3('GET', `/${bucket}?list-type=2`), 'Key'))
    await s3('DELETE', `/${bucket}/${key}`);
}

export const storageKinds: Kinds = {
  'aws:s3/bucket:Bucket': {
    create: async ({ bucket }) => {
      const constraint = `<LocationConstraint>${region}</LocationConstraint>`;
      const xmlns = 'http://s3.amazonaws.com/doc/2006-03-01/';
      const body = `<CreateBucketConfiguration xmlns="${xmlns}">${constraint}</CreateBucketConfiguration>`;
      await s3('PUT', `/${bucket}`, body);
      return { id: bucket, arn: `arn:aws:s3:::${bucket}` };
    },
    remove: async ({ bucket, forceDestroy }) => {
      if (forceDestroy === true) await empty(bucket);
      await s3('DELETE', `/${bucket}`);
    },
  },
  'aws:s3/bucketPolicy:BucketPolicy': {
    create: async ({ bucket, policy }) => {
      await s3('PUT', `/${bucket}?policy`, String(policy));
      return { id: bucket };
    },
    remove: ({ bucket }) => s3('DELETE', `/${bucket}?policy`),
  },
  'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock': {
    create: async ({ bucket, ...blocked }) => {
      const tags = Object.entries(inner(pascal(blocked))).map(([tag, each]) => `<${tag}>${each}</${tag}>`);
      const body = `<PublicAccessBlockConfiguration>${tags.join('')}</PublicAccessBlockConfiguration>`;
      await s3('PUT', `/${bucket}?publicAccessBlock`, body);
      return { id: bucket };
    },
    remove: ({ bucket }) => s3('DELETE', `/${bucket}?publicAccessBlock`),
  },
  'aws:s3/bucketObjectv2:BucketObjectv2': {
    create: async ({ bucket, key, source, content }) => {
      const body = content === undefined ? await bytesOf(source) : Buffer.from(String(content));
      await s3('PUT', `/${bucket}/${key}`, body);
      return { id: `${bucket}/${key}`, etag: 'made' };
    },
    remove: ({ bucket, key }) => s3('DELETE', `/${bucket}/${key}`),
  },
  'aws:dynamodb/table:Table': {
    create: async (inputs) => {
      const { name: TableName, ttl } = inputs;
      const made = await dynamo('CreateTable', {
        TableName,
        BillingMode: inputs['billingMode'],
        AttributeDefinitions: list(inputs['attributes']).map(({ name, type }) => ({
          AttributeName: name,
          AttributeType: type,
        })),
        KeySchema: [
          { AttributeName: inputs['hashKey'], KeyType: 'HASH' },
          { AttributeName: inputs['rangeKey'], KeyType: 'RANGE' },
        ],
        DeletionProtectionEnabled: inputs['deletionProtectionEnabled'],
      });
      const { attributeName: AttributeName, enabled: Enabled } = inner(ttl);
      const TimeToLiveSpecification = { AttributeName, Enabled };
      await dynamo('UpdateTimeToLive', { TableName, TimeToLiveSpecification });
      return { id: TableName, arn: inner(made['TableDescription'])['TableArn'] };
    },
    remove: ({ name: TableName }) => dynamo('DeleteTable', { TableName }),
  },
  'aws:ssm/parameter:Parameter': {
    create: async ({ name: Name, type: Type, value, insecureValue, description: Description }) => {
      const Value = value ?? insecureValue;
      await json('ssm', 'AmazonSSM.PutParameter', { Name, Type, Value, Description });
      return { id: Name, arn: `arn:aws:ssm:${region}:${account}:parameter${Name}` };
    },
    remove: ({ name: Name }) => json('ssm', 'AmazonSSM.DeleteParameter', { Name }),
  },
  'aws:sqs/queue:Queue': {
    create: async (inputs) => {
      const { name: QueueName, messageRetentionSeconds, visibilityTimeoutSeconds } = inputs;
      const Attributes = {
        MessageRetentionPeriod: String(messageRetentionSeconds),
        VisibilityTimeout: String(visibilityTimeoutSeconds),
      };
      const { QueueUrl: url } = await sqs('CreateQueue', { QueueName, Attributes });
      return { id: url, url, arn: `arn:aws:sqs:${region}:${account}:${QueueName}` };
    },
    remove: ({ url: QueueUrl }) => sqs('DeleteQueue', { QueueUrl }),
  },
  'aws:sqs/queuePolicy:QueuePolicy': {
    create: async ({ queueUrl: QueueUrl, policy: Policy }) => {
      await sqs('SetQueueAttributes', { QueueUrl, Attributes: { Policy } });
      return { id: QueueUrl };
    },
    remove: ({ queueUrl: QueueUrl }) => sqs('SetQueueAttributes', { QueueUrl, Attributes: { Policy: '' } }),
  },
};
