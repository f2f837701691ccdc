/** What each write does to the store: deterministic, so that every member gets the same state from the same log. */
import { CommandError, commandError, describeError } from '../command-error.ts';
import type { Document } from '../wire/document.ts';
import type { Collection } from './collection.ts';
import { parseIndexSpec } from './collection-index.ts';
import type { Databases } from './databases.ts';
import { firstSorted } from './sort.ts';
import { checkInserted, checkUpdated, checkUpserted, type Updater } from './storable.ts';
import { updateDocument, upsertedDocument } from './update-document.ts';
import type { UpdateStatement, WriteCommand } from './write-command.ts';

/** Runs statements one by one; a failing one ends an ordered command. Returns the `writeErrors` field, if any. */
function each<T>(items: readonly T[], isOrdered: boolean, run: (item: T, index: number) => void): Document {
  const writeErrors: Document[] = [];
  for (const [index, item] of items.entries()) {
    try {
      run(item, index);
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      const { codeName: _, ...described } = describeError(error);
      writeErrors.push({ index, ...described });
      if (isOrdered) break;
    }
  }
  return writeErrors.length === 0 ? {} : { writeErrors };
}

type Of<Kind extends WriteCommand['kind']> = Extract<WriteCommand, { readonly kind: Kind }>;

function insert(collection: Collection, command: Of<'insert'>): Document {
  let n = 0;
  const errors = each(command.documents, command.isOrdered, (document) => {
    checkInserted(document);
    collection.insert(document);
    n += 1;
  });
  return { n, ...errors, ok: 1 };
}

function upsert(collection: Collection, statement: UpdateStatement, updater: Updater): Document {
  const document = upsertedDocument(statement.filter, statement, statement.newId);
  checkUpserted(document, updater);
  collection.insert(document);
  return document;
}

type Modification = { readonly statement: UpdateStatement; readonly updater: Updater };

function modify(collection: Collection, former: Document, { statement, updater }: Modification): Document {
  const next = updateDocument(former, statement);
  if (next === former) return former;
  checkUpdated(next, updater);
  collection.replace(former, next);
  return next;
}

function update(collection: Collection, command: Of<'update'>): Document {
  let n = 0;
  let nModified = 0;
  const upserted: Document[] = [];
  const errors = each(command.statements, command.isOrdered, (statement, index) => {
    const found = collection.find(statement.filter, statement.isMulti ? Number.POSITIVE_INFINITY : 1);
    for (const former of found) {
      if (modify(collection, former, { statement, updater: 'update' }) !== former) nModified += 1;
      n += 1;
    }
    if (found.length > 0 || !statement.isUpsert) return;
    upserted.push({ index, _id: upsert(collection, statement, 'update')['_id'] });
    n += 1;
  });
  return { n, nModified, ...(upserted.length === 0 ? {} : { upserted }), ...errors, ok: 1 };
}

function remove(collection: Collection, command: Of<'delete'>): Document {
  let n = 0;
  const errors = each(command.statements, command.isOrdered, ({ filter, isMulti }) => {
    for (const document of collection.find(filter, isMulti ? Number.POSITIVE_INFINITY : 1)) {
      collection.remove(document);
      n += 1;
    }
  });
  return { n, ...errors, ok: 1 };
}

function findAndModify(collection: Collection, command: Of<'findAndModify'>): Document {
  const { statement, sort } = command;
  const isSorted = Object.keys(sort).length > 0;
  const found = collection.find(statement.filter, isSorted ? Number.POSITIVE_INFINITY : 1);
  const [former] = firstSorted(found, sort, 1);
  if (command.isRemove) {
    if (former !== undefined) collection.remove(former);
    return { lastErrorObject: { n: former === undefined ? 0 : 1 }, value: former ?? null, ok: 1 };
  }
  if (former !== undefined) {
    const next = modify(collection, former, { statement, updater: 'findAndModify' });
    const value = command.returnsNew ? next : former;
    return { lastErrorObject: { n: 1, updatedExisting: true }, value, ok: 1 };
  }
  if (!statement.isUpsert) return { lastErrorObject: { n: 0, updatedExisting: false }, value: null, ok: 1 };
  const made = upsert(collection, statement, 'findAndModify');
  const lastErrorObject = { n: 1, updatedExisting: false, upserted: made['_id'] };
  return { lastErrorObject, value: command.returnsNew ? made : null, ok: 1 };
}

function createIndexes(databases: Databases, command: Of<'createIndexes'>): Document {
  const isNew = databases.collection(command.namespace) === null;
  const specs = command.indexes.map(parseIndexSpec).filter(({ key }) => Object.keys(key).join() !== '_id');
  const collection = databases.collectionFor(command.namespace);
  const before = collection.indexes.size + 1;
  const added: string[] = [];
  try {
    for (const spec of specs) if (collection.addIndex(spec)) added.push(spec.name);
  } catch (error) {
    for (const name of added) collection.dropIndex(name);
    throw error;
  }
  return {
    numIndexesBefore: before,
    numIndexesAfter: collection.indexes.size + 1,
    createdCollectionAutomatically: isNew,
    ...(added.length === 0 ? { note: 'all indexes already exist' } : {}),
    ok: 1,
  };
}

function existing(databases: Databases, namespace: string): Collection {
  const collection = databases.collection(namespace);
  if (collection === null) throw commandError('NamespaceNotFound', `ns not found ${namespace}`);
  return collection;
}

function dropIndexes(databases: Databases, command: Of<'dropIndexes'>): Document {
  const collection = existing(databases, command.namespace);
  const nIndexesWas = collection.indexes.size + 1;
  const names = command.names.includes('*') ? [...collection.indexes.keys()] : command.names;
  for (const name of names) collection.dropIndex(name);
  return { nIndexesWas, ok: 1 };
}

function create(databases: Databases, namespace: string): Document {
  if (databases.collection(namespace) !== null) {
    throw commandError('NamespaceExists', `Collection ${namespace} already exists.`);
  }
  databases.collectionFor(namespace);
  return { ok: 1 };
}

function drop(databases: Databases, namespace: string): Document {
  const nIndexesWas = existing(databases, namespace).indexes.size + 1;
  databases.drop(namespace);
  return { nIndexesWas, ns: namespace, ok: 1 };
}

function dropDatabase(databases: Databases, database: string): Document {
  const names = databases.namespaces().filter((namespace) => namespace.startsWith(`${database}.`));
  for (const namespace of names) databases.drop(namespace);
  return { ...(names.length === 0 ? {} : { dropped: database }), ok: 1 };
}

/** Applies one write and returns its answer. Throws a CommandError if the whole command fails. */
export function applyWrite(databases: Databases, command: WriteCommand): Document {
  switch (command.kind) {
    case 'insert':
      return insert(databases.collectionFor(command.namespace), command);
    case 'update':
      return update(databases.collectionFor(command.namespace), command);
    case 'delete':
      return remove(databases.collectionFor(command.namespace), command);
    case 'findAndModify':
      return findAndModify(databases.collectionFor(command.namespace), command);
    case 'createIndexes':
      return createIndexes(databases, command);
    case 'dropIndexes':
      return dropIndexes(databases, command);
    case 'create':
      return create(databases, command.namespace);
    case 'drop':
      return drop(databases, command.namespace);
    case 'dropDatabase':
      return dropDatabase(databases, command.namespace);
    default:
      return command satisfies never;
  }
}
