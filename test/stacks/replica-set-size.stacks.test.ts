import { UsageError } from '@garbageday/core/errors.ts';
import { describe, expect, it } from 'vitest';
import { sameSize } from '../../stacks/replica-set-size.ts';

describe('the size of a replica set that is deployed', () => {
  it('stays', () => expect(sameSize(3, 3)).toBe(3));

  it.each([
    ['larger', 3, 5, 'asks for 5 data servers, and the replica set of this stage has 3'],
    ['smaller', 5, 3, 'Set desiredSize back to 5'],
    ['larger than MongoDB takes', 9, 9, 'MongoDB lets 7 of a set vote'],
  ])('is not made %s, and the reason is said', (_, deployed, asked, reason) => {
    expect(() => sameSize(deployed, asked)).toThrow(UsageError);
    expect(() => sameSize(deployed, asked)).toThrow(reason);
  });
});
