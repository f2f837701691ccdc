import { aggregate } from '@garbageday/mongolite/store/aggregate.ts';
import { matcherOf } from '@garbageday/mongolite/store/query.ts';
import type { Store } from '@garbageday/mongolite/store/store.ts';
import type { Document } from '@garbageday/mongolite/wire/document.ts';
import { BSONRegExp } from 'bson';
import { describe, expect, it } from 'vitest';
import { contents, namespace, storeWith, update } from './store-driver.ts';

function re(pattern: string, options = '') {
  return new BSONRegExp(pattern, options);
}

function idsOf(documents: readonly Document[]): readonly unknown[] {
  return documents.map(({ _id }) => _id);
}

function found(store: Store, filter: Document): readonly unknown[] {
  return idsOf(store.databases().collection(namespace)?.find(filter, 99) ?? []);
}

function words() {
  return storeWith([
    { _id: 1, t: 'Apple' },
    { _id: 2, t: 'apricot' },
    { _id: 3, t: ['banana', 'apple'] },
    { _id: 4, t: 'line one\nline two' },
    { _id: 5, t: 7 },
  ]);
}

describe('a regular expression in a filter', () => {
  const rows: readonly (readonly [string, Document, readonly unknown[]])[] = [
    ['as a value', { t: re('^ap') }, [2, 3]],
    ['with options', { t: re('^ap', 'i') }, [1, 2, 3]],
    ['as $regex and $options', { t: { $regex: '^AP', $options: 'i' } }, [1, 2, 3]],
    ['as $regex with an expression', { t: { $regex: re('^ap'), $ne: 'apricot' } }, [3]],
    ['over lines', { t: re('^line two$', 'm') }, [4]],
    ['across lines', { t: re('one.line', 's') }, [4]],
    ['in $in', { t: { $in: ['Apple', re('cot$')] } }, [1, 2]],
    ['in $nin', { t: { $nin: [re('^a', 'i')] } }, [4, 5]],
    ['in $all', { t: { $all: [re('^ban'), re('^app')] } }, [3]],
    ['in $not', { t: { $not: re('a') } }, [1, 4, 5]],
    ['in $elemMatch', { t: { $elemMatch: { $regex: 'nan' } } }, [3]],
    ['in $or', { $or: [{ t: re('cot') }, { t: re('two') }] }, [2, 4]],
    ['with an inline option, which JavaScript has not', { t: re('(?i)^APPLE$') }, [1, 3]],
    ['with a class that JavaScript has not', { t: re('^[[:upper:]]') }, [1]],
  ];

  it.each(rows)('%s', (_, filter, ids) => {
    expect(found(words(), filter)).toEqual(ids);
  });

  it.each([
    ['(a)\\1', ''],
    ['a(?=b)', ''],
    ['(', ''],
    ['a', 'x'],
  ])('/%s/%s is refused by name', (pattern, options) => {
    expect(() => matcherOf({ t: re(pattern, options) })).toThrow(
      expect.objectContaining({ codeName: 'Location51091' }),
    );
  });
});

describe('a pathological regular expression', () => {
  const pathological = '^(a+)+$';
  const text = `${'a'.repeat(30_000)}!`;

  /** A backtracking engine would take longer than the universe has existed. */
  const soon = (run: () => void): void => {
    const beganMs = performance.now();
    run();
    expect(performance.now() - beganMs).toBeLessThan(10_000);
  };

  const filters: readonly Document[] = [
    { t: re(pathological) },
    { t: { $regex: pathological } },
    { t: { $in: [re(pathological)] } },
    { t: { $not: { $not: re(pathological) } } },
    { l: { $all: [re(pathological)] } },
    { l: { $elemMatch: { $regex: pathological } } },
    { $expr: { $regexMatch: { input: '$t', regex: pathological } } },
    { $expr: { $ne: [{ $regexFind: { input: '$t', regex: re(pathological) } }, null] } },
    { $expr: { $ne: [{ $regexFindAll: { input: '$t', regex: pathological, options: 'i' } }, []] } },
  ];

  it.each(filters)('finds nothing, and soon: %j', (filter) => {
    const store = storeWith([{ _id: 1, t: text, l: [text] }]);
    soon(() => expect(found(store, filter)).toEqual([]));
  });

  it('stops no member when a write holds it, wherever it holds it', () => {
    const store = storeWith([{ _id: 1, t: text, l: [text, 'x'], o: [{ w: [text] }], k: [{ v: text }] }]);
    soon(() => {
      update(store, { t: re(pathological) }, { $set: { found: true } });
      update(store, { _id: 1 }, { $pull: { l: re(pathological) } });
      update(store, { _id: 1 }, { $pull: { 'o.$[].w': { $regex: pathological } } });
      update(
        store,
        { _id: 1 },
        { $set: { 'k.$[e].hit': true } },
        { arrayFilters: [{ 'e.v': re(pathological) }] },
      );
      update(store, { _id: 1 }, [{ $set: { m: { $regexMatch: { input: '$t', regex: pathological } } } }]);
    });
    expect(contents(store)).toEqual([
      { _id: 1, t: text, l: [text, 'x'], o: [{ w: [text] }], k: [{ v: text }], m: false },
    ]);
  });

  it('stops no pipeline', () => {
    const store = storeWith([{ _id: 1, t: text }]);
    const lookup = { from: 'words', pipeline: [{ $match: { t: re(pathological) } }], as: 'joined' };
    soon(() => {
      const stages = [
        { $sort: { _id: 1 } },
        { $match: { t: { $not: re(pathological) } } },
        { $lookup: lookup },
      ];
      expect(aggregate(store.databases(), namespace, stages)).toMatchObject([{ _id: 1, joined: [] }]);
    });
  });

  it('is refused where even linear time is too long', () => {
    const store = storeWith([{ _id: 1, t: 'a'.repeat(1_000_000) }]);
    expect(() => found(store, { t: re('(a?){100}a{100}$') })).toThrow(/too long for a regular expression/);
  });
});

describe('the regular expression operators of expressions', () => {
  const shown = (expression: Document): unknown => {
    const store = storeWith([{ _id: 1, t: 'ab-AB-a', pattern: 'a(b)?' }]);
    return aggregate(store.databases(), namespace, [{ $project: { x: expression } }])[0]?.['x'];
  };

  it.each<readonly [Document, unknown]>([
    [{ $regexMatch: { input: '$t', regex: re('AB-') } }, true],
    [{ $regexMatch: { input: '$t', regex: '$pattern', options: 'i' } }, true],
    [{ $regexMatch: { input: '$absent', regex: 'a' } }, false],
    [{ $regexFind: { input: '$t', regex: '-(.)' } }, { match: '-A', idx: 2, captures: ['A'] }],
    [{ $regexFind: { input: '$t', regex: 'z' } }, null],
    [
      { $regexFindAll: { input: '$t', regex: 'a(b)?' } },
      [
        { match: 'ab', idx: 0, captures: ['b'] },
        { match: 'a', idx: 6, captures: [null] },
      ],
    ],
    [{ $size: { $regexFindAll: { input: 'abc', regex: 'x*' } } }, 4],
  ])('%j', (expression, expected) => {
    expect(shown(expression)).toEqual(expected);
  });

  it('make no regular expression of a date format', () => {
    const date = (format: string) => ({ $dateFromString: { dateString: '2026-11-26', format } });
    expect(shown(date('%Y-%m-%d'))).toEqual(new Date('2026-11-26'));
    expect(() => shown(date('(%Y+)+$'))).toThrow(/formats of % letters/);
  });
});

describe('a regular expression as data', () => {
  it('is stored and shown as it came, whatever its syntax', () => {
    const store = storeWith([{ _id: 1, r: re('(?>x)\\1', 'ix') }]);
    expect(contents(store)[0]).toEqual({ _id: 1, r: re('(?>x)\\1', 'ix') });
    expect(update(store, { _id: 1 }, { $set: { r: re('other') } })).toMatchObject({ nModified: 1 });
    expect(update(store, { _id: 1 }, { $set: { r: re('other') } })).toMatchObject({ nModified: 0 });
  });
});
