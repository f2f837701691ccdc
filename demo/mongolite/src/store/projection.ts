/** Which fields of a document are shown. Plain inclusion and exclusion are done here, everything else by mingo. */
import { commandError } from '../command-error.ts';
import type { Document } from '../wire/document.ts';
import { runStages, translated } from './engine.ts';

const isFlag = (value: unknown): boolean => value === 0 || value === 1 || value === true || value === false;

const isFlat = (projection: Document): boolean =>
  Object.entries(projection).every(([path, value]) => isFlag(value) && !path.includes('.'));

const include = (document: Document, fields: ReadonlySet<string>): Document => {
  const shown: Document = {};
  for (const [name, value] of Object.entries(document)) if (fields.has(name)) shown[name] = value;
  return shown;
};

const exclude = (document: Document, fields: ReadonlySet<string>): Document => {
  const shown: Document = {};
  for (const [name, value] of Object.entries(document)) if (!fields.has(name)) shown[name] = value;
  return shown;
};

const flat = (documents: readonly Document[], projection: Document): readonly Document[] => {
  const { _id: id = 1, ...others } = projection;
  const entries = Object.entries(others);
  const isInclusion = entries.length === 0 ? Boolean(id) : entries.some(([, value]) => Boolean(value));
  if (entries.some(([, value]) => Boolean(value) !== isInclusion)) {
    throw commandError('BadValue', 'Cannot mix inclusion and exclusion in one projection');
  }
  const names = new Set(entries.map(([name]) => name));
  if (isInclusion === Boolean(id)) names.add('_id');
  return documents.map((document) => (isInclusion ? include(document, names) : exclude(document, names)));
};

/** Throws BadValue for an impossible projection. The documents themselves are not changed. */
export const projectDocuments = (
  documents: readonly Document[],
  projection: Document,
): readonly Document[] => {
  if (Object.keys(projection).length === 0) return documents;
  if (isFlat(projection)) return flat(documents, projection);
  return translated('BadValue', () =>
    runStages({ stages: [{ $project: projection }], documents, copies: true }),
  );
};
