import { createStore } from '@garbageday/mongolite/store/store.ts';
import type { Document } from '@garbageday/mongolite/wire/document.ts';
import { Binary, Long, ObjectId } from 'bson';
import { describe, expect, it } from 'vitest';
import { apply, contents, namespace, statement, storeWith, update } from './store-driver.ts';

function insert(documents: readonly Document[], isOrdered = true) {
  return { kind: 'insert', namespace, documents, isOrdered } as const;
}

function index(key: Document, options: Document = {}) {
  return {
    kind: 'createIndexes',
    namespace,
    indexes: [{ key, name: Object.keys(key).join('_'), ...options }],
  } as const;
}

describe('inserting', () => {
  it('stops an ordered batch at the first duplicate', () => {
    const store = storeWith([{ _id: 2 }]);
    const answer = apply(store, insert([{ _id: 1 }, { _id: 2 }, { _id: 3 }]));
    expect(answer).toMatchObject({ n: 1, ok: 1, writeErrors: [{ index: 1, code: 11000 }] });
    expect(contents(store).map(({ _id }) => _id)).toEqual([2, 1]);
  });

  it('goes on after a duplicate in an unordered batch', () => {
    const store = storeWith([{ _id: 2 }]);
    expect(apply(store, insert([{ _id: 1 }, { _id: 2 }, { _id: 3 }], false))).toMatchObject({ n: 2 });
  });

  it.each([
    ['an int and a double', 1, 1.0],
    ['an int and a long', 1, Long.fromNumber(1)],
    ['the same ObjectId', new ObjectId('0123456789abcdef01234567'), new ObjectId('0123456789abcdef01234567')],
    ['equal documents', { a: 1, b: 'x' }, { a: 1, b: 'x' }],
    ['equal binary data', new Binary(Buffer.from('a')), new Binary(Buffer.from('a'))],
  ])('takes %s for the same _id', (_, first, second) => {
    expect(apply(storeWith([{ _id: first }]), insert([{ _id: second }]))).toMatchObject({ n: 0 });
  });

  it.each([
    ['a string and a number', '1', 1],
    ['documents in another order', { a: 1, b: 2 }, { b: 2, a: 1 }],
    ['null and a missing value in a document', { a: null }, {}],
  ])('takes %s for different _ids', (_, first, second) => {
    expect(apply(storeWith([{ _id: first }]), insert([{ _id: second }]))).toEqual({ n: 1, ok: 1 });
  });

  it('refuses an array as _id', () => {
    expect(apply(storeWith([]), insert([{ _id: [1] }]))).toMatchObject({ n: 0, writeErrors: [{ code: 53 }] });
  });
});

describe('findAndModify', () => {
  const run = (store: ReturnType<typeof storeWith>, options: Document) =>
    apply(store, {
      kind: 'findAndModify',
      namespace,
      sort: {},
      isRemove: false,
      returnsNew: false,
      statement: statement({ _id: 1 }, { $inc: { n: 1 } }),
      ...options,
    });

  it.each<readonly [string, Document, Document]>([
    [
      'the former document',
      {},
      { lastErrorObject: { n: 1, updatedExisting: true }, value: { _id: 1, n: 1 }, ok: 1 },
    ],
    [
      'the new document',
      { returnsNew: true },
      { lastErrorObject: { n: 1, updatedExisting: true }, value: { _id: 1, n: 2 }, ok: 1 },
    ],
    [
      'the removed document',
      { isRemove: true },
      { lastErrorObject: { n: 1 }, value: { _id: 1, n: 1 }, ok: 1 },
    ],
    [
      'nothing',
      { statement: statement({ _id: 9 }, {}) },
      { lastErrorObject: { n: 0, updatedExisting: false }, value: null, ok: 1 },
    ],
    [
      'the upserted document',
      { returnsNew: true, statement: statement({ _id: 9 }, { $inc: { n: 1 } }, { isUpsert: true }) },
      { lastErrorObject: { n: 1, updatedExisting: false, upserted: 9 }, value: { _id: 9, n: 1 }, ok: 1 },
    ],
    [
      'the first in the order asked for',
      { sort: { n: -1 }, statement: statement({}, { $set: { hit: true } }) },
      { lastErrorObject: { n: 1, updatedExisting: true }, value: { _id: 2, n: 7 }, ok: 1 },
    ],
  ])('answers with %s', (_, options, expected) => {
    expect(
      run(
        storeWith([
          { _id: 1, n: 1 },
          { _id: 2, n: 7 },
        ]),
        options,
      ),
    ).toEqual(expected);
  });
});

describe('retryable writes', () => {
  const increment = {
    kind: 'update',
    namespace,
    statements: [statement({ _id: 1 }, { $inc: { n: 1 } })],
    isOrdered: true,
  } as const;

  it('are applied once and answered again', () => {
    const store = storeWith([{ _id: 1, n: 0 }]);
    const retry = { session: 's', txnNumber: 4 };
    expect(apply(store, increment, retry)).toEqual({ n: 1, nModified: 1, ok: 1 });
    expect(apply(store, increment, retry)).toEqual({ n: 1, nModified: 1, retriedStmtIds: [0], ok: 1 });
    expect(contents(store)).toEqual([{ _id: 1, n: 1 }]);
  });

  it('are told apart by session and by number', () => {
    const store = storeWith([{ _id: 1, n: 0 }]);
    apply(store, increment, { session: 's', txnNumber: 1 });
    apply(store, increment, { session: 's', txnNumber: 2 });
    apply(store, increment, { session: 't', txnNumber: 2 });
    expect(contents(store)).toEqual([{ _id: 1, n: 3 }]);
  });

  it('are refused when the session has gone on', () => {
    const store = storeWith([{ _id: 1, n: 0 }]);
    apply(store, increment, { session: 's', txnNumber: 2 });
    expect(apply(store, increment, { session: 's', txnNumber: 1 })).toMatchObject({ ok: 0, code: 225 });
  });

  it('repeat their error, too', () => {
    const store = storeWith([{ _id: 1 }]);
    const retry = { session: 's', txnNumber: 1 };
    const first = apply(store, insert([{ _id: 1 }]), retry);
    expect(apply(store, insert([{ _id: 1 }]), retry)).toEqual({ ...first, retriedStmtIds: [0] });
  });
});

describe('a snapshot', () => {
  it('carries documents, indexes and answers over to another member', () => {
    const store = storeWith([
      { _id: 1, n: 0, when: new Date(3) },
      { _id: 2, word: 'a' },
    ]);
    apply(store, index({ word: 1 }, { unique: true, sparse: true }));
    const increment = {
      kind: 'update',
      namespace,
      statements: [statement({ _id: 1 }, { $inc: { n: 1 } })],
      isOrdered: true,
    } as const;
    const retry = { session: 's', txnNumber: 9 };
    apply(store, increment, retry);
    const copy = createStore();
    const restoration = copy.machine.restore();
    for (const record of store.machine.records()) restoration.add(record);
    expect(contents(copy)).toEqual([]);
    restoration.finish();
    expect(contents(copy)).toEqual(contents(store));
    apply(copy, increment, retry);
    expect(contents(copy)).toEqual(contents(store));
    expect(apply(copy, insert([{ _id: 3, word: 'a' }]))).toMatchObject({ writeErrors: [{ code: 11000 }] });
  });

  it('is frozen at the moment when it was taken', () => {
    const store = storeWith([{ _id: 1, n: 0 }]);
    const records = store.machine.records();
    update(store, { _id: 1 }, { $inc: { n: 1 } });
    apply(store, insert([{ _id: 2 }]));
    const copy = createStore();
    const restoration = copy.machine.restore();
    for (const record of records) restoration.add(record);
    restoration.finish();
    expect(contents(copy)).toEqual([{ _id: 1, n: 0 }]);
  });
});

describe('collections and databases', () => {
  it.each<readonly [string, Parameters<typeof apply>[1], Document]>([
    ['creating one that is there', { kind: 'create', namespace }, { ok: 0, code: 48 }],
    ['creating a new one', { kind: 'create', namespace: 'wc.other' }, { ok: 1 }],
    ['dropping one', { kind: 'drop', namespace }, { ns: namespace, ok: 1 }],
    ['dropping one that is not there', { kind: 'drop', namespace: 'wc.other' }, { ok: 0, code: 26 }],
    ['dropping its database', { kind: 'dropDatabase', namespace: 'wc' }, { dropped: 'wc', ok: 1 }],
    [
      'dropping an index that is not there',
      { kind: 'dropIndexes', namespace, names: ['x'] },
      { ok: 0, code: 27 },
    ],
  ])('%s', (_, write, expected) => {
    expect(apply(storeWith([{ _id: 1 }]), write)).toMatchObject(expected);
  });
});
