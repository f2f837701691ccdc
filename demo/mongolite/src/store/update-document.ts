/** One update on one document: operators, a replacement, or a pipeline. */
import { commandError } from '../command-error.ts';
import { type Document, isDocument } from '../wire/document.ts';
import { runStages, runUpdate, translated } from './engine.ts';
import { changeAt, valueAt } from './path.ts';
import { updateOperators } from './update-operators.ts';
import { cloneDocument, equalValues } from './values.ts';

/** An update as a command states it. */
export type UpdateSpec = {
  /** Operators or a replacement, or the stages of a pipeline. */
  readonly update: Document | readonly Document[];
  readonly arrayFilters: readonly Document[];
};

/** Left to mingo: rare, and not worth a second implementation. */
const generalOperators = ['$bit', '$pullAll', '$currentDate'];

function isPositional(path: string): boolean {
  return path.split('.').some((step) => step.startsWith('$'));
}

function isOperatorUpdate(update: Document): boolean {
  return Object.keys(update).some((name) => name.startsWith('$'));
}

function rename(document: Document, from: string, to: unknown): Document {
  const value = valueAt(document, from);
  if (typeof to !== 'string') throw commandError('BadValue', 'The $rename target must be a string');
  if (value === undefined) return document;
  return changeAt(
    changeAt(document, from, () => undefined),
    to,
    () => value,
  );
}

function general(document: Document, operator: string, fields: Document, spec: UpdateSpec): Document {
  const copy = cloneDocument(document);
  const isChanged = translated('BadValue', () =>
    runUpdate(copy, { operator, fields, arrayFilters: spec.arrayFilters }),
  );
  return isChanged ? copy : document;
}

function applyOperator(document: Document, name: string, fields: Document, spec: UpdateSpec): Document {
  const operator = updateOperators.get(name);
  let next = document;
  for (const [path, argument] of Object.entries(fields)) {
    if (name === '$rename') next = rename(next, path, argument);
    else if (operator === undefined || isPositional(path))
      next = general(next, name, { [path]: argument }, spec);
    else {
      next = changeAt(next, path, (current) => {
        const changed = operator(current, argument, { id: document['_id'], path });
        return changed !== undefined && equalValues(current, changed) ? current : changed;
      });
    }
  }
  return next;
}

function checkOperators(update: Document): void {
  const seen: string[] = [];
  for (const [name, fields] of Object.entries(update)) {
    if (!updateOperators.has(name) && !generalOperators.includes(name) && name !== '$rename') {
      throw commandError(
        'FailedToParse',
        `Unknown modifier: ${name}. Expected a valid update modifier or pipeline-style update specified as an array`,
      );
    }
    if (!isDocument(fields)) {
      throw commandError(
        'FailedToParse',
        `Modifiers operate on fields but we found type ${typeof fields} instead`,
      );
    }
    for (const path of Object.keys(fields)) {
      if (path.split('.').includes('__proto__')) {
        throw commandError('BadValue', `mongolite does not support the field name '${path}'`);
      }
      const other = seen.find(
        (known) => known === path || known.startsWith(`${path}.`) || path.startsWith(`${known}.`),
      );
      if (other !== undefined) {
        throw commandError(
          'ConflictingUpdateOperators',
          `Updating the path '${path}' would create a conflict at '${other.length < path.length ? other : path}'`,
        );
      }
      seen.push(path);
    }
  }
}

function applyOperators(document: Document, update: Document, spec: UpdateSpec, isInsert: boolean): Document {
  checkOperators(update);
  let next = document;
  for (const [name, fields] of Object.entries(update)) {
    if (!isDocument(fields) || (name === '$setOnInsert' && !isInsert)) continue;
    next = applyOperator(next, name, fields, spec);
  }
  return next;
}

function replace(document: Document, replacement: Document): Document {
  const { _id, ...fields } = replacement;
  const id = document['_id'] ?? _id;
  if (_id !== undefined && !equalValues(_id, id)) throw immutableId();
  const next = id === undefined ? fields : { _id: id, ...fields };
  return equalValues(next, document) ? document : next;
}

function immutableId() {
  return commandError(
    'ImmutableField',
    "Performing an update on the path '_id' would modify the immutable field '_id'",
  );
}

function runPipeline(document: Document, stages: readonly Document[]): Document {
  const [next = {}] = translated('FailedToParse', () =>
    runStages({ stages, documents: [document], copies: true }),
  );
  return equalValues(next, document) ? document : next;
}

function change(document: Document, spec: UpdateSpec, isInsert: boolean): Document {
  const { update } = spec;
  if (!isDocument(update)) return runPipeline(document, update);
  return isOperatorUpdate(update)
    ? applyOperators(document, update, spec, isInsert)
    : replace(document, update);
}

/** The updated document: the same object if nothing changed. The original is not modified. */
export function updateDocument(document: Document, spec: UpdateSpec): Document {
  const next = change(document, spec, false);
  if (next !== document && !equalValues(next['_id'], document['_id'])) throw immutableId();
  return next;
}

/** The fields that an upsert takes from the filter: its equalities. */
function equalitiesOf(filter: Document): Document {
  let base: Document = {};
  for (const [name, condition] of Object.entries(filter)) {
    if (name === '$and' && Array.isArray(condition)) {
      for (const part of condition.filter(isDocument)) base = { ...base, ...equalitiesOf(part) };
    }
    if (name.startsWith('$')) continue;
    if (!isDocument(condition) || !isOperatorUpdate(condition)) base = changeAt(base, name, () => condition);
    else if ('$eq' in condition) base = changeAt(base, name, () => condition['$eq']);
  }
  return base;
}

/**
 * The document that an upsert inserts if nothing matched; `newId` is its `_id` unless the filter or the update has one.
 */
export function upsertedDocument(filter: Document, spec: UpdateSpec, newId: unknown): Document {
  const isReplacement = isDocument(spec.update) && !isOperatorUpdate(spec.update);
  const equalities = equalitiesOf(filter);
  const id = equalities['_id'];
  const base = isReplacement ? (id === undefined ? {} : { _id: id }) : equalities;
  const { _id = newId, ...fields } = change(base, spec, true);
  if (id !== undefined && !equalValues(_id, id)) throw immutableId();
  return { _id, ...fields };
}
