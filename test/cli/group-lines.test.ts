import { groupLines } from '@garbageday/cli/status/group-lines.ts';
import { describe, expect, it } from 'vitest';
import { wholeGroup } from '../fakes/simulated-world.ts';

function headingOf(changes: Partial<ReturnType<typeof wholeGroup>>): string {
  const [, heading = []] = groupLines([{ ...wholeGroup(), ...changes }], 0);
  return heading.map(({ text }) => text).join('');
}

describe('the heading of a group', () => {
  it.each([
    [{}, 'web  3/3 serving, 2 required'],
    [{ isRollingOut: true }, 'web  3/3 serving, 2 required, a change is under way'],
    [
      { isRollingOut: true, rollout: 'CloudFormation stack shop is UPDATE_IN_PROGRESS' },
      'web  3/3 serving, 2 required, a change is under way: CloudFormation stack shop is UPDATE_IN_PROGRESS',
    ],
    [{ replacement: 'none' as const }, 'web  3/3 serving, 2 required, nothing is replaced'],
  ])('of %j', (changes, expected) => {
    expect(headingOf(changes)).toBe(expected);
  });
});
