/**
 * Update operators, each on one value, with MongoDB's own errors (mongodb.com/docs/manual/reference/operator/update).
 */
import { commandError } from '../command-error.ts';
import { type Document, isDocument, numberOf } from '../wire/document.ts';
import { matcherOf } from './query.ts';
import { sortDocuments } from './sort.ts';
import { cloneValue, compareValues, equalValues, showDocument, showValue } from './values.ts';

/** Where an operator is applied, for its error messages. */
export type Target = { readonly id: unknown; readonly path: string };

/** The new value for the current one; `undefined` on either side means that the field does not exist. */
export type UpdateOperator = (current: unknown, argument: unknown, target: Target) => unknown;

function typeName(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'boolean') return 'bool';
  if (value instanceof Date) return 'date';
  return typeof value;
}

function arithmetic(
  name: string,
  verb: string,
  compute: (current: number, argument: number) => number,
  start: number,
) {
  return (current: unknown, argument: unknown, { id, path }: Target): unknown => {
    const operand = numberOf(argument);
    if (operand === null) {
      const shown = showDocument({ [path]: argument });
      throw commandError('TypeMismatch', `Cannot ${verb} with non-numeric argument: ${shown}`);
    }
    if (current === undefined) return compute(start, operand);
    const value = numberOf(current);
    if (value !== null) return compute(value, operand);
    throw commandError(
      'TypeMismatch',
      `Cannot apply ${name} to a value of non-numeric type. {_id: ${showValue(id)}} has the field '${path.split('.').pop()}' of non-numeric type ${typeName(current)}`,
    );
  };
}

function arrayOf(current: unknown, operator: string, { path }: Target): readonly unknown[] {
  if (current === undefined) return [];
  if (Array.isArray(current)) return current;
  const shown = `The field '${path}' must be an array but is of type ${typeName(current)}`;
  throw commandError('BadValue', `Cannot apply ${operator}: ${shown}`);
}

/** `{$each: [...], ...}` or one single item. */
function itemsOf(argument: unknown): readonly unknown[] {
  if (!isDocument(argument) || !('$each' in argument)) return [cloneValue(argument)];
  if (!Array.isArray(argument['$each'])) {
    throw commandError(
      'BadValue',
      `The argument to $each in $push must be an array but it was of type: ${typeName(argument['$each'])}`,
    );
  }
  return argument['$each'].map(cloneValue);
}

function sortItems(items: readonly unknown[], sort: unknown): readonly unknown[] {
  if (isDocument(sort)) return sortDocuments(items.filter(isDocument), sort);
  const direction = Math.sign(numberOf(sort) ?? 1);
  return [...items].sort((a, b) => compareValues(a, b) * direction);
}

function sliceItems(items: readonly unknown[], count: number): readonly unknown[] {
  return count < 0 ? items.slice(count) : items.slice(0, count);
}

const push: UpdateOperator = (current, argument, target) => {
  const items = arrayOf(current, '$push', target);
  const modifiers: Document = isDocument(argument) && '$each' in argument ? argument : {};
  const position = numberOf(modifiers['$position']) ?? items.length;
  let next: readonly unknown[] = [
    ...items.slice(0, position),
    ...itemsOf(argument),
    ...items.slice(position),
  ];
  if (modifiers['$sort'] !== undefined) next = sortItems(next, modifiers['$sort']);
  const slice = numberOf(modifiers['$slice']);
  return slice === null ? next : sliceItems(next, slice);
};

const addToSet: UpdateOperator = (current, argument, target) => {
  const items = [...arrayOf(current, '$addToSet', target)];
  for (const item of itemsOf(argument)) {
    if (!items.some((known) => equalValues(known, item))) items.push(item);
  }
  return items;
};

function isPulled(condition: unknown) {
  if (!isDocument(condition)) return (item: unknown) => equalValues(item, condition);
  const isExpression = Object.keys(condition).some((name) => name.startsWith('$'));
  const matches = matcherOf(isExpression ? { item: condition } : condition);
  return (item: unknown) => (isExpression ? matches({ item }) : isDocument(item) && matches(item));
}

const pull: UpdateOperator = (current, argument, target) => {
  if (current === undefined) return undefined;
  const matches = isPulled(argument);
  return arrayOf(current, '$pull', target).filter((item) => !matches(item));
};

const pop: UpdateOperator = (current, argument, target) => {
  if (current === undefined) return undefined;
  const items = arrayOf(current, '$pop', target);
  return numberOf(argument) === -1 ? items.slice(1) : items.slice(0, -1);
};

function extreme(direction: 1 | -1): UpdateOperator {
  return (current, argument) =>
    current === undefined || compareValues(argument, current) * direction > 0
      ? cloneValue(argument)
      : current;
}

/** The operators that change one path; `$rename` and positional ones are elsewhere. */
export const updateOperators: ReadonlyMap<string, UpdateOperator> = new Map<string, UpdateOperator>([
  ['$set', (_current, argument) => cloneValue(argument)],
  ['$setOnInsert', (_current, argument) => cloneValue(argument)],
  ['$unset', () => undefined],
  ['$inc', arithmetic('$inc', 'increment', (current, argument) => current + argument, 0)],
  ['$mul', arithmetic('$mul', 'multiply', (current, argument) => current * argument, 0)],
  ['$min', extreme(-1)],
  ['$max', extreme(1)],
  ['$push', push],
  ['$addToSet', addToSet],
  ['$pull', pull],
  ['$pop', pop],
]);
