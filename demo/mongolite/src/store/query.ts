/** Matches documents against filters, with MongoDB's errors. */
import type { Document } from '../wire/document.ts';
import { filterTest, translated } from './engine.ts';

export type Matcher = (document: Document) => boolean;

/** Throws BadValue for an invalid filter; the matcher does so if only a document reveals it. */
export function matcherOf(filter: Document): Matcher {
  if (Object.keys(filter).length === 0) return () => true;
  const test = translated('BadValue', () => filterTest(filter));
  return (document) => translated('BadValue', () => test(document));
}
