import type { Document } from '@garbageday/mongolite/wire/document.ts';
import { ObjectId } from 'bson';
import { describe, expect, it } from 'vitest';
import { contents, storeWith, update } from './store-driver.ts';

type Row = readonly [
  sentence: string,
  before: Document,
  change: Document | readonly Document[],
  after: Document,
  nModified: number,
];

const id = ObjectId.createFromHexString('0123456789abcdef01234567');

/** What MongoDB 7 answers and stores. */
const rows: readonly Row[] = [
  ['$set changes a field', { a: 1 }, { $set: { a: 2 } }, { a: 2 }, 1],
  ['$set to the same value modifies nothing', { a: 1 }, { $set: { a: 1 } }, { a: 1 }, 0],
  [
    '$set to the same ObjectId modifies nothing',
    { a: id },
    { $set: { a: new ObjectId(id.toHexString()) } },
    { a: id },
    0,
  ],
  ['$set makes the way to a nested field', {}, { $set: { 'a.b.c': 1 } }, { a: { b: { c: 1 } } }, 1],
  ['$set writes into an array by position', { a: [1, 2] }, { $set: { 'a.1': 5 } }, { a: [1, 5] }, 1],
  ['$set pads an array with null', { a: [1] }, { $set: { 'a.3': 5 } }, { a: [1, null, null, 5] }, 1],
  ['$set makes a document under a missing array', {}, { $set: { 'a.0': 1 } }, { a: { 0: 1 } }, 1],
  ['$setOnInsert does nothing to a match', { a: 1 }, { $setOnInsert: { b: 1 } }, { a: 1 }, 0],
  ['$unset removes', { a: 1, b: 2 }, { $unset: { a: '' } }, { b: 2 }, 1],
  ['$unset of nothing modifies nothing', { a: 1 }, { $unset: { b: '' } }, { a: 1 }, 0],
  ['$unset below nothing makes nothing', { a: 1 }, { $unset: { 'b.c': '' } }, { a: 1 }, 0],
  ['$unset of an array element leaves null', { a: [1, 2] }, { $unset: { 'a.0': '' } }, { a: [null, 2] }, 1],
  ['$inc adds', { a: 1 }, { $inc: { a: 2 } }, { a: 3 }, 1],
  ['$inc starts at zero', {}, { $inc: { a: 2 } }, { a: 2 }, 1],
  ['$inc by zero modifies nothing', { a: 1 }, { $inc: { a: 0 } }, { a: 1 }, 0],
  ['$inc by zero of nothing makes a zero', {}, { $inc: { a: 0 } }, { a: 0 }, 1],
  ['$mul multiplies', { a: 3 }, { $mul: { a: 2 } }, { a: 6 }, 1],
  ['$mul of nothing is zero', {}, { $mul: { a: 2 } }, { a: 0 }, 1],
  ['$min keeps the lesser', { a: 3 }, { $min: { a: 5 } }, { a: 3 }, 0],
  ['$min takes the lesser', { a: 3 }, { $min: { a: 1 } }, { a: 1 }, 1],
  ['$max compares across types: a string is greater', { a: 3 }, { $max: { a: 'x' } }, { a: 'x' }, 1],
  ['$rename moves', { a: 1 }, { $rename: { a: 'b' } }, { b: 1 }, 1],
  ['$rename of nothing modifies nothing', { a: 1 }, { $rename: { x: 'b' } }, { a: 1 }, 0],
  ['$push appends', { a: [1] }, { $push: { a: 2 } }, { a: [1, 2] }, 1],
  ['$push makes an array', {}, { $push: { a: 2 } }, { a: [2] }, 1],
  ['$push of an array is one element', { a: [] }, { $push: { a: [1, 2] } }, { a: [[1, 2]] }, 1],
  ['$push $each of nothing modifies nothing', { a: [1] }, { $push: { a: { $each: [] } } }, { a: [1] }, 0],
  [
    '$push $slice keeps the last',
    { a: [1, 2] },
    { $push: { a: { $each: [3], $slice: -2 } } },
    { a: [2, 3] },
    1,
  ],
  [
    '$push $slice keeps the first',
    { a: [1, 2] },
    { $push: { a: { $each: [3], $slice: 2 } } },
    { a: [1, 2] },
    0,
  ],
  [
    '$push $position inserts',
    { a: [1, 2] },
    { $push: { a: { $each: [9], $position: 1 } } },
    { a: [1, 9, 2] },
    1,
  ],
  [
    '$push $position from the end',
    { a: [1, 2] },
    { $push: { a: { $each: [9], $position: -1 } } },
    { a: [1, 9, 2] },
    1,
  ],
  ['$push $sort orders', { a: [3] }, { $push: { a: { $each: [1, 2], $sort: 1 } } }, { a: [1, 2, 3] }, 1],
  [
    '$push $sort by a field, then $slice',
    { a: [{ n: 1 }] },
    { $push: { a: { $each: [{ n: 3 }, { n: 2 }], $sort: { n: -1 }, $slice: 2 } } },
    { a: [{ n: 3 }, { n: 2 }] },
    1,
  ],
  ['$addToSet adds what is new', { a: [1] }, { $addToSet: { a: { $each: [1, 2, 2] } } }, { a: [1, 2] }, 1],
  [
    '$addToSet of what is there modifies nothing',
    { a: [{ x: 1 }] },
    { $addToSet: { a: { x: 1 } } },
    { a: [{ x: 1 }] },
    0,
  ],
  ['$pull by value', { a: [1, 2, 1] }, { $pull: { a: 1 } }, { a: [2] }, 1],
  ['$pull by condition', { a: [1, 5, 9] }, { $pull: { a: { $gte: 5 } } }, { a: [1] }, 1],
  [
    '$pull by a field of the elements',
    { a: [{ n: 1 }, { n: 2 }] },
    { $pull: { a: { n: 2 } } },
    { a: [{ n: 1 }] },
    1,
  ],
  ['$pull of nothing modifies nothing', { a: [1] }, { $pull: { a: 7 } }, { a: [1] }, 0],
  ['$pullAll', { a: [1, 2, 3] }, { $pullAll: { a: [1, 3] } }, { a: [2] }, 1],
  ['$pop takes the last', { a: [1, 2] }, { $pop: { a: 1 } }, { a: [1] }, 1],
  ['$pop takes the first', { a: [1, 2] }, { $pop: { a: -1 } }, { a: [2] }, 1],
  ['$bit', { a: 5 }, { $bit: { a: { or: 2 } } }, { a: 7 }, 1],
  ['all positions', { a: [1, 2] }, { $inc: { 'a.$[]': 1 } }, { a: [2, 3] }, 1],
  [
    'several operators at once',
    { a: 1, b: [1] },
    { $inc: { a: 1 }, $push: { b: 2 } },
    { a: 2, b: [1, 2] },
    1,
  ],
  ['a replacement keeps the _id', { a: 1, b: 2 }, { c: 3 }, { c: 3 }, 1],
  ['a replacement by the same modifies nothing', { a: 1 }, { a: 1 }, { a: 1 }, 0],
  ['a pipeline', { a: 2 }, [{ $set: { b: { $multiply: ['$a', 3] } } }], { a: 2, b: 6 }, 1],
];

describe('updating one document', () => {
  it.each(rows)('%s', (_, before, change, after, nModified) => {
    const store = storeWith([{ _id: 1, ...before }]);
    const answer = update(store, { _id: 1 }, change);
    expect(answer).toEqual({ n: 1, nModified, ok: 1 });
    expect(contents(store)).toEqual([{ _id: 1, ...after }]);
  });

  it('never changes a document that a reader holds', () => {
    const store = storeWith([{ _id: 1, a: { b: [1] } }]);
    const [held] = contents(store);
    update(store, { _id: 1 }, { $push: { 'a.b': 2 }, $set: { 'a.c': 1 } });
    update(store, { _id: 1 }, { $inc: { 'a.b.$[]': 1 } });
    expect(held).toEqual({ _id: 1, a: { b: [1] } });
    expect(contents(store)).toEqual([{ _id: 1, a: { b: [2, 3], c: 1 } }]);
  });

  const failures: readonly (readonly [string, Document, Document | readonly Document[], number])[] = [
    ['$inc of a string', { a: 'x' }, { $inc: { a: 1 } }, 14],
    ['$inc by a string', { a: 1 }, { $inc: { a: 'x' } }, 14],
    ['$push to a number', { a: 1 }, { $push: { a: 1 } }, 2],
    ['$addToSet to a number', { a: 1 }, { $addToSet: { a: 1 } }, 2],
    ['$push with $each that is no array', { a: [] }, { $push: { a: { $each: 1 } } }, 2],
    ['a field below a number', { a: 1 }, { $set: { 'a.b': 1 } }, 28],
    ['a name below an array', { a: [1] }, { $set: { 'a.b': 1 } }, 28],
    ['an unknown operator', { a: 1 }, { $foo: { a: 1 } }, 9],
    ['an operator without fields', { a: 1 }, { $set: 1 }, 9],
    ['two operators on one path', { a: 1 }, { $set: { a: 1 }, $inc: { a: 1 } }, 40],
    ['two operators on a path and below it', { a: {} }, { $set: { 'a.b': 1 }, $unset: { a: '' } }, 40],
    ['another _id by $set', { a: 1 }, { $set: { _id: 2 } }, 66],
    ['another _id by replacement', { a: 1 }, { _id: 2, a: 2 }, 66],
  ];

  it.each(failures)('refuses %s', (_, before, change, code) => {
    const store = storeWith([{ _id: 1, ...before }]);
    const answer = update(store, { _id: 1 }, change);
    expect(answer).toMatchObject({ n: 0, nModified: 0, ok: 1, writeErrors: [{ index: 0, code }] });
    expect(contents(store)).toEqual([{ _id: 1, ...before }]);
  });
});

describe('upserting', () => {
  const upsert = { isUpsert: true };

  const upserts: readonly (readonly [string, Document, Document, Document])[] = [
    [
      'takes equalities from the filter',
      { _id: 'w', kind: { $eq: 'k' }, n: { $gt: 3 } },
      { $inc: { count: 1 } },
      { _id: 'w', kind: 'k', count: 1 },
    ],
    [
      'takes equalities from $and',
      { $and: [{ a: 1 }, { b: 2 }] },
      { $set: { c: 3 } },
      { _id: 'new-id', a: 1, b: 2, c: 3 },
    ],
    ['takes nested equalities', { 'a.b': 1 }, { $set: { c: 3 } }, { _id: 'new-id', a: { b: 1 }, c: 3 }],
    ['uses $setOnInsert', { a: 1 }, { $setOnInsert: { made: true } }, { _id: 'new-id', a: 1, made: true }],
    ['puts _id first', { a: 1 }, { $set: { _id: 7 } }, { _id: 7, a: 1 }],
    ['replaces with the _id of the filter only', { _id: 5, a: 1 }, { b: 2 }, { _id: 5, b: 2 }],
  ];

  it.each(upserts)('%s', (_, filter, change, expected) => {
    const store = storeWith([]);
    const answer = update(store, filter, change, upsert);
    expect(answer).toEqual({ n: 1, nModified: 0, upserted: [{ index: 0, _id: expected['_id'] }], ok: 1 });
    expect(contents(store)).toEqual([expected]);
    expect(Object.keys(contents(store)[0] ?? {})[0]).toBe('_id');
  });

  /** The word counter's write: an operation id makes a repeat harmless. */
  const count = (operation: string) =>
    [
      { _id: 'word', ops: { $ne: operation } },
      { $inc: { count: 1 }, $push: { ops: { $each: [operation], $slice: -3 } } },
    ] as const;

  it('counts two concurrent upserts of the same new word: the second one matches', () => {
    const store = storeWith([]);
    expect(update(store, ...count('a'), upsert)).toMatchObject({
      n: 1,
      upserted: [{ index: 0, _id: 'word' }],
    });
    expect(update(store, ...count('b'), upsert)).toEqual({ n: 1, nModified: 1, ok: 1 });
    expect(contents(store)).toEqual([{ _id: 'word', count: 2, ops: ['a', 'b'] }]);
  });

  it('answers the same operation again with E11000 and counts it once', () => {
    const store = storeWith([]);
    update(store, ...count('a'), upsert);
    expect(update(store, ...count('a'), upsert)).toEqual({
      n: 0,
      nModified: 0,
      writeErrors: [
        {
          index: 0,
          code: 11000,
          errmsg: 'E11000 duplicate key error collection: wc.words index: _id_ dup key: { _id: "word" }',
          keyPattern: { _id: 1 },
          keyValue: { _id: 'word' },
        },
      ],
      ok: 1,
    });
    expect(contents(store)).toEqual([{ _id: 'word', count: 1, ops: ['a'] }]);
  });

  it('forgets an operation that has left the array', () => {
    const store = storeWith([]);
    for (const operation of ['a', 'b', 'c', 'd', 'a']) update(store, ...count(operation), upsert);
    expect(contents(store)).toEqual([{ _id: 'word', count: 5, ops: ['c', 'd', 'a'] }]);
  });
});
