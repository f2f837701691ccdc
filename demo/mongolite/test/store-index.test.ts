import type { Document } from '@garbageday/mongolite/wire/document.ts';
import { describe, expect, it } from 'vitest';
import { apply, contents, namespace, storeWith, update } from './store-driver.ts';

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

describe('a unique index', () => {
  const unique = index({ word: 1 }, { unique: true });

  it('refuses a second document with the same key, and says which', () => {
    const store = storeWith([{ _id: 1, word: 'a' }]);
    apply(store, unique);
    expect(apply(store, insert([{ _id: 2, word: 'a' }]))).toMatchObject({
      n: 0,
      writeErrors: [
        {
          code: 11000,
          keyPattern: { word: 1 },
          keyValue: { word: 'a' },
          errmsg: 'E11000 duplicate key error collection: wc.words index: word dup key: { word: "a" }',
        },
      ],
    });
    expect(contents(store)).toHaveLength(1);
  });

  it('refuses an update into a taken key and leaves the document as it was', () => {
    const store = storeWith([
      { _id: 1, word: 'a' },
      { _id: 2, word: 'b' },
    ]);
    apply(store, unique);
    expect(update(store, { _id: 2 }, { $set: { word: 'a' } })).toMatchObject({
      writeErrors: [{ code: 11000 }],
    });
    expect(update(store, { _id: 2 }, { $set: { word: 'b', n: 1 } })).toMatchObject({ nModified: 1 });
    expect(update(store, { _id: 1 }, { $set: { word: 'c' } })).toMatchObject({ nModified: 1 });
    expect(update(store, { _id: 2 }, { $set: { word: 'a' } })).toMatchObject({ nModified: 1 });
  });

  it('frees a key when its document goes', () => {
    const store = storeWith([{ _id: 1, word: 'a' }]);
    apply(store, unique);
    apply(store, { kind: 'delete', namespace, statements: [{ filter: {}, isMulti: true }], isOrdered: true });
    expect(apply(store, insert([{ _id: 2, word: 'a' }]))).toEqual({ n: 1, ok: 1 });
  });

  it('holds a missing field as null, once', () => {
    const store = storeWith([{ _id: 1 }]);
    apply(store, unique);
    expect(apply(store, insert([{ _id: 2 }]))).toMatchObject({ writeErrors: [{ code: 11000 }] });
  });

  it('does not hold a missing field when it is sparse', () => {
    const store = storeWith([{ _id: 1 }]);
    apply(store, index({ word: 1 }, { unique: true, sparse: true }));
    expect(apply(store, insert([{ _id: 2 }]))).toEqual({ n: 1, ok: 1 });
  });

  it('holds only what its partial filter covers', () => {
    const store = storeWith([{ _id: 1, word: 'a', on: true }]);
    apply(store, index({ word: 1 }, { unique: true, partialFilterExpression: { on: true } }));
    expect(apply(store, insert([{ _id: 2, word: 'a', on: false }]))).toEqual({ n: 1, ok: 1 });
    expect(apply(store, insert([{ _id: 3, word: 'a', on: true }]))).toMatchObject({ n: 0 });
  });

  it('on two fields compares both', () => {
    const store = storeWith([{ _id: 1, a: 1, b: 1 }]);
    apply(store, index({ a: 1, b: 1 }, { unique: true }));
    expect(apply(store, insert([{ _id: 2, a: 1, b: 2 }]))).toEqual({ n: 1, ok: 1 });
    expect(apply(store, insert([{ _id: 3, a: 1, b: 1 }]))).toMatchObject({ n: 0 });
  });

  it('holds every element of an array', () => {
    const store = storeWith([{ _id: 1, tags: ['a', 'b'] }]);
    apply(store, index({ tags: 1 }, { unique: true }));
    expect(apply(store, insert([{ _id: 2, tags: ['b', 'c'] }]))).toMatchObject({ n: 0 });
  });

  it('is not made over duplicates', () => {
    const store = storeWith([
      { _id: 1, word: 'a' },
      { _id: 2, word: 'a' },
    ]);
    expect(apply(store, unique)).toMatchObject({ ok: 0, code: 11000 });
    expect(store.databases().collection(namespace)?.indexes.size).toBe(0);
  });
});

describe('making indexes', () => {
  it('counts them, and says when nothing is new', () => {
    const store = storeWith([]);
    const first = { numIndexesBefore: 1, numIndexesAfter: 2, createdCollectionAutomatically: true, ok: 1 };
    expect(apply(store, index({ a: 1 }))).toEqual(first);
    expect(apply(store, index({ a: 1 }))).toMatchObject({
      numIndexesAfter: 2,
      note: 'all indexes already exist',
    });
  });

  it.each([
    ['another key under a taken name', { b: 1 }, { name: 'a' }, 86],
    ['a taken key under another name', { a: 1 }, { name: 'other' }, 85],
    ['a text index', { a: 'text' }, {}, 67],
    ['an expiring index', { a: 1 }, { name: 'ttl', expireAfterSeconds: 5 }, 67],
  ])('refuses %s', (_, key, options, code) => {
    const store = storeWith([]);
    apply(store, index({ a: 1 }));
    expect(apply(store, index(key, options))).toMatchObject({ ok: 0, code });
  });
});
