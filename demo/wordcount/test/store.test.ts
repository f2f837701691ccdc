import { isPassingFailure, NotConnectedError } from '@garbageday/wordcount/passing-failure.ts';
import { DeadlineError, retryUntil } from '@garbageday/wordcount/retry-until.ts';
import { type WordDocument, wordStore } from '@garbageday/wordcount/word-store.ts';
import { type Collection, MongoError, MongoNetworkError, MongoServerError } from 'mongodb';
import { describe, expect, it } from 'vitest';

type Upsert = Promise<{ readonly count: number } | null>;

function duplicate(): MongoServerError {
  return new MongoServerError({ message: 'E11000 duplicate key', code: 11_000 });
}
function lost(): MongoNetworkError {
  return new MongoNetworkError('connection 3 to 127.0.0.1:27017 closed');
}

/** A collection that answers each upsert, and each look for an applied id, with the next of the given. */
function scripted(upserts: readonly (() => Upsert)[], looks: readonly (() => Upsert)[]) {
  const asked: string[] = [];
  const [nextUpsert, nextLook] = [upserts[Symbol.iterator](), looks[Symbol.iterator]()];
  const answer = (what: string, next: Iterator<() => Upsert>): Upsert => {
    asked.push(what);
    const given = next.next();
    if (given.done === true) throw new Error(`one ${what} too many`);
    return given.value();
  };
  const collection = {
    findOneAndUpdate: () => answer('upsert', nextUpsert),
    findOne: () => answer('look', nextLook),
  } as unknown as Collection<WordDocument>;
  return { asked, store: wordStore(() => collection) };
}

function counted(count: number) {
  return async () => ({ count });
}
async function nothing() {
  return null;
}
function failing(error: () => Error) {
  return async () => {
    throw error();
  };
}

describe('an insert is counted exactly once', () => {
  it('says the count of its own upsert', async () => {
    const { store, asked } = scripted([counted(3)], []);
    expect(await store.insert('w', 'id')).toBe(3);
    expect(asked).toEqual(['upsert']);
  });

  it('E11000 and the id is there: an earlier attempt was applied', async () => {
    const { store, asked } = scripted([failing(lost), failing(duplicate)], [counted(7)]);
    expect(await store.insert('w', 'id')).toBe(7);
    expect(asked).toEqual(['upsert', 'upsert', 'look']);
  });

  it('E11000 and the id is not there: another first insert won the race, so it is tried again', async () => {
    const { store, asked } = scripted([failing(duplicate), counted(2)], [nothing]);
    expect(await store.insert('w', 'id')).toBe(2);
    expect(asked).toEqual(['upsert', 'look', 'upsert']);
  });

  it('a connection lost while looking is one more attempt', async () => {
    const { store } = scripted([failing(duplicate), failing(duplicate)], [failing(lost), counted(4)]);
    expect(await store.insert('w', 'id')).toBe(4);
  });

  it('any other refusal of the database is told at once', async () => {
    const { store, asked } = scripted([failing(() => new MongoServerError({ message: 'bad', code: 2 }))], []);
    await expect(store.insert('w', 'id')).rejects.toThrow('bad');
    expect(asked).toEqual(['upsert']);
  });
});

describe('reading', () => {
  it('a word that nobody inserted was counted 0 times', async () => {
    const { store } = scripted([], [nothing]);
    expect(await store.count('w')).toBe(0);
  });

  it('outlasts lost connections', async () => {
    const { store } = scripted([], [failing(lost), failing(lost), counted(9)]);
    expect(await store.count('w')).toBe(9);
  });
});

describe('what passes by itself', () => {
  const server = (code: number): MongoServerError => new MongoServerError({ message: '', code });
  const labelled = (): MongoError => {
    const error = new MongoError('a write concern that failed');
    error.addErrorLabel('RetryableWriteError');
    return error;
  };

  const named = (name: string): MongoError =>
    Object.defineProperty(new MongoError(name), 'name', { get: () => name });

  it.each<[string, unknown, boolean]>([
    ['a lost connection', lost(), true],
    [
      'a socket error that the driver lets through bare',
      Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }),
      true,
    ],
    ['no connection free in time', named('MongoWaitQueueTimeoutError'), true],
    ['not primary', server(10_107), true],
    ['primary stepped down', server(189), true],
    ['shutting down', server(11_600), true],
    ['what the server calls retryable', labelled(), true],
    ['nobody found yet', new NotConnectedError(), true],
    ['a duplicate key', duplicate(), false],
    ['no permission', server(13), false],
    ['a mistake of ours', new TypeError('x is not a function'), false],
    ['something thrown that is no error', 'lost', false],
  ])('%s: %s', (_what, error, passes) => {
    expect(isPassingFailure(error)).toBe(passes);
  });
});

describe('patience', () => {
  it('ends: with the last failure as the cause', async () => {
    const endless = retryUntil(30, failing(lost));
    await expect(endless).rejects.toBeInstanceOf(DeadlineError);
    await expect(endless).rejects.toMatchObject({
      code: 'deadline',
      message: 'The database did not answer within 0.03 s.',
      cause: { name: 'MongoNetworkError' },
    });
  });

  it('ends for a race that never does', async () => {
    await expect(retryUntil(30, async () => ({ kind: 'again' }))).rejects.toBeInstanceOf(DeadlineError);
  });
});
