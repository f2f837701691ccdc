/** A report site in a bucket of moto, by the SDK: adapter and built function. */
import { randomUUID } from 'node:crypto';
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { type AwsClients, awsClients } from '@garbageday/aws/aws-clients.ts';
import { clientSettings } from '@garbageday/aws/client-settings.ts';
import { dynamoLedger } from '@garbageday/aws/ledger.ts';
import { putPages } from '@garbageday/aws/site-bucket.ts';
import { minuteMs } from '@garbageday/core/time/durations.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { killTransitions } from '../fakes/minutes.ts';
import { type BuiltFunctions, buildFunctions } from '../fixtures/build-functions.ts';
import { invokeAlone } from '../fixtures/invoke-bundle.ts';
import { createLedgerTable } from './fixtures/ledger-table.ts';
import { measured } from './fixtures/measured.ts';
import { unhurried } from './fixtures/unhurried.ts';

let s3: S3Client;

beforeAll(() => {
  s3 = new S3Client(clientSettings(unhurried));
});

async function newBucket(): Promise<string> {
  const Bucket = `reports-${randomUUID()}`;
  await s3.send(
    new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-central-1' } }),
  );
  return Bucket;
}

async function keysIn(Bucket: string): Promise<readonly string[]> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
  return Contents.map(({ Key }) => Key ?? '').toSorted();
}

async function* pagesOf(count: number) {
  for (let index = 0; index < count; index += 1)
    yield { path: `experiments/${index}.html`, content: `<p>ü ${index}` };
}

describe('putPages', () => {
  it.each([0, 1, 8, 9, 21])('puts each page below the prefix, as what it is: %i', async (count) => {
    const bucket = await newBucket();
    expect(await putPages({ s3, bucket, prefix: 'team/reports/' }, pagesOf(count))).toBe(count);
    expect(await keysIn(bucket)).toEqual(
      Array.from({ length: count }, (_, index) => `team/reports/experiments/${index}.html`).toSorted(),
    );
    if (count === 0) return;
    const page = await s3.send(
      new GetObjectCommand({ Bucket: bucket, Key: 'team/reports/experiments/0.html' }),
    );
    expect(page).toMatchObject({ ContentType: 'text/html; charset=utf-8', CacheControl: 'no-cache' });
    expect(await page.Body?.transformToString()).toBe('<p>ü 0');
  });

  it('says where, if there is no such bucket', async () => {
    await expect(putPages({ s3, bucket: 'no-such-bucket', prefix: '' }, pagesOf(1))).rejects.toThrow(
      /putting experiments\/0\.html into the bucket no-such-bucket/,
    );
  });
});

describe('the function', () => {
  const startedMs = Math.floor(Date.now() / minuteMs) * minuteMs;
  let built: BuiltFunctions;
  let clients: AwsClients;

  beforeAll(async () => {
    clients = awsClients(unhurried);
    built = await buildFunctions();
  });

  afterAll(() => built?.remove());

  it('puts the history of the stage there, again each morning', async () => {
    const [bucket, table] = [await newBucket(), await createLedgerTable(clients.dynamo)];
    const ledger = dynamoLedger({ dynamo: clients.dynamo, table, clock: { now: () => startedMs } });
    await measured(ledger, startedMs, { fromMinute: -45, toMinute: 0 });
    const from = startedMs / minuteMs - 30;
    for (const transition of killTransitions({ id: 'web-kill', from, to: from + 4, baseline: 10 }))
      await ledger.recordTransition(transition);
    const env = {
      ...process.env,
      ...{ LEDGER_TABLE: table, FLEET: '[]', HAS_USERS: 'false', TRAFFIC: '[]' },
      ...{ SITE_BUCKET: bucket, SITE_PREFIX: 'x/' },
    };
    const event = { kind: 'site', days: 7, scheduledTime: new Date(startedMs).toISOString() };
    for (const _ of ['today', 'tomorrow'])
      expect(await invokeAlone(built.pathOf('site'), event, env)).toEqual({ pages: 2 });
    expect(await keysIn(bucket)).toEqual(['x/experiments/web-kill.html', 'x/index.html']);
    const index = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: 'x/index.html' }));
    expect(await index.Body?.transformToString()).toContain('href="experiments/web-kill.html"');
  }, 180_000);
});
