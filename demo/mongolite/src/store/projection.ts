/** Which fields of a document are shown. Plain inclusion and exclusion are done here, everything else by mingo. */
import { commandError } from '../command-error.ts';
import type { Document } from '../wire/document.ts';
import { runStages, translated } from './engine.ts';

function isFlag(value: unknown): boolean {
  return value === 0 || value === 1 || value === true || value === false;
}

function isFlat(projection: Document): boolean {
  return Object.entries(projection).every(([path, value]) => isFlag(value) && !path.includes('.'));
}

function include(document: Document, fields: ReadonlySet<string>): Document {
  const shown: Document = {};
  for (const [name, value] of Object.entries(document)) if (fields.has(name)) shown[name] = value;
  return shown;
}

function exclude(document: Document, fields: ReadonlySet<string>): Document {
  const shown: Document = {};
  for (const [name, value] of Object.entries(document)) if (!fields.has(name)) shown[name] = value;
  return shown;
}

function flat(documents: readonly Document[], projection: Document): readonly Document[] {
  const { _id: id = 1, ...others } = projection;
  const entries = Object.entries(others);
  const isInclusion = entries.length === 0 ? Boolean(id) : entries.some(([, value]) => Boolean(value));
  if (entries.some(([, value]) => Boolean(value) !== isInclusion)) {
    throw commandError('BadValue', 'Cannot mix inclusion and exclusion in one projection');
  }
  const names = new Set(entries.map(([name]) => name));
  if (isInclusion === Boolean(id)) names.add('_id');
  return documents.map((document) => (isInclusion ? include(document, names) : exclude(document, names)));
}

/** Throws BadValue for an impossible projection. The documents themselves are not changed. */
export function projectDocuments(documents: readonly Document[], projection: Document): readonly Document[] {
  if (Object.keys(projection).length === 0) return documents;
  if (isFlat(projection)) return flat(documents, projection);
  return translated('BadValue', () =>
    runStages({ stages: [{ $project: projection }], documents, copies: true }),
  );
}
