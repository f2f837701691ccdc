/** Aggregation pipelines, run by mingo over what is stored here. */
import { commandError } from '../command-error.ts';
import { type Document, isDocument } from '../wire/document.ts';
import type { Databases } from './databases.ts';
import { runStages, translated } from './engine.ts';

const unsupportedStages = [
  '$out',
  '$merge',
  '$changeStream',
  '$collStats',
  '$indexStats',
  '$geoNear',
  '$search',
];

/** Stages that only read. For all others, mingo gets copies, because it would change the stored documents. */
const readingStages = ['$match', '$group', '$sort', '$limit', '$skip', '$count', '$sortByCount'];

function onlyReads(pipeline: readonly Document[]): boolean {
  return pipeline.every((stage) => readingStages.includes(Object.keys(stage)[0] ?? ''));
}

function checkStages(pipeline: readonly Document[]): void {
  for (const stage of pipeline) {
    const name = Object.keys(stage)[0] ?? '';
    if (unsupportedStages.includes(name)) {
      throw commandError('CommandNotSupported', `mongolite does not support the stage ${name}`);
    }
  }
}

/** A leading `$match` is answered by the collection, which may have an index for it. */
function sourceOf(databases: Databases, namespace: string, pipeline: readonly Document[]) {
  const collection = databases.collection(namespace);
  const filter = pipeline[0]?.['$match'];
  if (collection === null) return { documents: [], rest: pipeline };
  if (!isDocument(filter)) return { documents: [...collection.documents.values()], rest: pipeline };
  return { documents: [...collection.find(filter, Number.POSITIVE_INFINITY)], rest: pipeline.slice(1) };
}

/** Throws BadValue, or CommandNotSupported for stages that write or watch. `namespace` is `database.collection`. */
export function aggregate(
  databases: Databases,
  namespace: string,
  pipeline: readonly Document[],
): readonly Document[] {
  checkStages(pipeline);
  const { documents, rest } = sourceOf(databases, namespace, pipeline);
  if (rest.length === 0) return documents;
  const database = namespace.slice(0, namespace.indexOf('.'));
  const collectionResolver = (name: string): Document[] => [
    ...(databases.collection(`${database}.${name}`)?.documents.values() ?? []),
  ];
  return translated('BadValue', () =>
    runStages({ stages: rest, documents, collectionResolver, copies: !onlyReads(rest) }),
  );
}
