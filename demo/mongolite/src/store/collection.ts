/**
 * One collection: documents by `_id` in insertion order, and its indexes. Stored documents are never changed in place.
 */
import { BSONRegExp, ObjectId } from 'bson';
import { commandError } from '../command-error.ts';
import type { Document } from '../wire/document.ts';
import {
  answersEquality,
  type CollectionIndex,
  collectionIndex,
  equalSpecs,
  type IndexSpec,
} from './collection-index.ts';
import { matcherOf } from './query.ts';
import { equalValues, keyOf, showDocument } from './values.ts';

export type Collection = {
  readonly namespace: string;
  readonly documents: ReadonlyMap<string, Document>;
  readonly indexes: ReadonlyMap<string, CollectionIndex>;
  /** Throws DuplicateKey. */
  readonly insert: (document: Document) => void;
  /** Replaces a document with its next version. Throws DuplicateKey. */
  readonly replace: (former: Document, next: Document) => void;
  readonly remove: (document: Document) => void;
  /** The matching documents in insertion order, at most `limit`. */
  readonly find: (filter: Document, limit: number) => readonly Document[];
  /** False if it exists already. Throws if another index has its name or key, or throws DuplicateKey. */
  readonly addIndex: (spec: IndexSpec) => boolean;
  readonly dropIndex: (name: string) => void;
};

type State = {
  readonly namespace: string;
  readonly documents: Map<string, Document>;
  readonly indexes: Map<string, CollectionIndex>;
};

function put(state: State, id: string, former: Document | null, next: Document): void {
  for (const index of state.indexes.values()) index.check(id, next, state.namespace);
  for (const index of state.indexes.values()) {
    if (former !== null) index.remove(id, former);
    index.add(id, next);
  }
  state.documents.set(id, next);
}

function checkId(id: unknown): void {
  if (Array.isArray(id)) throw commandError('InvalidIdField', "The '_id' value cannot be of type array");
  if (id instanceof RegExp || id instanceof BSONRegExp)
    throw commandError('InvalidIdField', "The '_id' value cannot be of type regex");
}

function insert(state: State, document: Document): void {
  const { _id } = document;
  checkId(_id);
  const id = keyOf(_id);
  if (state.documents.has(id)) {
    throw commandError(
      'DuplicateKey',
      `E11000 duplicate key error collection: ${state.namespace} index: _id_ dup key: ${showDocument({ _id })}`,
      { keyPattern: { _id: 1 }, keyValue: { _id } },
    );
  }
  put(state, id, null, document);
}

/** Values for which equality in a filter means the same as equality of keys. Null also means "missing". */
function isPlain(value: unknown): boolean {
  return (
    typeof value === 'string' ||
    typeof value === 'number' ||
    typeof value === 'boolean' ||
    value instanceof ObjectId
  );
}

function byIds(state: State, ids: Iterable<string>): readonly Document[] {
  const found: Document[] = [];
  for (const id of ids) {
    const document = state.documents.get(id);
    if (document !== undefined) found.push(document);
  }
  return found;
}

/** The documents that can match: by `_id`, else by an index on one field of the filter, else all of them. */
function candidates(state: State, filter: Document): Iterable<Document> {
  if (isPlain(filter['_id'])) return byIds(state, [keyOf(filter['_id'])]);
  for (const [path, value] of Object.entries(filter)) {
    if (!isPlain(value)) continue;
    for (const { spec, idsOf } of state.indexes.values()) {
      if (answersEquality(spec, path)) return byIds(state, idsOf(value));
    }
  }
  return state.documents.values();
}

function find(state: State, filter: Document, limit: number): readonly Document[] {
  const matches = matcherOf(filter);
  const found: Document[] = [];
  for (const document of candidates(state, filter)) {
    if (found.length >= limit) break;
    if (matches(document)) found.push(document);
  }
  return found;
}

function addIndex(state: State, spec: IndexSpec): boolean {
  for (const known of state.indexes.values()) {
    if (equalSpecs(known.spec, spec)) return false;
    if (known.spec.name === spec.name) {
      throw commandError(
        'IndexKeySpecsConflict',
        `An existing index has the same name as the requested index. Requested index: ${spec.name}`,
      );
    }
    if (equalValues(known.spec.key, spec.key)) {
      throw commandError(
        'IndexOptionsConflict',
        `Index already exists with a different name: ${known.spec.name}`,
      );
    }
  }
  const index = collectionIndex(spec);
  for (const [id, document] of state.documents) {
    index.check(id, document, state.namespace);
    index.add(id, document);
  }
  state.indexes.set(spec.name, index);
  return true;
}

/** An empty collection; `namespace` is `database.collection`. */
export function createCollection(namespace: string): Collection {
  const state: State = { namespace, documents: new Map(), indexes: new Map() };
  return {
    ...state,
    insert: (document) => insert(state, document),
    replace: (former, next) => put(state, keyOf(former['_id']), former, next),
    remove: (document) => {
      const id = keyOf(document['_id']);
      for (const index of state.indexes.values()) index.remove(id, document);
      state.documents.delete(id);
    },
    find: (filter, limit) => find(state, filter, limit),
    addIndex: (spec) => addIndex(state, spec),
    dropIndex: (name) => {
      if (!state.indexes.delete(name))
        throw commandError('IndexNotFound', `index not found with name [${name}]`);
    },
  };
}
