import { findingsOf, isEvidence } from '@garbageday/cli/game-day/findings.ts';
import type { StackEvent, StackIncident } from '@garbageday/local/stack-event.ts';
import { describe, expect, it } from 'vitest';

const instance = { id: 'i-1', group: 'web', slot: 'web-a', zone: 'a' };
const graceMs = 10_000;

function event(incident: StackIncident): StackEvent {
  return { ...incident, atMs: 0 };
}

/** Told to go by an experiment, and how it went. */
function left(how: string): readonly StackEvent[] {
  return [
    event({ kind: 'terminating', instance, why: 'fault' }),
    event({ kind: 'died', instance, how, cause: 'fault', sinceMs: 0 }),
  ];
}

const stillReady = event({ kind: 'still-ready', instance, afterMs: 500 });

describe('what a game day finds', () => {
  it.each<[what: string, events: readonly StackEvent[], kinds: readonly string[]]>([
    ['nothing in a server that finishes', left('exit code 0'), []],
    ['nothing in one that lost its power', left('exit code 0').toSpliced(0, 1), []],
    ['a server that SIGTERM ends', left('killed by SIGTERM'), ['ends-at-once']],
    ['a server that does not leave', left('killed by SIGKILL'), ['outlives-the-grace']],
    ['a server that says that it is ready', [stillReady, ...left('exit code 0')], ['ready-while-leaving']],
    ['a slow start', [event({ kind: 'in-service', instance, afterMs: 10_000 })], ['slow-start']],
    ['no slow start before ten seconds', [event({ kind: 'in-service', instance, afterMs: 9_999 })], []],
    [
      'no fault with what it was not told by an experiment',
      [
        event({ kind: 'terminating', instance, why: 'unhealthy' }),
        event({ kind: 'died', instance, how: 'killed by SIGTERM', cause: 'unhealthy', sinceMs: 0 }),
      ],
      [],
    ],
  ])('%s', (_what, events, kinds) => {
    expect(findingsOf(events, graceMs).map(({ kind }) => kind)).toEqual(kinds);
  });

  it('says how often, and where to read on', () => {
    const events = [...left('killed by SIGTERM'), ...left('exit code 0')];
    expect(findingsOf(events, graceMs)).toEqual([
      {
        kind: 'ends-at-once',
        text:
          'SIGTERM ends your server at once (1 of 2 terminations), and what it was answering is cut: ' +
          'let it stop listening, finish, and exit; see docs/graceful-shutdown.md',
      },
    ]);
  });

  it('looks at servers, not at load balancers, and not at what is no evidence', () => {
    const ofLoadBalancer = { ...instance, group: 'load-balancer' };
    expect(isEvidence(stillReady)).toBe(true);
    expect(isEvidence(event({ kind: 'in-service', instance: ofLoadBalancer, afterMs: 1 }))).toBe(false);
    expect(isEvidence(event({ kind: 'launched', instance, replaces: null }))).toBe(false);
  });
});
