/** insert, update, delete, findAndModify, and the commands that make and drop collections and indexes. */
import { ObjectId } from 'bson';
import { commandError } from '../command-error.ts';
import { projectDocuments } from '../store/projection.ts';
import type { DeleteStatement, UpdateStatement } from '../store/write-command.ts';
import { type Document, documentsOf, isDocument, numberOf } from '../wire/document.ts';
import { type Command, databaseOf, namespaceOf } from './context.ts';
import { write } from './write-request.ts';

function withId(document: Document): Document {
  return document['_id'] === undefined ? { _id: new ObjectId(), ...document } : document;
}

/** The clock is read once, before the log: members must not each read their own. */
function resolveDates(update: Document): Document {
  const { $currentDate: dates, ...others } = update;
  if (!isDocument(dates)) return update;
  const now = new Date();
  const set = isDocument(others['$set']) ? others['$set'] : {};
  return {
    ...others,
    $set: { ...set, ...Object.fromEntries(Object.keys(dates).map((path) => [path, now])) },
  };
}

function updateOf(value: unknown): Document | readonly Document[] {
  if (Array.isArray(value)) return documentsOf(value);
  if (isDocument(value)) return resolveDates(value);
  throw commandError('FailedToParse', 'the update must be a document or a pipeline');
}

function filterOf(value: unknown): Document {
  if (value === undefined || value === null) return {};
  if (isDocument(value)) return value;
  throw commandError('TypeMismatch', 'the filter must be a document');
}

function updateStatement(statement: Document): UpdateStatement {
  const update = updateOf(statement['u']);
  const isMulti = statement['multi'] === true;
  const isReplacement = isDocument(update) && !Object.keys(update).some((name) => name.startsWith('$'));
  if (isMulti && isReplacement) {
    throw commandError('FailedToParse', 'multi update is not supported for replacement-style update');
  }
  return {
    filter: filterOf(statement['q']),
    update,
    arrayFilters: documentsOf(statement['arrayFilters']),
    isMulti,
    isUpsert: statement['upsert'] === true,
    newId: new ObjectId(),
  };
}

function deleteStatement(statement: Document): DeleteStatement {
  return {
    filter: filterOf(statement['q']),
    isMulti: numberOf(statement['limit']) === 0,
  };
}

function isOrderedIn(request: Document): boolean {
  return request['ordered'] !== false;
}

const insert: Command = (context, request) =>
  write(context, request, {
    kind: 'insert',
    namespace: namespaceOf(request, 'insert'),
    documents: documentsOf(request['documents']).map(withId),
    isOrdered: isOrderedIn(request),
  });

const update: Command = (context, request) =>
  write(context, request, {
    kind: 'update',
    namespace: namespaceOf(request, 'update'),
    statements: documentsOf(request['updates']).map(updateStatement),
    isOrdered: isOrderedIn(request),
  });

const remove: Command = (context, request) =>
  write(context, request, {
    kind: 'delete',
    namespace: namespaceOf(request, 'delete'),
    statements: documentsOf(request['deletes']).map(deleteStatement),
    isOrdered: isOrderedIn(request),
  });

function findAndModify(name: string): Command {
  return async (context, request) => {
    const isRemove = request['remove'] === true;
    const statement = {
      q: request['query'],
      u: isRemove ? {} : request['update'],
      upsert: request['upsert'],
    };
    const answer = await write(context, request, {
      kind: 'findAndModify',
      namespace: namespaceOf(request, name),
      sort: isDocument(request['sort']) ? request['sort'] : {},
      isRemove,
      returnsNew: request['new'] === true,
      statement: updateStatement({ ...statement, arrayFilters: request['arrayFilters'] }),
    });
    if (!isDocument(request['fields']) || !isDocument(answer['value'])) return answer;
    return { ...answer, value: projectDocuments([answer['value']], request['fields'])[0] ?? null };
  };
}

const createIndexes: Command = (context, request) =>
  write(context, request, {
    kind: 'createIndexes',
    namespace: namespaceOf(request, 'createIndexes'),
    indexes: documentsOf(request['indexes']),
  });

const dropIndexes: Command = (context, request) => {
  const { index } = request;
  const names = Array.isArray(index) ? index.filter((name) => typeof name === 'string') : [String(index)];
  return write(context, request, {
    kind: 'dropIndexes',
    namespace: namespaceOf(request, 'dropIndexes'),
    names,
  });
};

const dropDatabase: Command = (context, request) =>
  write(context, request, { kind: 'dropDatabase', namespace: databaseOf(request) });

function onCollection(kind: 'create' | 'drop'): Command {
  return (context, request) => write(context, request, { kind, namespace: namespaceOf(request, kind) });
}

export const writeCommands: ReadonlyMap<string, Command> = new Map<string, Command>([
  ['insert', insert],
  ['update', update],
  ['delete', remove],
  ['findAndModify', findAndModify('findAndModify')],
  ['findandmodify', findAndModify('findandmodify')],
  ['createIndexes', createIndexes],
  ['dropIndexes', dropIndexes],
  ['create', onCollection('create')],
  ['drop', onCollection('drop')],
  ['dropDatabase', dropDatabase],
]);
