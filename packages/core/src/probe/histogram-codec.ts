/** A histogram in about one byte per bucket: most buckets closely follow the previous one and hold few latencies. */
import { type ByteReader, readByte, readCount, readSigned } from './byte-reader.ts';
import type { ByteWriter } from './byte-writer.ts';
import { bucketOf, type Histogram, histogramRange } from './histogram.ts';

/** Distance and count share a byte when both are from 1 to 15; a byte of 0 announces larger ones. */
const small = 15;

type Pair = Histogram['buckets'][number];

const lowest = bucketOf(histogramRange.minMs);
const highest = bucketOf(histogramRange.maxMs);

/** The pairs that make up nearly all histograms, so that reading a month of them does not allocate five million. */
const commonPairs: readonly Pair[] = Array.from(
  { length: (highest - lowest + 1) * small },
  (_, index): Pair => [lowest + Math.floor(index / small), (index % small) + 1],
);

/** @throws RangeError if the buckets are not in ascending order. */
export function writeHistogram(to: ByteWriter, { buckets }: Histogram): void {
  to.count(buckets.length);
  const [first] = buckets;
  if (first === undefined) return;
  // The first bucket is at a distance of 1.
  let last = first[0] - 1;
  to.signed(last);
  for (const [bucket, count] of buckets) {
    const distance = bucket - last;
    if (distance < 1) throw new RangeError('the buckets of a histogram ascend');
    last = bucket;
    if (distance <= small && count >= 1 && count <= small) {
      to.byte(distance * 16 + count);
      continue;
    }
    to.byte(0);
    to.count(distance);
    to.count(count);
  }
}

export function readHistogram(from: ByteReader): Histogram {
  const length = readCount(from);
  if (length === 0) return { buckets: [] };
  let last = readSigned(from);
  const buckets = new Array<Pair>(length);
  for (let index = 0; index < length; index += 1) {
    const packed = readByte(from);
    last += packed === 0 ? readCount(from) : packed >> 4;
    const count = packed === 0 ? readCount(from) : packed & small;
    const known = count > 0 && count <= small ? commonPairs[(last - lowest) * small + count - 1] : undefined;
    buckets[index] = known ?? [last, count];
  }
  return { buckets };
}

/** Skips a histogram that `readHistogram` would read. */
export function skipHistogram(from: ByteReader): void {
  const length = readCount(from);
  if (length === 0) return;
  readSigned(from);
  for (let index = 0; index < length; index += 1) {
    if (readByte(from) !== 0) continue;
    readCount(from);
    readCount(from);
  }
}
