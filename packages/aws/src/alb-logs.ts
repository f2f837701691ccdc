/** An Application Load Balancer's access logs in S3, request by request. */
import { createHash } from 'node:crypto';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { GetObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import type { Interval } from '@garbageday/core/ports.ts';
import type { LogFile, ReadLog } from '@garbageday/core/probe/count-log-files.ts';
import type { Slice } from '@garbageday/core/probe/slice.ts';
import { type SliceBuilder, sliceBuilder } from '@garbageday/core/probe/slice-builder.ts';
import { minuteMs } from '@garbageday/core/time/durations.ts';
import { parseAccessLogLine } from './access-log-line.ts';
import { AwsError, calling } from './aws-error.ts';
import { daysOf } from './contract/ledger-keys.ts';

export type AlbLogsOptions = {
  readonly s3: S3Client;
  readonly bucket: string;
  /** Of the account, in the bucket: `<prefix>/AWSLogs/<account>`. */
  readonly folder: string;
  readonly account: string;
  readonly region: string;
  /** `app/<name>/<id>`. */
  readonly loadBalancer: string;
  /** Slower answers are bad for the latency SLI. */
  readonly thresholdMs: number;
};

export type AlbLogs = {
  /** Logs of requests that were answered from then on, by their end. */
  readonly files: (interval: Interval) => Promise<readonly LogFile[]>;
  readonly read: ReadLog;
  /** Throws unless anything was ever written there: a wrong place would read as "no one came". */
  readonly assertWritten: () => Promise<void>;
};

export function albLogs(options: AlbLogsOptions): AlbLogs {
  const { s3, bucket, folder, loadBalancer } = options;
  const doing = `reading the access logs of ${loadBalancer} in s3://${bucket}/${folder}`;
  return {
    files: (interval) => calling(doing, () => explained(options, () => filesIn(options, interval))),
    read: (file, identity) => calling(doing, () => readFile(options, file, identity)),
    assertWritten: () =>
      calling(doing, async () => {
        const query = { Bucket: bucket, Prefix: `${folder}/`, MaxKeys: 1 };
        for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, query))
          if (Contents.length > 0) return;
        throw new AwsError(
          'not-deployed',
          `${doing}: nothing was ever written there; turn access logs of the load balancer on with this bucket and ` +
            'prefix (attributes access_logs.s3.enabled, .bucket, .prefix), or say where they are, and deploy again',
        );
      }),
  };
}

/** A log's name ends in the end of its five minutes, the node's address and a random text. */
const endOfName = /_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)Z_[^_/]+_[^_/]+\.log\.gz$/;

/**
 * Names sort by time within a day. A log lies under the day on which it was delivered, which may be the next one. A
 * page has a thousand names (API Reference, ListObjectsV2).
 */
async function filesIn(
  { s3, bucket, folder, account, region, loadBalancer }: AlbLogsOptions,
  { fromMs, toMs }: Interval,
): Promise<readonly LogFile[]> {
  const found: LogFile[] = [];
  for (const day of daysOf(fromMs, toMs)) {
    const Prefix = [
      ...[folder, 'elasticloadbalancing', region, ...day.split('-')],
      `${account}_elasticloadbalancing_${region}_${loadBalancer.replaceAll('/', '.')}_`,
    ].join('/');
    const query = { Bucket: bucket, Prefix, StartAfter: `${Prefix}${stampOf(fromMs)}` };
    for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, query))
      found.push(...Contents.flatMap(({ Key = '' }) => fileOf(Key)));
  }
  return found.toSorted((a, b) => a.endMs - b.endMs || (a.key < b.key ? -1 : 1));
}

/** `20261127T1405Z`. */
function stampOf(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replaceAll(/[-:]/g, '')}Z`;
}

function fileOf(key: string): readonly LogFile[] {
  const found = endOfName.exec(key);
  if (found === null) return [];
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0] = found.slice(1).map(Number);
  return [{ key, endMs: Date.UTC(year, month - 1, day, hour, minute), seq: seqOf(key) }];
}

/** Tells the slices of one minute apart, by the log that they come from; the same for every reading. */
function seqOf(key: string): number {
  return Number.parseInt(createHash('sha256').update(key).digest('hex').slice(0, 12), 16);
}

async function readFile(
  { s3, bucket, thresholdMs }: AlbLogsOptions,
  { key, seq }: LogFile,
  identity: Parameters<ReadLog>[1],
): ReturnType<ReadLog> {
  const builders = new Map<number, SliceBuilder>();
  let unreadable = 0;
  for await (const line of linesOf(s3, bucket, key)) {
    const request = parseAccessLogLine(line);
    if (request === null) {
      unreadable += 1;
      continue;
    }
    const startMs = Math.floor(request.atMs / minuteMs) * minuteMs;
    const builder =
      builders.get(startMs) ?? sliceBuilder({ ...identity, startMs, widthSeconds: 60, seq }, thresholdMs);
    builders.set(startMs, builder);
    const error = request.status >= 500 ? ('status-5xx' as const) : null;
    builder.record({ latencyMs: request.latencyMs, error, retried: 0, lagMs: 0, steps: [] });
  }
  const slices: Slice[] = [...builders.values()].map((builder) => builder.build());
  return { slices: slices.toSorted((a, b) => a.startMs - b.startMs), unreadable };
}

async function* linesOf(s3: S3Client, bucket: string, key: string): AsyncIterable<string> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  if (!(Body instanceof Readable)) throw new AwsError('unexpected-answer', `s3://${bucket}/${key} is empty`);
  const unzipped = createGunzip();
  const lines = createInterface({ input: unzipped, crlfDelay: Number.POSITIVE_INFINITY });
  // What breaks the answer must end the lines, too.
  Body.on('error', (error) => unzipped.destroy(error));
  Body.pipe(unzipped);
  try {
    for await (const line of lines) if (line !== '') yield line;
  } catch (cause) {
    const what = `s3://${bucket}/${key} cannot be read as a gzipped log`;
    throw new AwsError('unexpected-answer', what, { cause });
  }
}

async function explained<T>({ bucket, folder }: AlbLogsOptions, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'NoSuchBucket') throw error;
    throw new AwsError(
      'not-deployed',
      `there is no bucket ${bucket}, in which access logs should be under ${folder}; say which it is, and deploy again`,
      { cause: error },
    );
  }
}
