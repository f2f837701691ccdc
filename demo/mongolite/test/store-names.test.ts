import { aggregate } from '@garbageday/mongolite/store/aggregate.ts';
import { decodeMessage } from '@garbageday/mongolite/wire/decode-message.ts';
import type { Document } from '@garbageday/mongolite/wire/document.ts';
import { encodeMessage } from '@garbageday/mongolite/wire/message.ts';
import { describe, expect, it } from 'vitest';
import { contents, namespace, storeWith, update } from './store-driver.ts';

/** JSON.parse makes a field of this name, as bson does; an object literal would set the prototype. */
function withProto(text: string): Document {
  return JSON.parse(text.replaceAll('PROTO', '__proto__'));
}

function refusalOf(request: Document): string | undefined {
  return decodeMessage(encodeMessage(request, { requestId: 1, responseTo: 0 }, 0)).refusal?.message;
}

describe('a field named __proto__', () => {
  it.each([
    '{"insert": "c", "documents": [{"PROTO": {"x": 1}}]}',
    '{"insert": "c", "documents": [{"a": [{"b": {"PROTO": 1}}]}]}',
    '{"update": "c", "updates": [{"q": {}, "u": {"$set": {"PROTO": 1}}}]}',
    '{"update": "c", "updates": [{"q": {}, "u": {"$set": {"PROTO.x": 1}}}]}',
    '{"update": "c", "updates": [{"q": {}, "u": {"$set": {"a.PROTO.x": 1}}}]}',
    '{"update": "c", "updates": [{"q": {}, "u": {"$set": {"a": {"PROTO": 1}}}}]}',
    '{"update": "c", "updates": [{"q": {}, "u": {"$push": {"a.$[].PROTO": 1}}}]}',
    '{"update": "c", "updates": [{"q": {"PROTO": 1}, "u": {"$set": {"a": 1}}, "upsert": true}]}',
    '{"update": "c", "updates": [{"q": {}, "u": {"PROTO": 1}}]}',
    '{"update": "c", "updates": [{"q": {}, "u": [{"$set": {"PROTO": 1}}]}]}',
    '{"findAndModify": "c", "query": {}, "update": {"$inc": {"PROTO": 1}}}',
    '{"aggregate": "c", "pipeline": [{"$addFields": {"PROTO.x": 1}}]}',
    '{"createIndexes": "c", "indexes": [{"key": {"PROTO": 1}, "name": "p"}]}',
    '{"find": "c", "projection": {"PROTO": 1}}',
  ])('is refused in a request: %s', (text) => {
    expect(refusalOf(withProto(text))).toMatch(/does not support the field name '.*__proto__.*'/);
  });

  it.each([
    { insert: 'c', documents: [{ _id: '__proto__', text: 'a.__proto__' }] },
    { find: 'c', filter: { _id: '__proto__' } },
    { insert: 'c', documents: [{ a__proto__: 1, __proto: 2 }] },
  ])('is not mistaken for a value or another name: %j', (request) => {
    expect(refusalOf(request)).toBeUndefined();
  });

  it.each<readonly [string, Document | readonly Document[]]>([
    ['$rename', { $rename: { a: '__proto__' } }],
    ['$rename below', { $rename: { a: 'b.__proto__.c' } }],
    ['$set', { $set: withProto('{"PROTO": {"x": 1}}') }],
    ['$set below', { $set: { 'a.__proto__.x': 1 } }],
    ['$inc', { $inc: { '__proto__.x': 1 } }],
    ['$unset', { $unset: { '__proto__.x': 1 } }],
    ['$push', { $push: { 'b.__proto__': 1 } }],
    ['$bit', { $bit: { '__proto__.x': { or: 1 } } }],
    ['all positions', { $set: { 'l.$[].__proto__.x': 1 } }],
    ['a computed name', [{ $set: { b: { $arrayToObject: [[['__proto__', { x: 1 }]]] } } }]],
    [
      'a computed field',
      [{ $replaceWith: { $setField: { field: '__proto__', input: '$$ROOT', value: {} } } }],
    ],
    ['a pipeline', [{ $set: { 'b.__proto__.x': 1 } }]],
  ])('is refused where a write makes one, by %s', (_, change) => {
    const store = storeWith([{ _id: 1, a: 1, l: [{}] }]);
    expect(update(store, { _id: 1 }, change)).toMatchObject({ nModified: 0, writeErrors: [{ index: 0 }] });
    expect(contents(store)).toEqual([{ _id: 1, a: 1, l: [{}] }]);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

describe('a field named like something that every object has', () => {
  it.each(['constructor', 'toString', 'hasOwnProperty', 'valueOf', 'prototype'])(
    '%s is an ordinary field',
    (name) => {
      const store = storeWith([{ _id: 1 }, { _id: 2, [name]: { prototype: { x: 1 } } }]);
      expect(update(store, { _id: 1 }, { $set: { [`${name}.prototype.x`]: 2 } })).toMatchObject({
        nModified: 1,
      });
      expect(contents(store)).toEqual([
        { _id: 1, [name]: { prototype: { x: 2 } } },
        { _id: 2, [name]: { prototype: { x: 1 } } },
      ]);
      expect(update(store, { [`${name}.prototype.x`]: 1 }, { $unset: { [name]: '' } })).toMatchObject({
        nModified: 1,
      });
      expect(contents(store)[1]).toEqual({ _id: 2 });
      const counted = aggregate(store.databases(), namespace, [
        { $match: { [name]: { $exists: true } } },
        { $count: 'n' },
      ]);
      expect(counted).toEqual([{ n: 1 }]);
      expect(({} as Document)['x']).toBeUndefined();
    },
  );

  it('never reaches what all objects share', () => {
    const store = storeWith([{ _id: 1, l: [{}] }]);
    for (const path of ['constructor.prototype.polluted', 'l.$[].constructor.prototype.polluted']) {
      update(store, { _id: 1 }, { $set: { [path]: true } });
      update(store, { _id: 1 }, { $bit: { [path]: { or: 1 } } });
      update(store, { _id: 1 }, [{ $set: { [path.replace('.$[]', '')]: true } }]);
    }
    expect(({} as Document)['polluted']).toBeUndefined();
    expect(Object.hasOwn(Object, 'polluted')).toBe(false);
  });
});
