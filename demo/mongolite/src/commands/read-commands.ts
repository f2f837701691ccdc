/** find, getMore, aggregate, count, distinct, and the commands that list collections, indexes and databases. */
import { calculateObjectSize } from 'bson';
import { commandError } from '../command-error.ts';
import { confirmLeadership } from '../raft/member.ts';
import { aggregate } from '../store/aggregate.ts';
import { formatIndexSpec } from '../store/collection-index.ts';
import { valuesAt } from '../store/path.ts';
import { projectDocuments } from '../store/projection.ts';
import { matcherOf } from '../store/query.ts';
import { firstSorted, sortDocuments } from '../store/sort.ts';
import { compareValues, keyOf } from '../store/values.ts';
import { type Document, documentsOf, isDocument, numberOf } from '../wire/document.ts';
import { maxDocumentBytes } from '../wire/limits.ts';
import { type Command, type CommandContext, databaseOf, namespaceOf } from './context.ts';
import { defaultFirstBatch } from './cursors.ts';
import { ownState } from './member-state.ts';

const unlimited = Number.POSITIVE_INFINITY;

function documentIn(request: Document, field: string): Document {
  const value = request[field];
  if (value === undefined || value === null) return {};
  if (isDocument(value)) return value;
  throw commandError('TypeMismatch', `${field} must be a document`);
}

function countIn(request: Document, field: string): number | null {
  const value = numberOf(request[field]);
  if (value !== null && !Number.isInteger(value))
    throw commandError('BadValue', `${field} must be an integer`);
  return value;
}

function allowsSecondary(request: Document): boolean {
  const preference = documentIn(request, '$readPreference');
  return preference['mode'] !== undefined && preference['mode'] !== 'primary';
}

/** A primary proves that it still is one, so that a read there sees every acknowledged write. */
async function checkReadable(context: CommandContext, request: Document): Promise<void> {
  const state = ownState(context.raft);
  if (state === 'PRIMARY') {
    const isLeader = await new Promise<boolean>((settle) => confirmLeadership(context.raft, settle));
    if (!isLeader) throw commandError('NotWritablePrimary', 'not primary');
  } else if (state !== 'SECONDARY') {
    throw commandError('NotPrimaryOrSecondary', `node is in ${state} and cannot be read`);
  } else if (!allowsSecondary(request)) {
    throw commandError('NotPrimaryNoSecondaryOk', 'not primary and secondaryOk=false');
  }
}

function reading(run: (context: CommandContext, request: Document) => Document): Command {
  return async (context, request) => {
    await checkReadable(context, request);
    return run(context, request);
  };
}

function matching(context: CommandContext, namespace: string, filter: Document, limit: number) {
  const collection = context.store.databases().collection(namespace);
  if (collection !== null) return collection.find(filter, limit);
  // An invalid filter is an error even on an empty collection.
  matcherOf(filter);
  return [];
}

const find = reading((context, request) => {
  const namespace = namespaceOf(request, 'find');
  const sort = documentIn(request, 'sort');
  const skip = countIn(request, 'skip') ?? 0;
  const limit = Math.abs(countIn(request, 'limit') ?? 0) || unlimited;
  const isSorted = Object.keys(sort).length > 0;
  const found = matching(
    context,
    namespace,
    documentIn(request, 'filter'),
    isSorted ? unlimited : skip + limit,
  );
  const sorted = limit === unlimited ? sortDocuments(found, sort) : firstSorted(found, sort, skip + limit);
  const documents = projectDocuments(sorted.slice(skip), documentIn(request, 'projection'));
  const size =
    request['singleBatch'] === true ? unlimited : (countIn(request, 'batchSize') ?? defaultFirstBatch);
  return context.cursors.first({ documents, namespace, size });
});

const aggregateCommand = reading((context, request) => {
  const name = request['aggregate'] === 1 ? '$cmd.aggregate' : String(request['aggregate']);
  const namespace = `${databaseOf(request)}.${name}`;
  const documents = aggregate(context.store.databases(), namespace, documentsOf(request['pipeline']));
  const size = countIn(documentIn(request, 'cursor'), 'batchSize') ?? defaultFirstBatch;
  return context.cursors.first({ documents, namespace, size });
});

const count = reading((context, request) => {
  const skip = countIn(request, 'skip') ?? 0;
  const limit = Math.abs(countIn(request, 'limit') ?? 0) || unlimited;
  const found = matching(context, namespaceOf(request, 'count'), documentIn(request, 'query'), skip + limit);
  return { n: Math.max(0, found.length - skip), ok: 1 };
});

const distinct = reading((context, request) => {
  const found = matching(context, namespaceOf(request, 'distinct'), documentIn(request, 'query'), unlimited);
  const steps = String(request['key']).split('.');
  const values = found.flatMap((document) => valuesAt(document, steps)).flat();
  const unique = new Map(values.filter((value) => value !== undefined).map((value) => [keyOf(value), value]));
  if (calculateObjectSize({ values: [...unique.values()] }) > maxDocumentBytes) {
    throw commandError('Location17217', 'distinct too big, 16mb cap');
  }
  return { values: [...unique.values()].sort(compareValues), ok: 1 };
});

const getMore: Command = (context, request) =>
  context.cursors.more(numberOf(request['getMore']) ?? 0, countIn(request, 'batchSize') || unlimited);

const killCursors: Command = (context, request) => {
  const ids: readonly unknown[] = Array.isArray(request['cursors']) ? request['cursors'] : [];
  const killed = ids.filter((id) => context.cursors.kill(numberOf(id) ?? 0));
  const cursorsNotFound = ids.filter((id) => !killed.includes(id));
  return { cursorsKilled: killed, cursorsNotFound, cursorsAlive: [], cursorsUnknown: [], ok: 1 };
};

const idIndex = { v: 2, key: { _id: 1 }, name: '_id_' };

const listCollections = reading((context, request) => {
  const prefix = `${databaseOf(request)}.`;
  const names = context.store
    .databases()
    .namespaces()
    .filter((namespace) => namespace.startsWith(prefix));
  const all = names.map((namespace): Document => {
    const identity = { name: namespace.slice(prefix.length), type: 'collection' };
    return request['nameOnly'] === true
      ? identity
      : { ...identity, options: {}, info: { readOnly: false }, idIndex };
  });
  const documents = all.filter(matcherOf(documentIn(request, 'filter')));
  return context.cursors.first({ documents, namespace: `${prefix}$cmd.listCollections`, size: unlimited });
});

const listIndexes = reading((context, request) => {
  const namespace = namespaceOf(request, 'listIndexes');
  const collection = context.store.databases().collection(namespace);
  if (collection === null) throw commandError('NamespaceNotFound', `ns does not exist: ${namespace}`);
  const documents = [idIndex, ...[...collection.indexes.values()].map(({ spec }) => formatIndexSpec(spec))];
  return context.cursors.first({ documents, namespace, size: unlimited });
});

const listDatabases = reading((context, request) => {
  const namespaces = context.store.databases().namespaces();
  const names = new Set(namespaces.map((namespace) => namespace.slice(0, namespace.indexOf('.'))));
  const databases = [...names]
    .sort()
    .map(
      (name): Document => (request['nameOnly'] === true ? { name } : { name, sizeOnDisk: 0, empty: false }),
    );
  return { databases: databases.filter(matcherOf(documentIn(request, 'filter'))), totalSize: 0, ok: 1 };
});

export const readCommands: ReadonlyMap<string, Command> = new Map<string, Command>([
  ['find', find],
  ['aggregate', aggregateCommand],
  ['count', count],
  ['distinct', distinct],
  ['getMore', getMore],
  ['killCursors', killCursors],
  ['listCollections', listCollections],
  ['listIndexes', listIndexes],
  ['listDatabases', listDatabases],
]);
