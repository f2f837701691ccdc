/** For each kind of finding, a run in which it is found. */
import { type Evidence, evidenceOf, type Seen } from '@garbageday/cli/game-day/findings.ts';
import type { FindingKind } from '@garbageday/core/report/finding.ts';
import type { StackEvent, StackIncident } from '@garbageday/local/stack-event.ts';

const instance = { id: 'i-1', group: 'web', slot: 'web-a', zone: 'a' };

function left(how: string): readonly StackIncident[] {
  return [
    { kind: 'terminating', instance, why: 'fault' },
    { kind: 'died', instance, how, cause: 'fault', sinceMs: 0 },
  ];
}

const cut: StackIncident = { kind: 'parted', instance, answered: 0, cut: 3 };
const served: StackIncident = { kind: 'in-service', instance, afterMs: 1 };

const incidents: Readonly<Record<FindingKind, readonly StackIncident[]>> = {
  'ends-at-once': [cut, ...left('killed by SIGTERM')],
  'cuts-requests': [cut, ...left('exit code 0')],
  'outlives-the-grace': left('killed by SIGKILL'),
  'ready-while-leaving': [{ kind: 'still-ready', instance, afterMs: 500 }, ...left('exit code 0')],
  'slow-start': [{ kind: 'in-service', instance, afterMs: 14_200 }],
  'sticky-state': [served],
  'memory-growth': [served],
};

export function evidenceFor(kind: FindingKind): readonly Evidence[] {
  const events = incidents[kind].map((incident): StackEvent => ({ ...incident, atMs: 0 }));
  return events.filter(evidenceOf([{ name: 'web', kind: 'web' }]));
}

export function seenFor(kind: FindingKind): Seen {
  const samples = Array.from({ length: 91 }, (_, second) => ({
    atMs: second * 1_000,
    bytes: 60_000_000 + second * 2_000_000,
  }));
  return {
    graceMs: 10_000,
    disagreements:
      kind === 'sticky-state' ? [{ group: 'web', path: '/total', slots: ['web-a', 'web-c'] }] : [],
    memory: kind === 'memory-growth' ? [{ group: 'web', slot: 'web-b', samples }] : [],
  };
}
