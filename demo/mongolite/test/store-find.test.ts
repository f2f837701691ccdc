import { aggregate } from '@garbageday/mongolite/store/aggregate.ts';
import { projectDocuments } from '@garbageday/mongolite/store/projection.ts';
import { firstSorted, sortDocuments } from '@garbageday/mongolite/store/sort.ts';
import { compareValues, keyOf } from '@garbageday/mongolite/store/values.ts';
import type { Document } from '@garbageday/mongolite/wire/document.ts';
import { Binary, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apply, namespace, storeWith } from './store-driver.ts';

function index(key: Document, options: Document = {}) {
  return {
    kind: 'createIndexes',
    namespace,
    indexes: [{ key, name: Object.keys(key).join('_'), ...options }],
  } as const;
}

function found(documents: readonly Document[], filter: Document): readonly unknown[] {
  return (
    storeWith(documents).databases().collection(namespace)?.find(filter, Number.POSITIVE_INFINITY) ?? []
  ).map(({ _id }) => _id);
}

describe('finding', () => {
  const documents = [
    { _id: 1, word: 'cat', n: 1, tags: ['a', 'b'], sub: { x: 1 } },
    { _id: 2, word: 'dog', n: 5, tags: [], sub: { x: 2 } },
    { _id: 3, word: 'cow', n: null },
    { _id: 4, when: new Date(1000), n: Long.fromNumber(5) },
  ];

  it.each<readonly [string, Document, readonly number[]]>([
    ['everything', {}, [1, 2, 3, 4]],
    ['by _id', { _id: 2 }, [2]],
    ['by a list of _ids', { _id: { $in: [4, 1] } }, [1, 4]],
    ['null or missing', { word: null }, [4]],
    ['null but not a number', { n: null }, [3]],
    ['an element of an array', { tags: 'a' }, [1]],
    ['not in an array', { tags: { $ne: 'a' } }, [2, 3, 4]],
    ['a nested field', { 'sub.x': 2 }, [2]],
    ['a range', { n: { $gte: 1, $lt: 5 } }, [1]],
    ['a prefix', { word: /^c/ }, [1, 3]],
    ['a prefix as $regex', { word: { $regex: '^C', $options: 'i' } }, [1, 3]],
    ['either', { $or: [{ word: 'dog' }, { 'sub.x': 1 }] }, [1, 2]],
    ['a size', { tags: { $size: 0 } }, [2]],
    ['a date', { when: { $gt: new Date(999) } }, [4]],
    ['existence', { tags: { $exists: true } }, [1, 2]],
  ])('%s', (_, filter, ids) => {
    expect(found(documents, filter)).toEqual(ids);
  });

  it('gives the same through an index as without', () => {
    const store = storeWith(documents);
    apply(store, index({ word: 1 }));
    apply(store, index({ tags: 1 }));
    const collection = store.databases().collection(namespace);
    expect(collection?.find({ word: 'dog', n: 5 }, 9).map(({ _id }) => _id)).toEqual([2]);
    expect(collection?.find({ tags: 'b' }, 9).map(({ _id }) => _id)).toEqual([1]);
    expect(collection?.find({ word: null }, 9).map(({ _id }) => _id)).toEqual([4]);
  });

  it('refuses an unknown operator', () => {
    expect(() => found(documents, { n: { $foo: 1 } })).toThrow(/foo/);
  });
});

describe('sorting', () => {
  const inOrder: readonly unknown[] = [
    new MinKey(),
    null,
    -1,
    2,
    Long.fromNumber(3),
    'a',
    'b',
    { a: 1 },
    { a: 2 },
    { b: 0 },
    [1, 2],
    new Binary(Buffer.from('a')),
    new ObjectId('000000000000000000000001'),
    false,
    true,
    new Date(0),
    new Date(1),
    Timestamp.fromNumber(1),
    /x/,
    new MaxKey(),
  ];

  it('orders all types as BSON does', () => {
    for (const [at, a] of inOrder.entries()) {
      for (const [other, b] of inOrder.entries()) {
        expect(Math.sign(compareValues(a, b)), `${String(a)} and ${String(b)}`).toBe(Math.sign(at - other));
      }
    }
  });

  it('has equal keys exactly for equal values', () => {
    expect(new Set(inOrder.map(keyOf)).size).toBe(inOrder.length);
    expect(keyOf(1)).toBe(keyOf(Long.fromNumber(1)));
    expect(keyOf(-0)).toBe(keyOf(0));
  });

  it.each<readonly [string, readonly Document[], Document, readonly number[]]>([
    [
      'descending',
      [
        { _id: 1, n: 1 },
        { _id: 2, n: 3 },
      ],
      { n: -1 },
      [2, 1],
    ],
    ['missing first', [{ _id: 1, n: 1 }, { _id: 2 }], { n: 1 }, [2, 1]],
    [
      'by two fields',
      [
        { _id: 1, n: 1, w: 'b' },
        { _id: 2, n: 1, w: 'a' },
        { _id: 3, n: 0 },
      ],
      { n: -1, w: 1 },
      [2, 1, 3],
    ],
    [
      'by the least element of an array',
      [
        { _id: 1, n: [5, 2] },
        { _id: 2, n: 3 },
      ],
      { n: 1 },
      [1, 2],
    ],
    [
      'by the greatest element of an array',
      [
        { _id: 1, n: [5, 2] },
        { _id: 2, n: 6 },
      ],
      { n: -1 },
      [2, 1],
    ],
    [
      'by a nested field',
      [
        { _id: 1, a: { b: 2 } },
        { _id: 2, a: { b: 1 } },
      ],
      { 'a.b': 1 },
      [2, 1],
    ],
    [
      'stable',
      [
        { _id: 1, n: 1 },
        { _id: 2, n: 1 },
      ],
      { n: 1 },
      [1, 2],
    ],
  ])('%s', (_, documents, sort, ids) => {
    expect(sortDocuments(documents, sort).map(({ _id }) => _id)).toEqual(ids);
  });

  it('finds the first few without sorting the rest', () => {
    const document = fc.record({ n: fc.integer({ min: 0, max: 20 }), _id: fc.integer() });
    fc.assert(
      fc.property(
        fc.array(document, { maxLength: 200 }),
        fc.integer({ min: 0, max: 12 }),
        (documents, count) => {
          const expected = sortDocuments(documents, { n: -1 }).slice(0, count);
          expect(firstSorted(documents, { n: -1 }, count)).toEqual(expected);
        },
      ),
    );
  });
});

describe('projecting', () => {
  const document = { _id: 1, a: 1, b: { c: 2, d: 3 }, e: [1] };

  it.each<readonly [string, Document, Document]>([
    ['nothing asked for', {}, document],
    ['inclusion with _id', { a: 1 }, { _id: 1, a: 1 }],
    ['inclusion without _id', { a: 1, _id: 0 }, { a: 1 }],
    ['exclusion', { b: 0, e: false }, { _id: 1, a: 1 }],
    ['only _id', { _id: 1 }, { _id: 1 }],
    ['no _id', { _id: 0 }, { a: 1, b: { c: 2, d: 3 }, e: [1] }],
    ['a nested field', { 'b.c': 1 }, { _id: 1, b: { c: 2 } }],
    ['without a nested field', { 'b.c': 0 }, { _id: 1, a: 1, b: { d: 3 }, e: [1] }],
  ])('%s', (_, projection, expected) => {
    expect(projectDocuments([document], projection)).toEqual([expected]);
    expect(document.b).toEqual({ c: 2, d: 3 });
  });

  it('refuses to mix', () => {
    expect(() => projectDocuments([document], { a: 1, e: 0 })).toThrow(/mix/);
  });
});

describe('aggregating', () => {
  const store = storeWith([
    { _id: 1, w: 'a', n: 1 },
    { _id: 2, w: 'b', n: 2 },
    { _id: 3, w: 'a', n: 3 },
  ]);
  const run = (pipeline: readonly Document[]) => aggregate(store.databases(), namespace, pipeline);

  it.each<readonly [string, readonly Document[], readonly Document[]]>([
    [
      'sums by group',
      [{ $group: { _id: '$w', n: { $sum: '$n' } } }, { $sort: { _id: 1 } }],
      [
        { _id: 'a', n: 4 },
        { _id: 'b', n: 2 },
      ],
    ],
    [
      'counts as countDocuments does',
      [{ $match: { w: 'a' } }, { $group: { _id: 1, n: { $sum: 1 } } }],
      [{ _id: 1, n: 2 }],
    ],
    ['only a match', [{ $match: { _id: 2 } }], [{ _id: 2, w: 'b', n: 2 }]],
  ])('%s', (_, pipeline, expected) => {
    expect(run(pipeline)).toEqual(expected);
  });

  it('never changes what is stored', () => {
    const nested = storeWith([{ _id: 1, a: { b: 1, c: 2 } }]);
    const pipeline = [{ $project: { 'a.b': 0 } }, { $set: { 'a.d': 1 } }, { $unset: 'a.c' }];
    expect(aggregate(nested.databases(), namespace, pipeline)).toEqual([{ _id: 1, a: { d: 1 } }]);
    expect(nested.databases().collection(namespace)?.find({}, 1)).toEqual([{ _id: 1, a: { b: 1, c: 2 } }]);
  });

  it.each(['$out', '$merge', '$changeStream'])('refuses %s', (stage) => {
    expect(() => run([{ [stage]: 'x' }])).toThrow(/does not support/);
  });
});
