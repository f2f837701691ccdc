/** One secondary index: which documents hold which key. */
import { commandError } from '../command-error.ts';
import { type Document, fieldOf, isDocument, numberOf, stringOf } from '../wire/document.ts';
import { valuesAt } from './path.ts';
import { type Matcher, matcherOf } from './query.ts';
import { equalValues, keyOf, showDocument } from './values.ts';

/** An index as `createIndexes` names it and `listIndexes` shows it. */
export type IndexSpec = {
  readonly name: string;
  readonly key: Document;
  readonly isUnique: boolean;
  readonly isSparse: boolean;
  readonly partialFilter: Document | null;
};

export type CollectionIndex = {
  readonly spec: IndexSpec;
  /** Ids of the documents with this value of the first field; only used for an index on one field. */
  readonly idsOf: (value: unknown) => ReadonlySet<string>;
  /** Throws DuplicateKey if another document holds one of the keys. */
  readonly check: (id: string, document: Document, namespace: string) => void;
  readonly add: (id: string, document: Document) => void;
  readonly remove: (id: string, document: Document) => void;
};

const supportedOptions = [
  'v',
  'name',
  'key',
  'unique',
  'sparse',
  'partialFilterExpression',
  'background',
  'ns',
];

function checkKey(key: Document): void {
  for (const [path, direction] of Object.entries(key)) {
    const number = numberOf(direction);
    if (number === null)
      throw commandError(
        'CannotCreateIndex',
        `mongolite has no ${String(direction)} indexes (field ${path})`,
      );
    if (number === 0) throw commandError('CannotCreateIndex', `the direction of field ${path} must not be 0`);
  }
}

/** @throws CannotCreateIndex for what this program does not support. */
export function parseIndexSpec(document: Document): IndexSpec {
  const key = document['key'];
  const name = stringOf(document['name']);
  if (!isDocument(key) || Object.keys(key).length === 0)
    throw commandError('CannotCreateIndex', 'an index needs a key');
  if (name === null || name === '') throw commandError('CannotCreateIndex', 'an index needs a name');
  const unknown = Object.keys(document).find((option) => !supportedOptions.includes(option));
  if (unknown !== undefined)
    throw commandError('CannotCreateIndex', `mongolite does not support the index option ${unknown}`);
  checkKey(key);
  const partial = document['partialFilterExpression'];
  return {
    name,
    key,
    isUnique: document['unique'] === true,
    isSparse: document['sparse'] === true,
    partialFilter: isDocument(partial) ? partial : null,
  };
}

/** As in the answer to `listIndexes`. */
export function formatIndexSpec(spec: IndexSpec): Document {
  return {
    v: 2,
    key: spec.key,
    name: spec.name,
    ...(spec.isUnique ? { unique: true } : {}),
    ...(spec.isSparse ? { sparse: true } : {}),
    ...(spec.partialFilter === null ? {} : { partialFilterExpression: spec.partialFilter }),
  };
}

/** Whether two specifications mean the same index. */
export function equalSpecs(a: IndexSpec, b: IndexSpec): boolean {
  return equalValues(formatIndexSpec(a), formatIndexSpec(b));
}

type Keys = readonly (readonly unknown[])[];

function elementsOf(document: Document, steps: readonly string[]): readonly unknown[] {
  const [first = ''] = steps;
  const plain = fieldOf(document, first);
  if (steps.length === 1 && !Array.isArray(plain)) return [plain];
  const values = valuesAt(document, steps);
  return values.flatMap((value) =>
    Array.isArray(value) ? (value.length === 0 ? [undefined] : value) : [value],
  );
}

/** All combinations of the fields' values: one key for a plain document, one per element of an indexed array. */
function keysOf(document: Document, paths: readonly (readonly string[])[]): Keys {
  return paths.reduce<Keys>(
    (keys, steps) => elementsOf(document, steps).flatMap((value) => keys.map((key) => [...key, value])),
    [[]],
  );
}

function encodeKey(values: readonly unknown[]): string {
  return values.map((value) => keyOf(value ?? null)).join('\u0000');
}

function duplicate(spec: IndexSpec, values: readonly unknown[], namespace: string) {
  const keyValue = Object.fromEntries(Object.keys(spec.key).map((path, at) => [path, values[at] ?? null]));
  return commandError(
    'DuplicateKey',
    `E11000 duplicate key error collection: ${namespace} index: ${spec.name} dup key: ${showDocument(keyValue)}`,
    { keyPattern: spec.key, keyValue },
  );
}

type IndexState = {
  readonly spec: IndexSpec;
  readonly paths: readonly (readonly string[])[];
  readonly isCovered: Matcher;
  readonly ids: Map<string, Set<string>>;
};

function entriesOf(state: IndexState, document: Document): Keys {
  if (!state.isCovered(document)) return [];
  const keys = keysOf(document, state.paths);
  return state.spec.isSparse ? keys.filter((key) => key.some((value) => value !== undefined)) : keys;
}

function check(state: IndexState, id: string, document: Document, namespace: string): void {
  if (!state.spec.isUnique) return;
  for (const values of entriesOf(state, document)) {
    const holders = state.ids.get(encodeKey(values));
    if (holders === undefined || (holders.size === 1 && holders.has(id))) continue;
    throw duplicate(state.spec, values, namespace);
  }
}

function add(state: IndexState, id: string, document: Document): void {
  for (const values of entriesOf(state, document)) {
    const key = encodeKey(values);
    const holders = state.ids.get(key);
    if (holders === undefined) state.ids.set(key, new Set([id]));
    else holders.add(id);
  }
}

function remove(state: IndexState, id: string, document: Document): void {
  for (const values of entriesOf(state, document)) {
    const key = encodeKey(values);
    const holders = state.ids.get(key);
    holders?.delete(id);
    if (holders?.size === 0) state.ids.delete(key);
  }
}

const nobody: ReadonlySet<string> = new Set();

/** An empty index. */
export function collectionIndex(spec: IndexSpec): CollectionIndex {
  const state: IndexState = {
    spec,
    paths: Object.keys(spec.key).map((path) => path.split('.')),
    isCovered: matcherOf(spec.partialFilter ?? {}),
    ids: new Map(),
  };
  return {
    spec,
    idsOf: (value) => state.ids.get(encodeKey([value])) ?? nobody,
    check: (id, document, namespace) => check(state, id, document, namespace),
    add: (id, document) => add(state, id, document),
    remove: (id, document) => remove(state, id, document),
  };
}

/** Whether the index alone finds every document with a given value in its field. */
export function answersEquality(spec: IndexSpec, path: string): boolean {
  return !spec.isSparse && spec.partialFilter === null && Object.keys(spec.key).join() === path;
}
