/** Log entries as BSON, the same on disk and between members. */
import { Binary } from 'bson';
import type { Entry, LogPosition } from '../raft/entry.ts';
import { type Document, isDocument, numberOf } from '../wire/document.ts';
import { formatConfig, parseConfig } from './config-codec.ts';

/** The bytes are not what a member writes. */
export class DecodeError extends Error {
  readonly code = 'decode';
}

export function numberAt(document: Document, field: string): number {
  const value = numberOf(document[field]);
  if (value === null) throw new DecodeError(`${field} is not a number`);
  return value;
}

/** A term, an index, a count. */
export function countAt(document: Document, field: string): number {
  const value = numberAt(document, field);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new DecodeError(`${field} is not a count`);
}

export function stringAt(document: Document, field: string): string {
  const value = document[field];
  if (typeof value !== 'string') throw new DecodeError(`${field} is not a string`);
  return value;
}

export function documentAt(document: Document, field: string): Document {
  const value = document[field];
  if (!isDocument(value)) throw new DecodeError(`${field} is not a document`);
  return value;
}

export function bytesOfBinary(value: unknown): Uint8Array {
  if (!(value instanceof Binary)) throw new DecodeError('not binary data');
  // A copy: the view would keep the whole message, or the whole file, in memory.
  return new Uint8Array(value.buffer.subarray(0, value.position));
}

export function encodePosition({ index, term, atMs }: LogPosition): Document {
  return { index, term, atMs };
}

export function decodePosition(document: Document): LogPosition {
  return {
    index: countAt(document, 'index'),
    term: countAt(document, 'term'),
    atMs: numberAt(document, 'atMs'),
  };
}

export function encodeEntry(entry: Entry): Document {
  const stamp = { term: entry.term, atMs: entry.atMs };
  if (entry.kind === 'command') return { ...stamp, command: new Binary(entry.payload) };
  if (entry.kind === 'config') return { ...stamp, config: formatConfig(entry.config) };
  return stamp;
}

export function decodeEntry(document: Document): Entry {
  const stamp = { term: countAt(document, 'term'), atMs: numberAt(document, 'atMs') };
  if (document['command'] !== undefined) {
    return { ...stamp, kind: 'command', payload: bytesOfBinary(document['command']) };
  }
  if (document['config'] !== undefined) {
    return { ...stamp, kind: 'config', config: parseConfig(documentAt(document, 'config')) };
  }
  return { ...stamp, kind: 'noop' };
}
