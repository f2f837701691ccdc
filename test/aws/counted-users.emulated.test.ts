/** The functions that count the users' own requests, against moto's CloudWatch and S3. */
import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateSubnetCommand, CreateVpcCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  CreateLoadBalancerCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { clientSettings } from '@garbageday/aws/client-settings.ts';
import { dynamoLedger } from '@garbageday/aws/ledger.ts';
import type { Ledger } from '@garbageday/core/ports.ts';
import { readSlices } from '@garbageday/core/probe/read-slices.ts';
import { hourMs, minuteMs } from '@garbageday/core/time/durations.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { invoke } from '../fixtures/invoke-bundle.ts';
import { createLedgerTable } from './fixtures/ledger-table.ts';

/** Their sources: test/functions/specs.test.ts has their bundles. */
function pathOf(name: 'alb-metrics' | 'alb-logs'): string {
  return resolve(import.meta.dirname, `../../functions/${name}.ts`);
}

const region = 'eu-central-1';
const account = '123456789012';
const folder = `alb/AWSLogs/${account}`;
const event = { kind: 'count', scheduledTime: new Date().toISOString() };
/** The beginning of a minute that everything is known about. */
const settledMs = Math.floor((Date.now() - 20 * minuteMs) / (5 * minuteMs)) * 5 * minuteMs;

let table: string;
let ledger: Ledger;
let loadBalancer: string;
const settings = clientSettings();
const clients = {
  cloudWatch: new CloudWatchClient(settings),
  dynamo: new DynamoDBClient(settings),
  ec2: new EC2Client(settings),
  elb: new ElasticLoadBalancingV2Client(settings),
  s3: new S3Client(settings),
};

beforeAll(async () => {
  table = await createLedgerTable(clients.dynamo);
  ledger = dynamoLedger({ dynamo: clients.dynamo, table, clock: Date });
  const { Vpc } = await clients.ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
  const subnets = await Promise.all(
    ['a', 'b'].map((zone, index) =>
      clients.ec2.send(
        new CreateSubnetCommand({
          ...{ VpcId: Vpc?.VpcId, CidrBlock: `10.0.${index}.0/24`, AvailabilityZone: `${region}${zone}` },
        }),
      ),
    ),
  );
  const { LoadBalancers = [] } = await clients.elb.send(
    new CreateLoadBalancerCommand({
      ...{ Name: 'shop', Subnets: subnets.map(({ Subnet }) => Subnet?.SubnetId ?? '') },
    }),
  );
  loadBalancer = LoadBalancers[0]?.LoadBalancerArn?.split(':loadbalancer/')[1] ?? '';
  await clients.s3.send(
    new CreateBucketCommand({
      Bucket: 'shop-logs',
      CreateBucketConfiguration: { LocationConstraint: region },
    }),
  );
  process.env['LEDGER_TABLE'] = table;
});

afterAll(() => {
  for (const client of Object.values(clients)) client.destroy();
});

function counting(journey: string, changes: object = {}): void {
  process.env['COUNTING'] = JSON.stringify({
    ...{ service: 'shop', journey, latencyThresholdMs: 300, loadBalancer },
    ...changes,
  });
}

function countingLogs(journey: string, changes: object = {}): void {
  counting(journey, { bucket: 'shop-logs', folder, account, ...changes });
}

async function slicesOf(journey: string) {
  return readSlices(ledger, { service: 'shop', journey, fromMs: settledMs - 4 * hourMs, toMs: Date.now() });
}

async function totalsOf(journey: string) {
  const slices = await slicesOf(journey);
  const sum = (of: 'availability' | 'latency', key: 'good' | 'total') =>
    slices.reduce((all, slice) => all + slice[of][key], 0);
  return {
    ...{
      total: sum('availability', 'total'),
      good: sum('availability', 'good'),
      fast: sum('latency', 'good'),
    },
  };
}

describe('metrics', () => {
  const put = (MetricName: string, atMs: number, value: number) =>
    clients.cloudWatch.send(
      new PutMetricDataCommand({
        Namespace: 'AWS/ApplicationELB',
        MetricData: [
          {
            ...{ MetricName, Value: value, Timestamp: new Date(atMs) },
            Dimensions: [{ Name: 'LoadBalancer', Value: loadBalancer }],
          },
        ],
      }),
    );

  it('become a slice for each minute, once', async () => {
    await put('RequestCount', settledMs, 120);
    await put('HTTPCode_Target_5XX_Count', settledMs, 2);
    await put('HTTPCode_ELB_5XX_Count', settledMs + minuteMs, 30);
    await put('HTTPCode_ELB_503_Count', settledMs + minuteMs, 30);
    counting('by-metrics');
    expect(await invoke(pathOf('alb-metrics'), event)).toMatchObject({ requests: 150 });
    const slices = await slicesOf('by-metrics');
    const at = (startMs: number) => slices.find((slice) => slice.startMs === startMs)?.availability;
    expect(at(settledMs)).toEqual({ good: 118, total: 120 });
    expect(at(settledMs + minuteMs)).toEqual({ good: 0, total: 30 });
    expect(at(settledMs - minuteMs)).toEqual({ good: 0, total: 0 });
    expect(await invoke(pathOf('alb-metrics'), event)).toMatchObject({ requests: 0 });
    // Another minute may have become final by now.
    expect((await totalsOf('by-metrics')).total).toBe(150);
    expect((await slicesOf('by-metrics')).slice(0, slices.length)).toEqual(slices);
  });

  it('of a load balancer that is not there are one line, and no slice', async () => {
    counting('no-one', { loadBalancer: 'app/shop/0000000000000000' });
    await expect(invoke(pathOf('alb-metrics'), event)).rejects.toThrow(
      `there is no load balancer app/shop/0000000000000000 in ${region} (there is ${loadBalancer})`,
    );
    counting('no-one', { loadBalancer: 'app/elsewhere/0000000000000000' });
    await expect(invoke(pathOf('alb-metrics'), event)).rejects.toThrow(
      `there is no load balancer app/elsewhere/0000000000000000 in ${region};`,
    );
    expect(await slicesOf('no-one')).toEqual([]);
  });
});

describe('access logs', () => {
  const line = (atMs: number, seconds: number, status: number) =>
    `https ${new Date(atMs).toISOString()} ${loadBalancer} 192.0.2.7:2817 10.0.0.1:80 0.001 ${seconds} 0.000 ${status} ${status} 34 366 "GET https://shop.example.com:443/ HTTP/1.1" "curl/8" - - arn "Root=1" "-" "-" 0 ${new Date(atMs).toISOString()} "forward" "-" "-" "10.0.0.1:80" "${status}" "-" "-" TID_1`;

  const stamp = (ms: number) => `${new Date(ms).toISOString().slice(0, 16).replaceAll(/[-:]/g, '')}Z`;

  const keyOf = (endMs: number, node: string) => {
    const day = new Date(endMs).toISOString().slice(0, 10).replaceAll('-', '/');
    const name = `${account}_elasticloadbalancing_${region}_${loadBalancer.replaceAll('/', '.')}`;
    return `${folder}/elasticloadbalancing/${region}/${day}/${name}_${stamp(endMs)}_${node}_2kk5dkyz.log.gz`;
  };

  const write = (key: string, body: Buffer | string, Bucket = 'shop-logs') =>
    clients.s3.send(new PutObjectCommand({ Bucket, Key: key, Body: body }));

  const log = (lines: readonly string[]) => gzipSync(`${lines.join('\n')}\n`);

  it('that no one writes are one line, and no slice', async () => {
    countingLogs('unwritten');
    await expect(invoke(pathOf('alb-logs'), event)).rejects.toThrow(
      /nothing was ever written there; turn access logs/,
    );
    countingLogs('unwritten', { bucket: 'not-there' });
    await expect(invoke(pathOf('alb-logs'), event)).rejects.toThrow(/there is no bucket not-there/);
    expect(await slicesOf('unwritten')).toEqual([]);
  });

  it('become slices, exact to the request, of every node and once', async () => {
    const endMs = settledMs + 5 * minuteMs;
    await write(
      keyOf(endMs, '172.160.001.192'),
      log([
        line(settledMs + 1_000, 0.1, 200),
        line(settledMs + 2_000, 0.9, 200),
        line(settledMs + 61_000, 0.1, 502),
        line(settledMs + 62_000, 0.1, 404),
      ]),
    );
    await write(keyOf(endMs, '10.0.0.2'), log([line(settledMs + 3_000, 0.299, 200), 'not a request']));
    // Of another load balancer in the same bucket.
    await write(
      keyOf(endMs, '10.0.0.3').replace('app.shop.', 'app.other.'),
      log([line(settledMs, 0.1, 500)]),
    );
    countingLogs('by-logs');
    expect(await invoke(pathOf('alb-logs'), event, 60_000)).toMatchObject({
      ...{ files: 2, requests: 5, unreadable: 1, failed: [] },
    });
    expect(await totalsOf('by-logs')).toEqual({ total: 5, good: 4, fast: 3 });
    const slices = await slicesOf('by-logs');
    const first = slices.filter(
      ({ startMs, availability }) => startMs === settledMs && availability.total > 0,
    );
    expect(first.map(({ availability }) => availability.total).toSorted()).toEqual([1, 2]);
    expect(await invoke(pathOf('alb-logs'), event, 60_000)).toMatchObject({ files: 0, requests: 0 });
    expect(await totalsOf('by-logs')).toEqual({ total: 5, good: 4, fast: 3 });
  });

  it('that are cut off are named, and the others counted', async () => {
    const whole = log([line(settledMs, 0.1, 200)]);
    const [bad, good] = ['10.0.0.8', '10.0.0.9'].map((node) =>
      keyOf(settledMs + 5 * minuteMs, node).replace(folder, 'cut/AWSLogs/1'),
    );
    await write(bad ?? '', whole.subarray(0, whole.length - 9));
    await write(good ?? '', whole);
    countingLogs('cut', { folder: 'cut/AWSLogs/1' });
    await expect(invoke(pathOf('alb-logs'), event, 60_000)).rejects.toThrow(
      /1 access log: s3:\/\/shop-logs\/cut\/.*10\.0\.0\.8.*cannot be read as a gzipped log/,
    );
    expect(await totalsOf('cut')).toMatchObject({ total: 1 });
  });
});
