import { describe, expect, it } from 'vitest';
import { checkHistory } from './histories/check-history.ts';
import type { FinalState, History, Operation } from './histories/history.ts';

function at(startMs: number, result: Operation['result'] = 'acknowledged') {
  return { startMs, endMs: startMs + 5, result } as const;
}

function increment(startMs: number, result?: Operation['result']): Operation {
  return {
    kind: 'increment',
    key: 'c',
    ...at(startMs, result),
  };
}

function insert(id: string, result?: Operation['result']): Operation {
  return {
    kind: 'insert',
    id,
    ...at(0, result),
  };
}

function step(from: string, to: string, startMs: number, result?: Operation['result']): Operation {
  return {
    kind: 'compare-and-set',
    key: 'r',
    from,
    to,
    ...at(startMs, result),
  };
}

function read(value: string, startMs: number): Operation {
  return {
    kind: 'read',
    key: 'r',
    value,
    ...at(startMs),
  };
}

const sound: readonly Operation[] = [
  increment(0),
  increment(10),
  increment(20, 'unknown'),
  increment(30, 'unknown'),
  insert('a'),
  insert('b', 'unknown'),
  insert('c', 'unknown'),
  step('-', 'v1', 0),
  step('v1', 'v2', 10, 'unknown'),
  step('v1', 'x', 11, 'refused'),
  step('v2', 'v3', 20),
  step('v3', 'v4', 30, 'unknown'),
  read('-', 0),
  read('v1', 8),
  // The unknown step may have happened at any time after it was sent.
  read('v1', 18),
  read('v2', 18),
  read('v3', 40),
];

const end: FinalState = { host: 'm0', counters: { c: 3 }, inserted: ['a', 'b'], registers: { r: 'v3' } };

function kindsOf(changes: Partial<History>): readonly string[] {
  return checkHistory({
    operations: sound,
    finals: [end, { ...end, host: 'm1' }],
    initial: '-',
    ...changes,
  }).map(({ kind }) => kind);
}

function ending(changes: Partial<FinalState>) {
  return kindsOf({ finals: [{ ...end, ...changes }] });
}

function also(...operations: readonly Operation[]) {
  return kindsOf({ operations: [...sound, ...operations] });
}

describe('the checker of histories', () => {
  it('finds nothing in a sound one, whatever became of the unknown', () => {
    expect(kindsOf({})).toEqual([]);
    expect(ending({ counters: { c: 2 }, inserted: ['a'], registers: { r: 'v3' } })).toEqual([]);
    expect(ending({ counters: { c: 4 }, inserted: ['c', 'b', 'a'], registers: { r: 'v4' } })).toEqual([]);
  });

  it.each<readonly [string, readonly string[], string]>([
    ['a lost acknowledged insert', ending({ inserted: ['b'] }), 'lost insert'],
    ['a lost acknowledged increment', ending({ counters: { c: 1 } }), 'lost increment'],
    ['a lost counter', ending({ counters: {} }), 'lost increment'],
    ['a double increment', ending({ counters: { c: 5 } }), 'double increment'],
    ['a write that met itself', also(insert('d', 'repeated')), 'repeated insert'],
    ['something that nobody inserted', ending({ inserted: ['a', 'z'] }), 'insert from nowhere'],
    ['two that replaced the same value', also(step('v1', 'w', 50)), 'stale compare-and-set'],
    ['a lost acknowledged compare-and-set', also(step('v3', 'v5', 60)), 'lost compare-and-set'],
    ['the whole of a register lost', ending({ registers: { r: '-' } }), 'lost compare-and-set'],
    ['a value that nobody wrote', ending({ registers: { r: 'z' } }), 'value from nowhere'],
    ['a refused step that happened', ending({ registers: { r: 'x' } }), 'value from nowhere'],
    ['a read of what was replaced', also(read('v2', 100)), 'stale read'],
    ['a read of the beginning', also(read('-', 6)), 'stale read'],
    ['a read of a value that did not survive', also(read('v4', 100)), 'read of what never was'],
    ['a read of the future', also(read('v3', 1)), 'read of what never was'],
  ])('finds %s', (_, found, kind) => {
    expect(found).toContain(kind);
  });

  it('finds members that ended differently', () => {
    expect(kindsOf({ finals: [end, { ...end, host: 'm1', counters: { c: 4 } }] })).toEqual([
      'members disagree',
    ]);
  });

  it('finds nothing wrong in steps that lead in a circle but its end', () => {
    const circle = [step('p', 'q', 0), step('q', 'p', 10)];
    expect(
      kindsOf({
        operations: circle,
        finals: [{ ...end, counters: {}, inserted: [], registers: { r: 'q' } }],
      }),
    ).toEqual(['value from nowhere']);
  });
});
