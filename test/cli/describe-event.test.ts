import { describeIncident, describeLever } from '@garbageday/cli/game-day/describe-event.ts';
import type { DeathCause } from '@garbageday/local/stack-event.ts';
import { describe, expect, it } from 'vitest';

describe('a death in the event log', () => {
  const instance = { id: 'i-0123456789abcdef0', group: 'web', slot: 'web-b', zone: 'b' };

  it.each<[DeathCause, ReturnType<typeof describeIncident>]>([
    ['crash', { tone: 'bad', text: 'web-b (i-01234567) killed by SIGKILL: an unplanned loss' }],
    ['unhealthy', { tone: 'bad', text: 'web-b (i-01234567) killed by SIGKILL: an unplanned loss' }],
    ['fault', { tone: 'info', text: 'web-b (i-01234567) killed by SIGKILL' }],
    ['smaller-group', { tone: 'info', text: 'web-b (i-01234567) killed by SIGKILL' }],
    ['failed-start', { tone: 'info', text: 'web-b (i-01234567) killed by SIGKILL' }],
  ])('by %s', (cause, expected) => {
    const died = { kind: 'died', instance, how: 'killed by SIGKILL', cause, sinceMs: 0 } as const;
    expect(describeIncident(died)).toEqual(expected);
  });
});

it('a lever that was left pulled says since when, why, and what releases it', () => {
  const lever = { kind: 'halted', reason: 'customers are calling', sinceMs: 0 } as const;
  const invocation = { program: 'npx garbageday', options: '--directory run' };
  expect(describeLever(lever, { nowMs: 3 * 3_600_000, invocation })).toEqual({
    tone: 'refused',
    text: 'the safety lever was pulled 3 h ago (customers are calling): every kill will be refused; release it with: npx garbageday resume --directory run',
  });
});
