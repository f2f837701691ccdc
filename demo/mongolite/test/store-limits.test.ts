import { decodeMessage } from '@garbageday/mongolite/wire/decode-message.ts';
import { type Document, encodeDocument } from '@garbageday/mongolite/wire/document.ts';
import { isDeeperThan } from '@garbageday/mongolite/wire/levels.ts';
import { encodeMessage } from '@garbageday/mongolite/wire/message.ts';
import { calculateObjectSize } from 'bson';
import { describe, expect, it } from 'vitest';
import { apply, contents, namespace, statement, storeWith, update } from './store-driver.ts';

const limit = 16 * 1024 * 1024;

/** A document of exactly so many bytes. */
function documentOf(bytes: number, fields: Document = { _id: 1 }): Document {
  return {
    ...fields,
    x: 'x'.repeat(bytes - calculateObjectSize({ ...fields, x: '' })),
  };
}

function insert(documents: readonly Document[], isOrdered = true) {
  const store = storeWith([]);
  const answer = apply(store, { kind: 'insert', namespace, documents, isOrdered });
  return { answer, ids: contents(store).map(({ _id }) => _id) };
}

describe('a document of 16 MiB', () => {
  it('is taken, and one byte more is refused in MongoDB’s words', () => {
    expect(insert([documentOf(limit)])).toEqual({ answer: { n: 1, ok: 1 }, ids: [1] });
    const errmsg = `object to insert too large. size in bytes: ${limit + 1}, max size: ${limit}`;
    expect(insert([documentOf(limit + 1)])).toEqual({
      answer: { n: 0, ok: 1, writeErrors: [{ index: 0, code: 2, errmsg }] },
      ids: [],
    });
  });

  it('ends an ordered insert where it is larger, and not an unordered one', () => {
    const documents = [{ _id: 0 }, documentOf(limit + 1), { _id: 2 }];
    expect(insert(documents)).toMatchObject({ answer: { n: 1 }, ids: [0] });
    expect(insert(documents, false)).toMatchObject({ answer: { n: 2 }, ids: [0, 2] });
  });

  it('is what an update may make, and not a byte more', () => {
    const store = storeWith([documentOf(limit - 100)]);
    const room = 100 - calculateObjectSize({ y: '' }) + calculateObjectSize({});
    expect(update(store, { _id: 1 }, { $set: { y: 'y'.repeat(room) } })).toMatchObject({ nModified: 1 });
    const changes = [{ $set: { y: 'y'.repeat(room + 1) } }, [{ $set: { y: 'y'.repeat(room + 1) } }]];
    for (const change of changes) {
      const { writeErrors } = update(store, { _id: 1 }, change);
      expect(writeErrors).toEqual([
        {
          index: 0,
          code: 17419,
          errmsg: `Plan executor error during update :: caused by :: Resulting document after update is larger than ${limit}`,
        },
      ]);
    }
    expect(calculateObjectSize(contents(store)[0] ?? {})).toBe(limit);
  });

  it('is what an upsert may insert, and not a byte more', () => {
    const store = storeWith([]);
    const { _id: _, ...fields } = documentOf(limit + 1, { _id: 'a' });
    const answer = update(store, { _id: 'a' }, { $set: fields }, { isUpsert: true });
    expect(answer['writeErrors']).toMatchObject([
      { code: 17420, errmsg: expect.stringMatching(/Document to upsert is larger than 16777216$/) },
    ]);
    expect(contents(store)).toEqual([]);
  });

  it('bounds findAndModify, too', () => {
    const store = storeWith([documentOf(limit)]);
    const answer = apply(store, {
      kind: 'findAndModify',
      namespace,
      sort: {},
      isRemove: false,
      returnsNew: true,
      statement: statement({ _id: 1 }, { $set: { y: 1 } }),
    });
    expect(answer).toMatchObject({
      ok: 0,
      code: 17419,
      errmsg: expect.stringMatching(/during findAndModify/),
    });
  });
});

describe('an array', () => {
  it('is padded with as many nulls as mongod pads, and no more', () => {
    const store = storeWith([{ _id: 1, a: [] }]);
    expect(update(store, { _id: 1 }, { $set: { 'a.1500001': 1 } })['writeErrors']).toMatchObject([
      { code: 187 },
    ]);
    expect(update(store, { _id: 1 }, { $set: { 'a.999999999': 1 } })['writeErrors']).toMatchObject([
      { code: 187 },
    ]);
    expect(contents(store)).toEqual([{ _id: 1, a: [] }]);
  });
});

function nested(levels: number): Document {
  return Array.from({ length: levels - 1 }).reduce<Document>((inner) => ({ a: inner }), {});
}

describe('levels of nesting', () => {
  it('are counted', () => {
    expect(isDeeperThan(nested(5), 5)).toBe(false);
    expect(isDeeperThan(nested(6), 5)).toBe(true);
    expect(isDeeperThan({ a: [[[1]]] }, 4)).toBe(false);
    expect(isDeeperThan({ a: [[[1]]] }, 3)).toBe(true);
    expect(isDeeperThan(nested(20_000), 19_999)).toBe(true);
  });

  it('are 180 in a stored document', () => {
    expect(insert([{ _id: 1, ...nested(180) }])).toMatchObject({ answer: { n: 1 } });
    expect(insert([{ _id: 1, ...nested(181) }])).toMatchObject({
      answer: { n: 0, writeErrors: [{ code: 15 }] },
    });
    const store = storeWith([{ _id: 1 }]);
    const path = Array.from({ length: 180 }, () => 'a').join('.');
    expect(update(store, { _id: 1 }, { $set: { [path]: 1 } })).toMatchObject({ nModified: 1 });
    expect(update(store, { _id: 1 }, { $set: { [`${path}.a`]: 1 } })['writeErrors']).toHaveLength(1);
    expect(update(store, { _id: 1 }, { $set: { [`b.${path}`]: 1 } })['writeErrors']).toMatchObject([
      { code: 15 },
    ]);
  });
});

describe('a request', () => {
  const refusal = (document: Document) =>
    decodeMessage(encodeMessage(document, { requestId: 1, responseTo: 0 }, 0)).refusal;

  it('may hold a document of 16 MiB and what surrounds it', () => {
    expect(refusal({ insert: 'c', documents: [documentOf(limit)] })).toBeNull();
    expect(refusal({ x: 'x'.repeat(limit + 16 * 1024) })).toMatchObject({
      codeName: 'BSONObjectTooLarge',
      message: `BSONObj size: ${encodeDocument({ x: 'x'.repeat(limit + 16 * 1024) }).length} (0x100400D) is invalid. Size must be between 0 and 16793600(16MB)`,
    });
  });

  it('may nest 200 levels', () => {
    expect(refusal(nested(200))).toBeNull();
    expect(refusal(nested(201))).toMatchObject({ codeName: 'Overflow' });
  });
});
