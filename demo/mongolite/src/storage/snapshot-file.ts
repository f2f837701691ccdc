/** The snapshot: the whole state at one position, in one file that replaces the previous one once it is complete. */

import { closeSync, existsSync, openSync, renameSync, rmSync } from 'node:fs';
import { formatConfig, parseConfig } from '../cluster/config-codec.ts';
import { DecodeError, decodePosition, documentAt, encodePosition, numberAt } from '../cluster/entry-codec.ts';
import type { LogPosition } from '../raft/entry.ts';
import type { Snapshot } from '../raft/ports.ts';
import type { ReplicaSetConfig } from '../raft/replica-set-config.ts';
import { decodeDocument, encodeDocument } from '../wire/document.ts';
import { frameRecord, readRecords, writeAll } from './record-file.ts';

const chunkBytes = 256 * 1024;

/** A snapshot being written, a chunk at a time, so that the member can do other things in between. */
export type SnapshotWriter = {
  /** Writes about 256 KiB. True once the snapshot is complete and in place. */
  readonly step: () => boolean;
  /** Discards it. */
  readonly abandon: () => void;
};

type Writing = { readonly file: number; readonly records: Iterator<Uint8Array>; count: number };

function writeChunk(writing: Writing): boolean {
  const frames: Buffer[] = [];
  let bytes = 0;
  let isDone = false;
  while (!isDone && bytes < chunkBytes) {
    const next = writing.records.next();
    isDone = next.done === true;
    if (next.done === true) break;
    const frame = frameRecord(next.value);
    frames.push(frame);
    bytes += frame.length;
    writing.count += 1;
  }
  writeAll(writing.file, Buffer.concat(frames));
  return isDone;
}

function encodeHeader({ position, config }: Snapshot): Uint8Array {
  return encodeDocument({ position: encodePosition(position), config: formatConfig(config) });
}

/** Starts writing a snapshot next to the one at `path`. */
export function snapshotWriter(path: string, snapshot: Snapshot): SnapshotWriter {
  const fresh = `${path}.new`;
  const file = openSync(fresh, 'w');
  const writing: Writing = { file, records: snapshot.records[Symbol.iterator](), count: 0 };
  writeAll(file, frameRecord(encodeHeader(snapshot)));
  return {
    step: () => {
      if (!writeChunk(writing)) return false;
      writeAll(file, frameRecord(encodeDocument({ count: writing.count })));
      closeSync(file);
      renameSync(fresh, path);
      return true;
    },
    abandon: () => {
      closeSync(file);
      rmSync(fresh, { force: true });
    },
  };
}

/** Writes all of it before it returns. */
export function writeSnapshot(path: string, snapshot: Snapshot): void {
  const writer = snapshotWriter(path, snapshot);
  while (!writer.step());
}

export type SnapshotRead = {
  readonly position: LogPosition;
  readonly config: ReplicaSetConfig;
  readonly records: readonly Uint8Array[];
};

/** `null` if there is none. Throws DecodeError if the file is damaged. */
export function readSnapshot(path: string): SnapshotRead | null {
  if (!existsSync(path)) return null;
  const { payloads, soundBytes, totalBytes } = readRecords(path);
  if (soundBytes < totalBytes) throw new DecodeError('its last record is incomplete');
  const first = payloads[0];
  const last = payloads[payloads.length - 1];
  if (first === undefined || last === undefined || payloads.length < 2) throw new DecodeError('no records');
  const records = payloads.slice(1, -1);
  if (numberAt(decodeDocument(last), 'count') !== records.length)
    throw new DecodeError('records are missing');
  const header = decodeDocument(first);
  return {
    position: decodePosition(documentAt(header, 'position')),
    config: parseConfig(documentAt(header, 'config')),
    records,
  };
}
