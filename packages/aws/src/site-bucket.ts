/** Puts the pages of a report site into a bucket. Nothing there is read, listed or deleted. */
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { calling } from './aws-error.ts';

export type SiteBucketOptions = {
  readonly s3: S3Client;
  readonly bucket: string;
  /** Empty, or ending with a slash. */
  readonly prefix: string;
};

type Page = { readonly path: string; readonly content: string };

/** So many at a time: a site of a thousand pages takes seconds, and only these are in memory. */
const atOnce = 8;

/** How many pages were put. Each replaces what was there, whole; the last one is put after all others. */
export async function putPages(options: SiteBucketOptions, pages: AsyncIterable<Page>): Promise<number> {
  let batch: Page[] = [];
  let count = 0;
  const flush = async () => {
    const waiting = batch;
    batch = [];
    await Promise.all(waiting.map((page) => putPage(options, page)));
    count += waiting.length;
  };
  let last: Page | null = null;
  for await (const page of pages) {
    if (last !== null) batch.push(last);
    last = page;
    if (batch.length >= atOnce) await flush();
  }
  await flush();
  if (last !== null) batch.push(last);
  await flush();
  return count;
}

async function putPage({ s3, bucket, prefix }: SiteBucketOptions, { path, content }: Page): Promise<void> {
  await calling(`putting ${prefix}${path} into the bucket ${bucket}`, () =>
    s3.send(
      new PutObjectCommand({
        ...{ Bucket: bucket, Key: `${prefix}${path}`, Body: content },
        ContentType: 'text/html; charset=utf-8',
        // The index changes every day, and a page when an experiment gets a neighbour.
        CacheControl: 'no-cache',
      }),
    ),
  );
}
