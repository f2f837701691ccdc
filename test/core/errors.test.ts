import { at, invariant, UsageError } from '@garbageday/core/errors.ts';
import { describe, expect, it } from 'vitest';

describe('UsageError', () => {
  it('is an Error that programs can tell by its code, with its cause', () => {
    const cause = new Error('ENOENT');
    const error = new UsageError('No such file.', { cause });
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ code: 'usage', name: 'UsageError', message: 'No such file.', cause });
  });
});
describe('what must hold', () => {
  it('is silent while it holds, and names what does not', () => {
    expect(() => invariant(true, 'the claim is held')).not.toThrow();
    expect(() => invariant(false, 'the claim is not held')).toThrow(
      'This should not happen: the claim is not held.',
    );
  });

  it('gives the item at an index, and refuses one that is not there', () => {
    expect(at(['a', 'b'], 1)).toBe('b');
    for (const index of [-1, 2, 0.5]) expect(() => at(['a', 'b'], index)).toThrow(`no item ${index} of 2`);
  });
});
