/** What the function that marks kills accepts. */
import { describe, expect, it } from 'vitest';
import { killEvent } from '../../functions/events/kill-event.ts';
import { parseEvent } from '../../functions/events/parse-event.ts';
import { experimentPlan } from '../fakes/experiment.ts';

const plan = experimentPlan({ id: 'web-kill' });

describe('the event', () => {
  const envelope = (detail: object) => ({
    source: 'garbageday',
    'detail-type': 'transition',
    version: '0',
    detail,
  });
  const kill = {
    kind: 'transition',
    plan,
    transition: { experimentId: plan.id, seq: 3, atMs: 5, state: { kind: 'injected', injectedAtMs: 5 } },
  };

  it('is a kill', () => {
    expect(parseEvent(killEvent, 'kill', envelope(kill)).detail).toEqual(kill);
  });

  it.each([
    [
      'another state',
      { ...kill, transition: { ...kill.transition, state: { kind: 'recovering', detectedAtMs: null } } },
    ],
    ['a lever', { kind: 'lever', position: { kind: 'released' }, atMs: 1 }],
  ])('is not %s', (_, detail) => {
    expect(() => parseEvent(killEvent, 'kill', envelope(detail))).toThrow(
      /^this is not a valid kill event: /,
    );
  });
});
