import { UsageError } from '@garbageday/core/errors.ts';
import { describe, expect, it } from 'vitest';

describe('UsageError', () => {
  it('is an Error that programs can tell by its code, with its cause', () => {
    const cause = new Error('ENOENT');
    const error = new UsageError('No such file.', { cause });
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ code: 'usage', name: 'UsageError', message: 'No such file.', cause });
  });
});
