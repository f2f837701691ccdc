/** Matching documents against filters, wrapped in MongoDB's errors. */
import type { Document } from '../wire/document.ts';
import { filterTest, translated } from './engine.ts';

export type Matcher = (document: Document) => boolean;

/** Throws BadValue when the filter is not one; so does the matcher where only a document shows it. */
export function matcherOf(filter: Document): Matcher {
  if (Object.keys(filter).length === 0) return () => true;
  const test = translated('BadValue', () => filterTest(filter));
  return (document) => translated('BadValue', () => test(document));
}
