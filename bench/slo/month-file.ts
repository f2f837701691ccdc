/** A month of slices in a file, as the ledger on AWS stores them: the key's start, and `encodeSlice`'s bytes. */
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import type { LedgerSlice, Slice } from '@garbageday/core/probe/slice.ts';
import { decodeSlice, encodeSlice } from '@garbageday/core/probe/slice-codec.ts';

export type MonthWriter = {
  /** Bytes of the slice alone. */
  readonly write: (slice: Slice) => number;
  readonly close: () => void;
};

/** Before each slice: its start (8 bytes) and length (4). */
const headBytes = 12;

export function monthWriter(path: string): MonthWriter {
  const file = openSync(path, 'w');
  return {
    write: (slice) => {
      const bytes = encodeSlice(slice);
      const head = Buffer.alloc(headBytes);
      head.writeDoubleBE(slice.startMs, 0);
      head.writeUInt32BE(bytes.length, 8);
      writeSync(file, head);
      writeSync(file, bytes);
      return bytes.length;
    },
    close: () => closeSync(file),
  };
}

const chunkBytes = 256 * 1_024;

/** Pages of at most `pageSize` slices, ascending; one page is in memory at a time. */
export function* readMonth(path: string, pageSize: number): Iterable<readonly LedgerSlice[]> {
  const file = openSync(path, 'r');
  const chunk = Buffer.alloc(chunkBytes);
  let page: LedgerSlice[] = [];
  let filled = 0;
  try {
    for (;;) {
      const read = readSync(file, chunk, filled, chunkBytes - filled, null);
      filled += read;
      let at = 0;
      for (let next = sliceAt(chunk, at, filled); next !== null; next = sliceAt(chunk, at, filled)) {
        at = next.endsAt;
        page.push(next.slice);
        if (page.length < pageSize) continue;
        yield page;
        page = [];
      }
      chunk.copyWithin(0, at, filled);
      filled -= at;
      if (read === 0) break;
    }
    if (page.length > 0) yield page;
  } finally {
    closeSync(file);
  }
}

/** `null`: the rest of it has not been read yet. */
function sliceAt(chunk: Buffer, at: number, filled: number) {
  if (at + headBytes > filled) return null;
  const endsAt = at + headBytes + chunk.readUInt32BE(at + 8);
  if (endsAt > filled) return null;
  const key = {
    service: 'wordcount',
    journey: 'probe',
    vantage: 'local',
    startMs: chunk.readDoubleBE(at),
    seq: 0,
  };
  return { slice: decodeSlice(key, chunk.subarray(at + headBytes, endsAt)), endsAt };
}
