/** A slice as bytes: what a ledger stores besides the slice's key, in about an eighth of the size of its JSON. */
import type { Counts } from '../statistics/counts.ts';
import { type ByteReader, byteReader, readByte, readCount, readReal, readText } from './byte-reader.ts';
import { type ByteWriter, byteWriter } from './byte-writer.ts';
import { readHistogram, skipHistogram, writeHistogram } from './histogram-codec.ts';
import {
  type ErrorCounts,
  errorKinds,
  type LedgerSlice,
  type Slice,
  type StepCounts,
  type StepSlice,
} from './slice.ts';

/** What a ledger looks a slice up by, and so need not store twice. */
export type SliceKey = Pick<Slice, 'service' | 'journey' | 'vantage' | 'startMs' | 'seq'>;

/** The first byte; an older reader refuses versions that it does not know. */
const version = 1;

/** Everything but the key. Exact: `decodeSlice` returns an equal slice, without the histograms of its steps. */
export function encodeSlice(slice: Slice): Uint8Array {
  const to = byteWriter();
  to.byte(version);
  to.count(slice.widthSeconds);
  writeCounts(to, slice.availability);
  writeCounts(to, slice.latency);
  writeErrors(to, slice.errors);
  to.count(slice.retried);
  writeHistogram(to, slice.histogram);
  to.real(slice.longestMs);
  for (const run of [slice.badRuns.leading, slice.badRuns.longest, slice.badRuns.trailing]) to.count(run);
  to.real(slice.lagP99Ms);
  to.count(slice.steps.length);
  for (const step of slice.steps) writeStep(to, step);
  return to.build();
}

/** @throws RangeError for bytes that are not a slice of this version. */
export function decodeSlice(
  { service, journey, vantage, startMs, seq }: SliceKey,
  bytes: Uint8Array,
): LedgerSlice {
  const from = byteReader(bytes);
  const written = readByte(from);
  if (written !== version)
    throw new RangeError(`a slice of version ${written} cannot be read; this is ${version}`);
  return {
    service,
    journey,
    vantage,
    startMs,
    widthSeconds: readCount(from),
    seq,
    availability: readCounts(from),
    latency: readCounts(from),
    errors: readErrors(from),
    retried: readCount(from),
    histogram: readHistogram(from),
    longestMs: readReal(from),
    badRuns: { leading: readCount(from), longest: readCount(from), trailing: readCount(from) },
    lagP99Ms: readReal(from),
    steps: Array.from({ length: readCount(from) }, () => readStep(from)),
  };
}

function writeCounts(to: ByteWriter, { good, total }: Counts): void {
  to.count(good);
  to.count(total);
}

function readCounts(from: ByteReader): Counts {
  return { good: readCount(from), total: readCount(from) };
}

/** Kinds are written as their indices in `errorKinds`, so new kinds go at its end. */
function writeErrors(to: ByteWriter, errors: ErrorCounts): void {
  to.count(errors.length);
  for (const [kind, count] of errors) {
    to.byte(errorKinds.indexOf(kind));
    to.count(count);
  }
}

function readErrors(from: ByteReader): ErrorCounts {
  return Array.from({ length: readCount(from) }, () => {
    const place = readByte(from);
    const kind = errorKinds[place];
    if (kind === undefined) throw new RangeError(`there is no kind of error ${place}`);
    return [kind, readCount(from)] as const;
  });
}

function writeStep(to: ByteWriter, { step, counts, histogram }: StepSlice): void {
  to.text(step);
  writeCounts(to, counts);
  writeHistogram(to, histogram);
}

function readStep(from: ByteReader): StepCounts {
  const step = { step: readText(from), counts: readCounts(from) };
  skipHistogram(from);
  return step;
}
