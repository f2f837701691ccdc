/**
 * Records in a file: `length (u32 LE) · CRC-32 of the payload (u32 LE) · payload`. Written by plain `write`, without
 * fsync: a record survives the death of the process, not that of the machine.
 */
import { readFileSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';

const headerBytes = 8;

/** One record, framed. The payload must not be empty. */
export const frameRecord = (payload: Uint8Array): Buffer => {
  const framed = Buffer.allocUnsafe(headerBytes + payload.length);
  framed.writeUInt32LE(payload.length, 0);
  framed.writeUInt32LE(crc32(payload), 4);
  framed.set(payload, headerBytes);
  return framed;
};

/** Writes all of it, or throws. */
export const writeAll = (file: number, bytes: Buffer): void => {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at, bytes.length - at);
};

export type RecordsRead = {
  readonly payloads: readonly Buffer[];
  /** Bytes up to the end of the last whole record; whatever follows is a torn write. */
  readonly soundBytes: number;
  readonly totalBytes: number;
};

/** Reads whole records up to the first that is torn or damaged. The payloads share one buffer. */
export const readRecords = (path: string): RecordsRead => {
  const bytes = readFileSync(path);
  const payloads: Buffer[] = [];
  let at = 0;
  while (at + headerBytes <= bytes.length) {
    const end = at + headerBytes + bytes.readUInt32LE(at);
    // No record is empty, but zeros at the end of a file look like one.
    if (end > bytes.length || end === at + headerBytes) break;
    const payload = bytes.subarray(at + headerBytes, end);
    if (crc32(payload) !== bytes.readUInt32LE(at + 4)) break;
    payloads.push(payload);
    at = end;
  }
  return { payloads, soundBytes: at, totalBytes: bytes.length };
};
