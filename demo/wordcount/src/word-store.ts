import { type Collection, MongoServerError } from 'mongodb';
import { type Attempt, retryUntil } from './retry-until.ts';

/** A word and how often it was inserted (integer ≥ 0). */
export type WordCount = { readonly word: string; readonly count: number };

/** The counters. Every call survives a failover of the database of up to eight seconds; after that, `DeadlineError`. */
export type WordStore = {
  /** Counts the word once per request id, however often that id arrives. Returns the new count. */
  readonly insert: (word: string, requestId: string) => Promise<number>;
  /** 0 for a word that was never inserted. */
  readonly count: (word: string) => Promise<number>;
  /** The most frequent words first, at most `limit`. */
  readonly top: (limit: number) => Promise<readonly WordCount[]>;
  /** Words sorted by name, at most `limit`. */
  readonly list: (limit: number) => Promise<readonly WordCount[]>;
};

/** `ops`: the latest request ids, so that a repeat is recognised. */
export type WordDocument = { readonly _id: string; readonly count: number; readonly ops: string[] };

const patienceMs = 8000;

/** How many of the latest request ids are remembered per word: 8 s of them at 30 inserts/s of one word. */
const rememberedIds = 256;

const duplicateKey = 11_000;

function isDuplicateKey(error: unknown): boolean {
  return error instanceof MongoServerError && error.code === duplicateKey;
}

/**
 * E11000 after this upsert means either that the id is already counted or that another first insert of the word won the
 * race. A majority read tells them apart, and never counts a write as applied that could still be rolled back.
 */
async function countedBefore(
  words: Collection<WordDocument>,
  word: string,
  id: string,
): Promise<Attempt<number>> {
  const found = await words.findOne({ _id: word, ops: id }, { projection: { count: 1 } });
  return found === null ? { kind: 'again' } : { kind: 'done', value: found.count };
}

async function countOnce(
  words: Collection<WordDocument>,
  word: string,
  id: string,
): Promise<Attempt<number>> {
  try {
    const updated = await words.findOneAndUpdate(
      { _id: word, ops: { $ne: id } },
      { $inc: { count: 1 }, $push: { ops: { $each: [id], $slice: -rememberedIds } } },
      { upsert: true, returnDocument: 'after', projection: { count: 1 } },
    );
    return updated === null ? { kind: 'again' } : { kind: 'done', value: updated.count };
  } catch (error) {
    if (isDuplicateKey(error)) return countedBefore(words, word, id);
    throw error;
  }
}

function read<T>(query: () => Promise<T>): Promise<T> {
  return retryUntil(patienceMs, async () => ({ kind: 'done', value: await query() }));
}

function toWordCount({ _id, count }: WordDocument): WordCount {
  return { word: _id, count };
}

/** The counters in a MongoDB collection. Throws `DeadlineError` if the database stays away. */
export function wordStore(words: () => Collection<WordDocument>): WordStore {
  return {
    insert: (word, requestId) => retryUntil(patienceMs, () => countOnce(words(), word, requestId)),
    count: (word) =>
      read(async () => (await words().findOne({ _id: word }, { projection: { count: 1 } }))?.count ?? 0),
    top: (limit) =>
      read(async () => {
        const sorted = words()
          .find({}, { projection: { count: 1 } })
          .sort({ count: -1, _id: 1 })
          .limit(limit);
        return (await sorted.toArray()).map(toWordCount);
      }),
    list: (limit) =>
      read(async () => {
        const sorted = words()
          .find({}, { projection: { count: 1 } })
          .sort({ _id: 1 })
          .limit(limit);
        return (await sorted.toArray()).map(toWordCount);
      }),
  };
}
