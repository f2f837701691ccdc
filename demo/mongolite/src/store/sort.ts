/** Sorting as MongoDB does: BSON's order, missing as null, arrays by their least (or greatest) element. */
import { commandError } from '../command-error.ts';
import { type Document, fieldOf, numberOf } from '../wire/document.ts';
import { valuesAt } from './path.ts';
import { compareValues } from './values.ts';

type Compare = (a: Document, b: Document) => number;

function sortKey(document: Document, steps: readonly string[], direction: number): unknown {
  const [first = ''] = steps;
  const plain = steps.length === 1 ? fieldOf(document, first) : undefined;
  if (plain !== undefined && !Array.isArray(plain)) return plain;
  const values = valuesAt(document, steps).flatMap((value) => (Array.isArray(value) ? value : [value]));
  return values.reduce(
    (best, value) => (compareValues(value, best) * direction < 0 ? value : best),
    values[0],
  );
}

function compareBy([path, direction]: readonly [string, unknown]): Compare {
  const sign = numberOf(direction);
  if (sign !== 1 && sign !== -1) {
    throw commandError('BadValue', `Illegal key in $sort specification: ${path}: ${String(direction)}`);
  }
  const steps = path.split('.');
  return (a, b) => compareValues(sortKey(a, steps, sign), sortKey(b, steps, sign)) * sign;
}

function comparison(sort: Document): Compare {
  const steps = Object.entries(sort).map(compareBy);
  return (a, b) => {
    for (const compare of steps) {
      const difference = compare(a, b);
      if (difference !== 0) return difference;
    }
    return 0;
  };
}

/** A stable sort of a copy. */
export function sortDocuments(documents: readonly Document[], sort: Document): readonly Document[] {
  return Object.keys(sort).length === 0 ? documents : [...documents].sort(comparison(sort));
}

function placeOf(best: readonly Document[], document: Document, compare: Compare): number {
  let low = 0;
  let high = best.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = best[middle];
    if (other !== undefined && compare(other, document) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The first `count` of the sorted documents without sorting the rest. */
export function firstSorted(
  documents: readonly Document[],
  sort: Document,
  count: number,
): readonly Document[] {
  if (Object.keys(sort).length === 0) return documents.slice(0, count);
  if (count * 8 > documents.length) return sortDocuments(documents, sort).slice(0, count);
  const compare = comparison(sort);
  const best: Document[] = [];
  for (const document of documents) {
    const place = placeOf(best, document, compare);
    if (place >= count) continue;
    best.splice(place, 0, document);
    if (best.length > count) best.pop();
  }
  return best;
}
