/** Matching documents against filters: mingo for everything, wrapped in MongoDB's errors. */
import { Query } from 'mingo';
import { commandError } from '../command-error.ts';
import type { Document } from '../wire/document.ts';

export type Matcher = (document: Document) => boolean;

const engineOptions = { scriptEnabled: false } as const;

const translated = <T>(run: () => T): T => {
  try {
    return run();
  } catch (error) {
    throw commandError('BadValue', error instanceof Error ? error.message : String(error));
  }
};

/** Throws BadValue when the filter is none; so does the matcher where only a document shows it. */
export const matcherOf = (filter: Document): Matcher => {
  if (Object.keys(filter).length === 0) return () => true;
  const query = translated(() => new Query(filter, engineOptions));
  return (document) => translated(() => query.test(document));
};
