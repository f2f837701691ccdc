import {
  amount,
  constant,
  fieldsOf,
  flag,
  listOf,
  oneOf,
  optional,
  orNull,
  pairOf,
  recordOf,
  type Shape,
  text,
  variantsOf,
} from '@garbageday/core/shape.ts';
import { describe, expect, it } from 'vitest';

type Animal = { readonly kind: 'cat'; readonly lives: number } | { readonly kind: 'fish' };
const animal: Shape<Animal> = variantsOf<'kind', Animal>('kind', { cat: { lives: amount }, fish: {} });
const person: Shape<{ readonly name: string; readonly age?: number }> = fieldsOf<{
  readonly name: string;
  readonly age?: number;
}>({ name: text, age: optional(amount) });

const wrong: readonly (readonly [what: string, shape: Shape<unknown>, value: unknown, why: string])[] = [
  ['a number for text', text as Shape<unknown>, 1, ' is not text'],
  ['text for a number', amount as Shape<unknown>, '1', ' is not a number'],
  ['infinity, which JSON has not', amount as Shape<unknown>, Number.POSITIVE_INFINITY, ' is not a number'],
  ['text for a flag', flag as Shape<unknown>, 'true', ' is not true or false'],
  ['the other constant', constant(true) as Shape<unknown>, false, ' is not true'],
  ['a name that is not one', oneOf(['a', 'b']) as Shape<unknown>, 'toString', ' is not one of a, b'],
  ['what is neither null nor right', orNull(text) as Shape<unknown>, 1, ' is not text'],
  ['what is there and wrong', person as Shape<unknown>, { name: 'x', age: '1' }, '.age is not a number'],
  ['an object for a list', listOf(text) as Shape<unknown>, {}, ' is not a list'],
  ['a list with one that is wrong', listOf(text) as Shape<unknown>, ['a', 2, 3], '[1] is not text'],
  ['three for a pair', pairOf(text, amount) as Shape<unknown>, ['a', 1, 2], ' is not a pair'],
  ['text for a pair', pairOf(text, amount) as Shape<unknown>, 'ab', ' is not a pair'],
  ['a pair whose first is wrong', pairOf(text, amount) as Shape<unknown>, [1, 1], '[0] is not text'],
  ['a pair whose second is wrong', pairOf(text, amount) as Shape<unknown>, ['a', 'b'], '[1] is not a number'],
  ['a list for a record', recordOf(amount) as Shape<unknown>, [], ' is not an object'],
  [
    'a record with one that is wrong',
    recordOf(amount) as Shape<unknown>,
    { a: 1, b: null },
    '.b is not a number',
  ],
  ['null for an object', person as Shape<unknown>, null, ' is not an object'],
  ['a field that is missing', person as Shape<unknown>, { age: 1 }, '.name is not text'],
  ['null for a variant', animal as Shape<unknown>, null, ' is not an object'],
  ['a variant that is not one', animal as Shape<unknown>, { kind: 'dog' }, '.kind is not one of cat, fish'],
  ['a variant without its field', animal as Shape<unknown>, { kind: 'cat' }, '.lives is not a number'],
];

const right: readonly (readonly [what: string, shape: Shape<unknown>, value: unknown])[] = [
  ['text', text as Shape<unknown>, ''],
  ['a number', amount as Shape<unknown>, -0.5],
  ['a flag', flag as Shape<unknown>, false],
  ['a constant', constant(false) as Shape<unknown>, false],
  ['a name', oneOf(['a', 'b']) as Shape<unknown>, 'b'],
  ['null', orNull(text) as Shape<unknown>, null],
  ['not null', orNull(text) as Shape<unknown>, 'a'],
  ['a field that is missing and may be', person as Shape<unknown>, { name: 'x' }],
  ['a field that may be missing and is there', person as Shape<unknown>, { name: 'x', age: 1 }],
  ['a field that nobody asked for', person as Shape<unknown>, { name: 'x', height: 1 }],
  ['a list', listOf(text) as Shape<unknown>, ['a', 'b']],
  ['an empty list', listOf(text) as Shape<unknown>, []],
  ['a pair', pairOf(text, amount) as Shape<unknown>, ['a', 1]],
  ['a record', recordOf(amount) as Shape<unknown>, { a: 1 }],
  ['a variant', animal as Shape<unknown>, { kind: 'cat', lives: 9 }],
  ['a variant without fields', animal as Shape<unknown>, { kind: 'fish' }],
];

describe('a shape', () => {
  it.each(wrong)('says where it finds %s', (_, shape, value, why) => {
    expect(shape.why(value)).toBe(why);
    expect(shape.is(value)).toBe(false);
  });

  it.each(right)('lets through %s', (_, shape, value) => {
    expect(shape.why(value)).toBeNull();
    expect(shape.is(value)).toBe(true);
  });

  it('of two names is not one of three', () => {
    // @ts-expect-error: `c` is missing.
    const three: Shape<'a' | 'b' | 'c'> = oneOf<'a' | 'b'>(['a', 'b']);
    expect(three.is('c')).toBe(false);
  });
});
