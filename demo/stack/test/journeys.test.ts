import type http from 'node:http';
import type { ErrorKind } from '@garbageday/core/probe/slice.ts';
import { seededRandom } from '@garbageday/core/time/random.ts';
import { probeJourney, usersJourney } from '@garbageday/demo/journeys.ts';
import { counters, counter as ownCount } from '@garbageday/prober/journey/counter.ts';
import { type JourneyContext, runJourney } from '@garbageday/prober/journey/run-journey.ts';
import { variableSource } from '@garbageday/prober/journey/variables.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testClient, timer } from '../../../test/prober/clients.ts';
import { serveHttp, wordCounter } from '../../../test/prober/servers.ts';

function contextOf(url: string): JourneyContext {
  return {
    client: testClient(url),
    now: timer.now,
    timeoutMs: 2_000,
    nextRequestId: () => 'id',
    counterOf: counters(),
  };
}

/** Walks the journey for one word a few times; returns what was wrong each time, with its step. */
async function walk(handle: http.RequestListener, times: number) {
  const { url } = await serveHttp(handle);
  const context = contextOf(url);
  const variables = new Map([['word', 'probe-1']]);
  const errors: (readonly [string, ErrorKind] | null)[] = [];
  for (let turn = 0; turn < times; turn += 1) {
    const run = await runJourney({ journey: probeJourney, intendedMs: timer.now(), variables }, context);
    if (run.kind === 'unsent') throw run.cause;
    const last = run.outcome.steps.at(-1);
    errors.push(run.outcome.error === null ? null : [last?.step ?? '', run.outcome.error]);
  }
  return errors;
}

/** A word counter of which one route answers otherwise. */
function counterWith(route: string, answer: (body: string, status: (code: number) => void) => string) {
  const { handle } = wordCounter();
  const listener: http.RequestListener = (request, response) => {
    if (!request.url?.startsWith(`/${route}`)) return handle(request, response);
    const end = response.end.bind(response);
    response.end = ((body: string) => end(answer(body, (code) => response.writeHead(code)))) as typeof end;
    handle(request, response);
  };
  return listener;
}

describe('the reference journey', () => {
  it('is content with a word counter, however much was counted before', async () => {
    const { handle, counts } = wordCounter();
    counts.set('probe-1', 4_711);
    expect(await walk(handle, 4)).toEqual([null, null, null, null]);
    expect(counts.get('probe-1')).toBe(4_715);
  });

  it('takes its words in turn, from a small set', () => {
    const next = variableSource(probeJourney.variables, () => seededRandom('unused'));
    const words = Array.from({ length: 9 }, () => next().get('word'));
    expect(words.slice(0, 2)).toEqual(['probe-1', 'probe-2']);
    expect(words[8]).toBe('probe-1');
    expect(new Set(words).size).toBe(8);
  });

  it('has words of users that the app accepts, a few of them often', () => {
    const next = variableSource(usersJourney.variables, seededRandom);
    const words = Array.from({ length: 5_000 }, () => next().get('word') ?? '');
    for (const word of words) expect(word).toMatch(/^user-[A-Za-z0-9_-]+$/);
    const often = words.filter((word) => word === 'user-1').length;
    expect(often).toBeGreaterThan(5_000 / 7.5 / 2);
  });

  it('calls a count without its own insert stale, each time', async () => {
    const frozen = counterWith('get', () => '{"word":"probe-1","count":1}');
    expect(await walk(frozen, 3)).toEqual([null, ['get', 'stale'], ['get', 'stale']]);
  });

  it('calls one lost write one bad journey', async () => {
    const { handle, counts } = wordCounter();
    let gets = 0;
    const losing: http.RequestListener = (request, response) => {
      if (request.url === '/get/probe-1' && ++gets === 3) {
        counts.set('probe-1', (counts.get('probe-1') ?? 0) - 1);
      }
      handle(request, response);
    };
    expect(await walk(losing, 5)).toEqual([null, null, ['get', 'stale'], null, null]);
  });

  const bad: Record<string, { handle: () => http.RequestListener; error: readonly [string, ErrorKind] }> = {
    'an insert that fails': {
      handle: () =>
        counterWith('insert', (_, status) => {
          status(500);
          return '';
        }),
      error: ['insert', 'status-5xx'],
    },
    'another word': {
      handle: () => counterWith('insert', () => '{"word":"other","count":1}'),
      error: ['insert', 'assertion'],
    },
    'a word that is not found': {
      handle: () =>
        counterWith('get', (_, status) => {
          status(404);
          return '';
        }),
      error: ['get', 'status-4xx'],
    },
    'bad JSON': { handle: () => counterWith('get', () => '{"word":'), error: ['get', 'assertion'] },
    'a count that is no number': {
      handle: () => counterWith('get', () => '{"word":"probe-1","count":"1"}'),
      error: ['get', 'assertion'],
    },
    'a toplist that is none': {
      handle: () => counterWith('toplist', () => '{}'),
      error: ['toplist', 'assertion'],
    },
    'a toplist out of order': {
      handle: () => counterWith('toplist', () => '[{"word":"a","count":1},{"word":"b","count":2}]'),
      error: ['toplist', 'assertion'],
    },
    'a toplist without counts': {
      handle: () => counterWith('toplist', () => '[{"word":"a"}]'),
      error: ['toplist', 'assertion'],
    },
    'a toplist of eleven': {
      handle: () => counterWith('toplist', () => JSON.stringify(Array(11).fill({ word: 'a', count: 1 }))),
      error: ['toplist', 'assertion'],
    },
  };

  it.each(Object.entries(bad))('is not content with %s', async (_, { handle, error }) => {
    expect(await walk(handle(), 1)).toEqual([error]);
  });

  it('is content with an empty toplist', async () => {
    expect(
      await walk(
        counterWith('toplist', () => '[]'),
        1,
      ),
    ).toEqual([null]);
  });
});

/** A counter that many use at once: each operation takes effect at some moment between its start and its end. */
function simulate(seed: string) {
  const random = seededRandom(seed);
  const own = ownCount();
  let count = random.below(5);
  let stale = 0;
  type Operation = { apply: () => void; end: () => void };
  const started: Operation[] = [];
  const applied: Operation[] = [];
  const startInsert = (): Operation => {
    const acknowledge = own.startIncrease();
    const isAnswered = random.next() < 0.8;
    return { apply: () => (count += 1), end: () => isAnswered && acknowledge() };
  };
  const startRead = (): Operation => {
    const isRecent = own.startRead();
    let seen = 0;
    return {
      apply: () => (seen = count),
      end: () => {
        if (!isRecent(seen)) stale += 1;
      },
    };
  };
  // What the journey guarantees: a read of it starts after an insert of it was acknowledged.
  const first = startInsert();
  first.apply();
  own.startIncrease()();
  for (let turn = 0; turn < 200; turn += 1) {
    const dice = random.below(5);
    if (dice === 0) started.push(startInsert());
    if (dice === 1) started.push(startRead());
    if (dice === 2) count += random.below(2);
    if (dice === 3) {
      const one = started.splice(random.below(started.length + 1), 1)[0];
      one?.apply();
      if (one !== undefined) applied.push(one);
    }
    if (dice === 4) applied.splice(random.below(applied.length + 1), 1)[0]?.end();
  }
  return stale;
}

describe('the least count that must be read', () => {
  it('is never too much, whatever overlaps and whoever else counts', () => {
    fc.assert(
      fc.property(fc.string(), (seed) => {
        expect(simulate(seed)).toBe(0);
      }),
      { numRuns: 500 },
    );
  });

  it('is before + own acknowledged inserts', () => {
    const own = ownCount();
    own.startIncrease()();
    expect(own.startRead()(10)).toBe(true);
    own.startIncrease()();
    own.startIncrease()();
    own.startIncrease();
    const read = own.startRead();
    own.startIncrease()();
    expect(read(12)).toBe(true);
    expect(own.startRead()(12)).toBe(false);
  });

  it('before anything was read is 1 after an own increase, and unknown without one', () => {
    const own = ownCount();
    own.startIncrease()();
    expect(own.startRead()(0)).toBe(false);
    expect(ownCount().startRead()(-1)).toBe(true);
  });

  it('is not forgotten when an answer is not a number', () => {
    const own = ownCount();
    own.startRead()(3);
    expect(own.startRead()(Number.NaN)).toBe(false);
    expect(own.startRead()(2)).toBe(false);
    expect(own.startRead()(2)).toBe(true);
  });

  it('does not count an insert that was sent before the reading it would be added to', () => {
    const own = ownCount();
    const acknowledge = own.startIncrease();
    own.startRead()(5);
    acknowledge();
    expect(own.startRead()(5)).toBe(true);
  });
});
