/** Comparison, equality and keys of BSON values (mongodb.com/docs/manual/reference/bson-type-comparison-order). */
import { Binary, BSONRegExp, Long, ObjectId } from 'bson';
import { isDocument, numberOf } from '../wire/document.ts';

function bsonTypeOf(value: unknown): string | null {
  return typeof value === 'object' && value !== null && '_bsontype' in value ? String(value._bsontype) : null;
}

const rankByBsonType = new Map([
  ['MinKey', 0],
  ['Long', 2],
  ['Int32', 2],
  ['Double', 2],
  ['Decimal128', 2],
  ['BSONSymbol', 3],
  ['Binary', 6],
  ['ObjectId', 7],
  ['Timestamp', 10],
  ['BSONRegExp', 11],
  ['MaxKey', 12],
]);

/** The position of a value's type in the order of all types. */
function rankOf(value: unknown): number {
  if (value === null || value === undefined) return 1;
  if (typeof value === 'number' || typeof value === 'bigint') return 2;
  if (typeof value === 'string') return 3;
  if (typeof value === 'boolean') return 8;
  if (Array.isArray(value)) return 5;
  if (value instanceof Date) return 9;
  if (value instanceof RegExp) return 11;
  return rankByBsonType.get(bsonTypeOf(value) ?? '') ?? 4;
}

function order<T extends number | string | bigint>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareArrays(a: readonly unknown[], b: readonly unknown[]): number {
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    if (a[at] === b[at]) continue;
    const difference = compareValues(a[at], b[at]);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Field by field: first by type, then by name, then by value. */
function compareDocuments(a: object, b: object): number {
  const left = Object.entries(a);
  const right = Object.entries(b);
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const [name = '', value] = left[at] ?? [];
    const [otherName = '', other] = right[at] ?? [];
    const difference = rankOf(value) - rankOf(other) || order(name, otherName) || compareValues(value, other);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

function compareNumbers(a: unknown, b: unknown): number {
  if (a instanceof Long && b instanceof Long) return a.compare(b);
  const left = numberOf(a) ?? Number.NaN;
  const right = numberOf(b) ?? Number.NaN;
  if (Number.isNaN(left) || Number.isNaN(right))
    return Number(Number.isNaN(right)) - Number(Number.isNaN(left));
  return order(left, right);
}

function compareBinary(a: Binary, b: Binary): number {
  return (
    a.position - b.position ||
    a.sub_type - b.sub_type ||
    Buffer.compare(a.buffer.subarray(0, a.position), b.buffer.subarray(0, b.position))
  );
}

function compareObjects(a: object, b: object): number {
  if (a instanceof Date && b instanceof Date) return order(a.getTime(), b.getTime());
  if (a instanceof ObjectId && b instanceof ObjectId) return Buffer.compare(a.id, b.id);
  if (a instanceof Binary && b instanceof Binary) return compareBinary(a, b);
  if (Array.isArray(a) && Array.isArray(b)) return compareArrays(a, b);
  if (isDocument(a) && isDocument(b)) return compareDocuments(a, b);
  return order(showOther(a), showOther(b));
}

function showOther(value: unknown): string {
  return value instanceof BSONRegExp ? `/${value.pattern}/${value.options}` : String(value ?? '');
}

/** Negative, zero or positive, in BSON's order: null < numbers < strings < objects < arrays < binary < ids < … */
export function compareValues(a: unknown, b: unknown): number {
  const rank = rankOf(a);
  const difference = rank - rankOf(b);
  if (difference !== 0) return difference;
  if (rank === 2) return compareNumbers(a, b);
  if (typeof a === 'string' && typeof b === 'string') return order(a, b);
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  if (typeof a === 'object' && typeof b === 'object' && a !== null && b !== null) return compareObjects(a, b);
  return 0;
}

export function equalValues(a: unknown, b: unknown): boolean {
  return a === b || compareValues(a, b) === 0;
}

function numberKey(value: unknown): string {
  if (value instanceof Long) return `n${value.toString()}`;
  const number = numberOf(value) ?? Number.NaN;
  return `n${number === 0 ? 0 : number}`;
}

/** A string that is equal for two values exactly if an index treats them as equal. */
export function keyOf(value: unknown): string {
  if (typeof value === 'string') return `s${value}`;
  const rank = rankOf(value);
  if (rank === 2) return numberKey(value);
  if (value instanceof ObjectId) return `o${value.toHexString()}`;
  if (value instanceof Date) return `d${value.getTime()}`;
  if (value instanceof Binary) return `b${value.sub_type}:${value.toString('base64')}`;
  if (Array.isArray(value)) return `[${value.map((item) => JSON.stringify(keyOf(item))).join()}]`;
  if (isDocument(value)) {
    return `{${Object.entries(value)
      .map(([name, item]) => JSON.stringify([name, keyOf(item)]))
      .join()}}`;
  }
  return `${rank}${showOther(value)}`;
}

/** Copies documents and arrays; every other value is immutable here and shared. */
export function cloneValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(cloneValue);
  return isDocument(value) ? cloneDocument(value) : value;
}

/** A deep copy, `cloneValue` for documents. */
export function cloneDocument(document: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(document).map(([name, value]) => [name, cloneValue(value)]));
}

/** A value as MongoDB's messages show it. */
export function showValue(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (value instanceof ObjectId) return `ObjectId('${value.toHexString()}')`;
  if (Array.isArray(value)) return value.length === 0 ? '[]' : `[ ${value.map(showValue).join(', ')} ]`;
  if (isDocument(value)) return showDocument(value);
  return value === undefined ? 'null' : showOther(value);
}

/** `{ a: 1, b: "x" }`. */
export function showDocument(document: Readonly<Record<string, unknown>>): string {
  const fields = Object.entries(document).map(([name, value]) => `${name}: ${showValue(value)}`);
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}
