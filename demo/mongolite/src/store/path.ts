/**
 * Dotted paths into documents. Writing copies what it changes and shares the rest, so stored documents never change.
 */
import { commandError } from '../command-error.ts';
import { type Document, fieldOf, isDocument } from '../wire/document.ts';
import { showDocument } from './values.ts';

function isIndex(step: string): boolean {
  return /^(0|[1-9]\d*)$/.test(step);
}

/** The value at a path, entering arrays by position only; `undefined` if there is none. */
export function valueAt(document: Document, path: string): unknown {
  let value: unknown = document;
  for (const step of path.split('.')) {
    if (Array.isArray(value)) value = isIndex(step) ? value[Number(step)] : undefined;
    else value = isDocument(value) ? fieldOf(value, step) : undefined;
  }
  return value;
}

/** Every value that a query, an index or a sort sees at a path: arrays on the way are entered. */
export function valuesAt(value: unknown, steps: readonly string[]): readonly unknown[] {
  const [step, ...rest] = steps;
  if (step === undefined) return [value];
  if (Array.isArray(value)) {
    const byPosition = isIndex(step) ? valuesAt(value[Number(step)], rest) : [];
    return [...byPosition, ...value.filter(isDocument).flatMap((item) => valuesAt(item, steps))];
  }
  return isDocument(value) ? valuesAt(fieldOf(value, step), rest) : [undefined];
}

/** Returns the new value for the old one; `undefined` on either side means that the field does not exist. */
export type Change = (current: unknown) => unknown;

function notViable(step: string, parent: string, value: unknown) {
  return commandError(
    'PathNotViable',
    `Cannot create field '${step}' in element ${showDocument({ [parent]: value })}`,
  );
}

/** mongod's limit on the nulls that are inserted before a new element. */
const maxPadding = 1_500_000;

function changeElement(items: readonly unknown[], at: number, next: unknown): unknown[] {
  if (at - items.length > maxPadding) {
    throw commandError('CannotBackfillArray', `can't backfill more than ${maxPadding} elements`);
  }
  const copy = [...items];
  while (copy.length < at) copy.push(null);
  copy[at] = next === undefined ? null : next;
  return copy;
}

function changeField(document: Document, step: string, next: unknown): Document {
  // Assigning to this name would change the object's prototype.
  if (step === '__proto__')
    throw commandError('BadValue', `mongolite does not support the field name '${step}'`);
  const copy = { ...document };
  if (next === undefined) delete copy[step];
  else copy[step] = next;
  return copy;
}

type Place = { readonly steps: readonly string[]; readonly parent: string };

function changeIn(container: unknown, place: Place, change: Change): unknown {
  const [step = '', ...rest] = place.steps;
  const child = childAt(container, step);
  const next = rest.length === 0 ? change(child) : changeBelow(child, { steps: rest, parent: step }, change);
  if (next === child) return container;
  if (Array.isArray(container)) {
    if (!isIndex(step)) throw notViable(step, place.parent, container);
    return changeElement(container, Number(step), next);
  }
  if (container !== undefined && !isDocument(container)) throw notViable(step, place.parent, container);
  return changeField(container ?? {}, step, next);
}

function childAt(container: unknown, step: string): unknown {
  if (Array.isArray(container)) return isIndex(step) ? container[Number(step)] : undefined;
  return isDocument(container) ? fieldOf(container, step) : undefined;
}

/** A missing container is created only if there is something to put into it. */
function changeBelow(child: unknown, place: Place, change: Change): unknown {
  if (child !== undefined) return changeIn(child, place, change);
  const made = changeIn({}, place, change);
  return isDocument(made) && Object.keys(made).length === 0 ? undefined : made;
}

/** The document with one path changed; the same object if nothing changed. Throws PathNotViable. */
export function changeAt(document: Document, path: string, change: Change): Document {
  const next = changeIn(document, { steps: path.split('.'), parent: '' }, change);
  return isDocument(next) ? next : document;
}
