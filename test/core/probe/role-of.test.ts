import { isTrusted } from '@garbageday/core/probe/coverage.ts';
import { roleOf } from '@garbageday/core/probe/role-of.ts';
import { describe, expect, it } from 'vitest';
import { sliceAt } from '../../fakes/slices.ts';

describe('the role of a journey', () => {
  it.each([
    ['users', 'load'],
    ['probe', 'judge'],
    ['checkout', 'judge'],
  ])('%s is a %s', (journey, role) => expect(roleOf(journey)).toBe(role));
});

describe('a slice is trusted', () => {
  it.each([
    ['of a load that was late itself', 'users', 51, true],
    ['of a judge in time', 'probe', 50, true],
    ['of a judge that was late itself', 'probe', 51, false],
  ])('%s', (_, journey, lagP99Ms, isExpected) => {
    expect(isTrusted({ ...sliceAt(0), journey, lagP99Ms }, 50)).toBe(isExpected);
  });
});
