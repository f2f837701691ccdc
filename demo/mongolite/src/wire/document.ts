/** BSON documents as this program holds them: plain objects, checked before use. */
import { deserialize, serialize, setInternalBufferSize } from 'bson';

/** A BSON document or sub-document. */
export type Document = Record<string, unknown>;

/** True for plain objects only: not for arrays, dates, ObjectIds and the like. */
export function isDocument(value: unknown): value is Document {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** A field of a document: not what every JavaScript object inherits (`constructor`, `toString`). */
export function fieldOf(document: Document, name: string): unknown {
  return Object.hasOwn(document, name) ? document[name] : undefined;
}

/** A number from any of BSON's numeric types; `null` for everything else. */
export function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object' || value === null || !('_bsontype' in value)) return null;
  const isNumeric = ['Long', 'Int32', 'Double', 'Decimal128'].includes(String(value._bsontype));
  return isNumeric ? Number(value.toString()) : null;
}

export function stringOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** The documents of an array; anything else in it is left out. */
export function documentsOf(value: unknown): readonly Document[] {
  return Array.isArray(value) ? value.filter(isDocument) : [];
}

/**
 * Numbers become JavaScript numbers; binary data and regular expressions stay as they were received, so that they are
 * returned unchanged, and no client's expression becomes one that backtracks.
 */
export function decodeDocument(bytes: Uint8Array): Document {
  return deserialize(bytes, { promoteBuffers: false, bsonRegExp: true });
}

/**
 * bson encodes into one buffer, sized for a 16 MiB document; a batch of documents in the log may be as long as a
 * message. Call once at the start. Memory that is never written to is not allocated by the system.
 */
export function allowLargeDocuments(bytes: number): void {
  setInternalBufferSize(bytes);
}

export function encodeDocument(document: Document): Uint8Array {
  return serialize(document, { ignoreUndefined: true });
}
