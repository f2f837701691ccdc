/** All collections, by namespace (`database.collection`). */
import { type Collection, createCollection } from './collection.ts';

export type Databases = {
  readonly collection: (namespace: string) => Collection | null;
  /** Creates it if it does not exist, as MongoDB does on the first write. */
  readonly collectionFor: (namespace: string) => Collection;
  readonly namespaces: () => readonly string[];
  readonly drop: (namespace: string) => void;
  readonly collections: () => readonly Collection[];
};

export function createDatabases(): Databases {
  const collections = new Map<string, Collection>();
  const collectionFor = (namespace: string): Collection => {
    const known = collections.get(namespace);
    if (known !== undefined) return known;
    const made = createCollection(namespace);
    collections.set(namespace, made);
    return made;
  };
  return {
    collection: (namespace) => collections.get(namespace) ?? null,
    collectionFor,
    namespaces: () => [...collections.keys()],
    drop: (namespace) => void collections.delete(namespace),
    collections: () => [...collections.values()],
  };
}
