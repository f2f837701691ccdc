/**
 * Records in a file: `length (u32 LE) · CRC-32 of the payload (u32 LE) · payload`. The payload is a BSON document,
 * which begins with its own length. Written by plain `write`, without fsync: a record survives the death of the
 * process, not that of the machine.
 */
import { readFileSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';

const headerBytes = 8;

/** The shortest BSON document: its length and the final zero. */
const minPayloadBytes = 5;

/** The file is in a state that no dying process leaves behind: bytes that were once correct have changed. */
export class DamagedFileError extends Error {
  readonly code = 'damaged-file';
}

/** One record, framed. The payload must not be empty. */
export function frameRecord(payload: Uint8Array): Buffer {
  const framed = Buffer.allocUnsafe(headerBytes + payload.length);
  framed.writeUInt32LE(payload.length, 0);
  framed.writeUInt32LE(crc32(payload), 4);
  framed.set(payload, headerBytes);
  return framed;
}

/** Writes all of it, or throws. */
export function writeAll(file: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at, bytes.length - at);
}

export type RecordsRead = {
  readonly payloads: readonly Buffer[];
  /** Bytes up to the end of the last whole record; whatever follows is a torn write. */
  readonly soundBytes: number;
  readonly totalBytes: number;
};

/** The end of the whole record that begins here; `null` if there is none. */
function wholeRecordEnd(bytes: Buffer, at: number): number | null {
  if (at + headerBytes > bytes.length) return null;
  const end = at + headerBytes + bytes.readUInt32LE(at);
  if (end > bytes.length || end === at + headerBytes) return null;
  return crc32(bytes.subarray(at + headerBytes, end)) === bytes.readUInt32LE(at + 4) ? end : null;
}

/** Whether the frame at `at` and the document in it state the same length; true if the file ends too early to tell. */
function agreesOnLength(bytes: Buffer, at: number): boolean {
  return (
    at + headerBytes + 4 > bytes.length || bytes.readUInt32LE(at) === bytes.readUInt32LE(at + headerBytes)
  );
}

function hasWholeRecordAfter(bytes: Buffer, from: number): boolean {
  for (let at = from + 1; at + headerBytes + minPayloadBytes <= bytes.length; at++) {
    if (agreesOnLength(bytes, at) && wholeRecordEnd(bytes, at) !== null) return true;
  }
  return false;
}

function isAllZero(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0);
}

/**
 * A dying process leaves the beginning of its last write: a record that is shorter than its stated length. A file
 * system may append zeros. Everything else is damage: a whole record with a wrong checksum, or whole records after it.
 */
function isTorn(bytes: Buffer, at: number): boolean {
  if (bytes.length - at < headerBytes || isAllZero(bytes.subarray(at))) return true;
  const isCutShort = at + headerBytes + bytes.readUInt32LE(at) > bytes.length;
  return isCutShort && agreesOnLength(bytes, at) && !hasWholeRecordAfter(bytes, at);
}

/**
 * Reads the whole records; the payloads share one buffer. A torn write at the end is left out.
 *
 * @throws DamagedFileError if a record is damaged: what follows it may have been acknowledged, so it is not cut off
 */
export function readRecords(path: string): RecordsRead {
  const bytes = readFileSync(path);
  const payloads: Buffer[] = [];
  let at = 0;
  for (let end = wholeRecordEnd(bytes, at); end !== null; end = wholeRecordEnd(bytes, at)) {
    payloads.push(bytes.subarray(at + headerBytes, end));
    at = end;
  }
  if (at < bytes.length && !isTorn(bytes, at)) {
    throw new DamagedFileError(
      `record ${payloads.length + 1}, at byte ${at} of ${bytes.length}, has changed`,
    );
  }
  return { payloads, soundBytes: at, totalBytes: bytes.length };
}
