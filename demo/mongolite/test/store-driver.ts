/** A store driven as the log drives it: every write goes through its encoding. */
import { createStore, type Store } from '@garbageday/mongolite/store/store.ts';
import {
  encodeWrite,
  type Retry,
  type UpdateStatement,
  type WriteCommand,
} from '@garbageday/mongolite/store/write-command.ts';
import type { Document } from '@garbageday/mongolite/wire/document.ts';

export const namespace = 'wc.words';

type WithoutRetry<T> = T extends unknown ? Omit<T, 'retry'> : never;

export function apply(store: Store, write: WithoutRetry<WriteCommand>, retry: Retry | null = null): Document {
  return {
    ...store.machine.apply(encodeWrite({ ...write, retry } as WriteCommand)),
  };
}

export function storeWith(documents: readonly Document[]): Store {
  const store = createStore();
  if (documents.length > 0) apply(store, { kind: 'insert', namespace, documents, isOrdered: true });
  return store;
}

export function contents(store: Store): readonly Document[] {
  return [...(store.databases().collection(namespace)?.documents.values() ?? [])];
}

export function statement(
  filter: Document,
  update: Document | readonly Document[],
  options: Partial<UpdateStatement> = {},
): UpdateStatement {
  return {
    filter,
    update,
    arrayFilters: [],
    isMulti: false,
    isUpsert: false,
    newId: 'new-id',
    ...options,
  };
}

export function update(
  store: Store,
  filter: Document,
  change: Document | readonly Document[],
  options: Partial<UpdateStatement> = {},
): Document {
  return apply(store, {
    kind: 'update',
    namespace,
    statements: [statement(filter, change, options)],
    isOrdered: true,
  });
}
