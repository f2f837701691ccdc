import { readFileSync } from 'node:fs';
import { evidenceOf, findingsOf } from '@garbageday/cli/game-day/findings.ts';
import { findingKinds } from '@garbageday/core/report/finding.ts';
import type { StackEvent, StackIncident } from '@garbageday/local/stack-event.ts';
import { describe, expect, it } from 'vitest';

const instance = { id: 'i-1', group: 'web', slot: 'web-a', zone: 'a' };
const nothingElse = { graceMs: 10_000, disagreements: [], memory: [] };
const isEvidence = evidenceOf([
  { name: 'web', kind: 'web' },
  { name: 'doors', kind: 'load-balancer' },
]);

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

function parted(cut: number): StackEvent {
  return event({ kind: 'parted', instance, answered: cut === 1 ? 0 : 3 - cut, cut });
}

const stillReady = event({ kind: 'still-ready', instance, afterMs: 500 });

describe('what a game day finds', () => {
  it.each<[what: string, events: readonly StackEvent[], kinds: readonly string[]]>([
    ['nothing in a server that finishes', left('exit code 0'), []],
    ['nothing in one that lost its power', left('exit code 0').toSpliced(0, 1), []],
    ['a server that SIGTERM ends', left('killed by SIGTERM'), ['ends-at-once']],
    ['a server that exits at once', [parted(3), ...left('exit code 0')], ['cuts-requests']],
    ['a server behind a shell that ends too early', [parted(3), ...left('ended')], ['cuts-requests']],
    ['nothing in one behind a shell of which nothing else is known', left('ended'), []],
    ['nothing in one that answered what it had read', [parted(2), ...left('exit code 0')], []],
    ['nothing where all was answered', [parted(0), ...left('exit code 0')], []],
    [
      'nothing more in one that was killed',
      [parted(3), ...left('killed by SIGKILL')],
      ['outlives-the-grace'],
    ],
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
    expect(findingsOf(events.filter(isEvidence), nothingElse).map(({ kind }) => kind)).toEqual(kinds);
  });

  it('says how often, and where to read on', () => {
    const events = [...left('killed by SIGTERM'), ...left('exit code 0')];
    expect(findingsOf(events.filter(isEvidence), nothingElse)).toEqual([
      {
        kind: 'ends-at-once',
        group: 'web',
        text:
          'SIGTERM ends your server at once (1 of 2 terminations), and what it was answering is cut: ' +
          'let it stop listening, finish, and exit',
        see: 'docs/graceful-shutdown.md',
      },
    ]);
  });

  it.each([
    [3, 'and 3 requests in flight were cut: let it'],
    [1, 'and 1 request in flight was cut: let it'],
    [0, 'and what it was answering is cut: let it'],
  ])('says how many requests were cut: %s', (cut, text) => {
    const events = [parted(cut), ...left('killed by SIGTERM')];
    expect(findingsOf(events.filter(isEvidence), nothingElse)[0]?.text).toContain(text);
  });

  it.each([
    [
      'exit code 0',
      'Your server handles SIGTERM, but exits before it has finished: 3 requests in flight were cut',
    ],
    ['ended', 'At SIGTERM your server ends before it has finished: 3 requests in flight were cut'],
  ])('says no more than was seen of a server with %s', (how, text) => {
    const [found] = findingsOf([parted(3), ...left(how)].filter(isEvidence), nothingElse);
    expect(found?.text).toBe(`${text} (in 1 termination); let it finish what it has, and then exit`);
  });

  const served = [event({ kind: 'in-service', instance, afterMs: 1 })].filter(isEvidence);

  it('says where copies disagree, once', () => {
    const about = (path: string) => ({ group: 'web', path, slots: ['web-a', 'web-c'] });
    const disagreements = [about('/total'), about('/list')];
    expect(findingsOf(served, { ...nothingElse, disagreements })).toEqual([
      {
        kind: 'sticky-state',
        group: 'web',
        text:
          'GET /total gets different answers from different copies (web-a, web-c), and always the same from the same copy (as does 1 other path): ' +
          'your server keeps something in its own memory that the other copies do not know, and that is lost with it; keep it where all find it',
        see: 'docs/findings/sticky-state.md',
      },
    ]);
    expect(findingsOf(served, { ...nothingElse, disagreements: [{ ...about('/'), group: 'api' }] })).toEqual(
      [],
    );
  });

  const memoryOf = (slot: string, perSecond: number, seconds: number) => ({
    group: 'web',
    slot,
    samples: Array.from({ length: seconds + 1 }, (_, second) => ({
      atMs: second * 1_000,
      bytes: 60_000_000 + second * perSecond * 1_000_000,
    })),
  });

  it('says how much the memory of the worst copy grows', () => {
    const memory = [memoryOf('web-a', 1, 90), memoryOf('web-b', 2, 80), memoryOf('web-c', 9, 30)];
    expect(findingsOf(served, { ...nothingElse, memory })).toEqual([
      {
        kind: 'memory-growth',
        group: 'web',
        text:
          'Your server takes more and more memory (web-b: 100 MB → 210 MB in 55 s, and it does not level off): look for what is kept ' +
          'for every request, such as caches without a limit, listeners and sessions',
        see: 'docs/findings/memory-growth.md',
      },
    ]);
  });

  it.each([
    ['one copy does not grow', [memoryOf('web-a', 1, 90), memoryOf('web-b', 0, 90)]],
    ['too little was seen', [memoryOf('web-a', 9, 40)]],
    ['it is of another group', [{ ...memoryOf('api-a', 1, 90), group: 'api' }]],
  ])('says nothing of memory where %s', (_what, memory) => {
    expect(findingsOf(served, { ...nothingElse, memory })).toEqual([]);
  });

  it('looks at servers, not at load balancers, and not at what is not evidence', () => {
    const ofLoadBalancer = { ...instance, group: 'doors' };
    expect(isEvidence(stillReady)).toBe(true);
    expect(isEvidence(event({ kind: 'in-service', instance: ofLoadBalancer, afterMs: 1 }))).toBe(false);
    expect(isEvidence(event({ kind: 'launched', instance, replaces: null }))).toBe(false);
  });
});

describe('docs/findings.md', () => {
  it('has an entry for each kind of finding, and for nothing else', () => {
    const text = readFileSync(new URL('../../docs/findings.md', import.meta.url), 'utf8');
    expect([...text.matchAll(/^## (.+)$/gm)].map(([, title]) => title)).toEqual(findingKinds);
  });
});
