import type { Expectation, JourneyStep } from '@garbageday/core/probe/journey.ts';
import type { ErrorKind } from '@garbageday/core/probe/slice.ts';
import type { Reply } from '@garbageday/prober/http/request.ts';
import { counters } from '@garbageday/prober/journey/counter.ts';
import { jsonAt, parseJson } from '@garbageday/prober/journey/json-path.ts';
import { beginChecks } from '@garbageday/prober/journey/judge-reply.ts';
import { type JourneyContext, runJourney } from '@garbageday/prober/journey/run-journey.ts';
import { fill } from '@garbageday/prober/journey/template.ts';
import { describe, expect, it } from 'vitest';
import { testClient, timer } from './clients.ts';
import { serveHttp } from './servers.ts';

const variables = new Map([
  ['word', 'a b'],
  ['id', '7'],
]);

function known() {
  return { variables, counterOf: counters() };
}

const reply: Reply = {
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: '{"word":"a b","count":7,"list":[{"n":3}],"none":null}',
};

const judged: Record<string, { assertion: Expectation; error: ErrorKind | null; reply?: Partial<Reply> }> = {
  'the wanted status': { assertion: { kind: 'status', equals: 200 }, error: null },
  'a wanted 404': { assertion: { kind: 'status', equals: 404 }, error: null, reply: { status: 404 } },
  'a 404': { assertion: { kind: 'status', equals: 200 }, error: 'status-4xx', reply: { status: 404 } },
  'a 503': { assertion: { kind: 'status', equals: 200 }, error: 'status-5xx', reply: { status: 503 } },
  'a redirect': { assertion: { kind: 'status', equals: 200 }, error: 'assertion', reply: { status: 302 } },
  'any 2xx without a wanted status': {
    assertion: { kind: 'text', includes: 'word' },
    error: null,
    reply: { status: 204 },
  },
  'a 500 before its body': {
    assertion: { kind: 'text', includes: 'nowhere' },
    error: 'status-5xx',
    reply: { status: 500 },
  },
  'a header': {
    assertion: { kind: 'header', header: 'Content-Type', equals: 'application/json' },
    error: null,
  },
  'another header': { assertion: { kind: 'header', header: 'x-none', equals: '' }, error: 'assertion' },
  'text with a variable': { assertion: { kind: 'text', includes: '"{word}"' }, error: null },
  'text that is not there': { assertion: { kind: 'text', includes: '{id}7' }, error: 'assertion' },
  'a pattern': { assertion: { kind: 'regex', matches: '"count":\\d+' }, error: null },
  'a pattern that does not match': { assertion: { kind: 'regex', matches: '^count' }, error: 'assertion' },
  'a JSON text': { assertion: { kind: 'json', path: 'word', equals: '{word}' }, error: null },
  'a JSON number within a list': { assertion: { kind: 'json', path: 'list[0].n', equals: 3 }, error: null },
  'a JSON null': { assertion: { kind: 'json', path: 'none', equals: null }, error: null },
  'a number where a text was wanted': {
    assertion: { kind: 'json', path: 'count', equals: '7' },
    error: 'assertion',
  },
  'JSON that is not JSON': {
    assertion: { kind: 'json', path: 'none', equals: null },
    error: 'assertion',
    reply: { body: '<html>' },
  },
  'a count that is high enough': {
    assertion: { kind: 'atLeast', path: 'count', least: 7 },
    error: null,
  },
  'a count that is too low': {
    assertion: { kind: 'atLeast', path: 'count', least: 8 },
    error: 'assertion',
  },
  'a count that is a text': {
    assertion: { kind: 'atLeast', path: 'word', least: 0 },
    error: 'assertion',
  },
  'an answer in time': { assertion: { kind: 'latency', mostMs: 20 }, error: null },
  'an answer out of time': { assertion: { kind: 'latency', mostMs: 19.9 }, error: 'assertion' },
  'a count that was not read before': {
    assertion: { kind: 'neverLess', counter: '{word}', path: 'count' },
    error: null,
  },
  'a count that is not a number': {
    assertion: { kind: 'neverLess', counter: '{word}', path: 'word' },
    error: 'stale',
  },
  'an increase': { assertion: { kind: 'increases', counter: '{word}' }, error: null },
  'a list in order': {
    assertion: { kind: 'list', path: 'list', most: 1, descendingBy: 'n' },
    error: null,
  },
  'a list that is too long': {
    assertion: { kind: 'list', path: 'list', most: 0, descendingBy: 'n' },
    error: 'assertion',
  },
  'a list that is not one': {
    assertion: { kind: 'list', path: 'word', most: 9, descendingBy: 'n' },
    error: 'assertion',
  },
};

describe('a reply is judged by', () => {
  it.each(Object.entries(judged))('%s', (_, { assertion, error, reply: changes }) => {
    expect(beginChecks([assertion], known())({ ...reply, ...changes }, 20)).toBe(error);
  });

  it('the status before all, and then in order', () => {
    const assertions: readonly Expectation[] = [
      { kind: 'neverLess', counter: 'none', path: 'nowhere' },
      { kind: 'text', includes: 'nowhere' },
      { kind: 'status', equals: 201 },
    ];
    expect(beginChecks(assertions, known())({ ...reply, status: 404 }, 0)).toBe('status-4xx');
    expect(beginChecks(assertions, known())({ ...reply, status: 201 }, 0)).toBe('stale');
  });
});

describe('a JSON path', () => {
  it.each([
    ['', { a: 1 }, { a: 1 }],
    ['a', { a: 1 }, 1],
    ['[1]', [5, 6], 6],
    ['a.b[0].c', { a: { b: [{ c: 'x' }] } }, 'x'],
    ['a.b', { a: null }, undefined],
    ['constructor', {}, undefined],
    ['length', 'text', undefined],
  ])('"%s" reads only what is there', (path, document, value) => {
    expect(jsonAt(document, path)).toEqual(value);
  });

  it('finds nothing in what is no JSON', () => {
    expect(parseJson('')).toBeUndefined();
    expect(parseJson('null')).toBeNull();
  });
});

describe('a template', () => {
  it('is filled, and encoded where it must be', () => {
    expect(fill('/get/{word}?id={id}', variables, encodeURIComponent)).toBe('/get/a%20b?id=7');
    expect(fill('{word}{word} {}', variables)).toBe('a ba b {}');
  });

  it('that names what has no value is a bug', () => {
    expect(() => fill('/{nothing}', variables)).toThrow('{nothing}');
  });
});

function step(name: string, path: string, changes: Partial<JourneyStep> = {}): JourneyStep {
  return {
    name,
    method: 'GET',
    path,
    headers: [],
    body: null,
    expect: [],
    save: [],
    ...changes,
  };
}

function contextOf(url: string): JourneyContext {
  let ids = 0;
  const nextRequestId = () => `id-${ids++}`;
  return { client: testClient(url), now: timer.now, timeoutMs: 5_000, nextRequestId, counterOf: counters() };
}

async function outcomeOf(steps: readonly JourneyStep[], url: string, intendedMs = timer.now()) {
  const errand = { journey: { role: 'judge', steps }, intendedMs, variables: new Map() } as const;
  const run = await runJourney(errand, contextOf(url));
  if (run.kind === 'unsent') throw run.cause;
  return run.outcome;
}

describe('a journey', () => {
  it('hands extracted values on, each request under its own id', async () => {
    const seen: unknown[] = [];
    const { url } = await serveHttp((request, response) => {
      seen.push([request.method, request.url, request.headers['x-request-id'], request.headers['x-token']]);
      response.setHeader('X-Token', 'secret').end('{"id":"a/b"}');
    });
    const login = step('login', '/login', {
      method: 'POST',
      body: 'me',
      save: [
        { name: 'id', from: { kind: 'json', path: 'id' } },
        { name: 'token', from: { kind: 'header', header: 'X-Token' } },
      ],
    });
    const show = step('show', '/show/{id}', { headers: [['X-Token', '{token}']] });
    const outcome = await outcomeOf([login, show], url);
    expect(outcome).toMatchObject({ error: null, steps: [{ step: 'login' }, { step: 'show' }] });
    expect(seen).toEqual([
      ['POST', '/login', 'id-0', undefined],
      ['GET', '/show/a%2Fb', 'id-1', 'secret'],
    ]);
  });

  it('ends at the first failing step; the steps after it are no events', async () => {
    const { url } = await serveHttp((request, response) => {
      response.writeHead(request.url === '/two' ? 500 : 200).end();
    });
    const steps = [step('one', '/one'), step('two', '/two'), step('three', '/three')];
    const outcome = await outcomeOf(steps, url);
    expect(outcome.error).toBe('status-5xx');
    expect(outcome.steps.map(({ step: name, error }) => [name, error])).toEqual([
      ['one', null],
      ['two', 'status-5xx'],
    ]);
  });

  it('fails when what it should extract is not there', async () => {
    const { url } = await serveHttp((_, response) => response.end('{}'));
    const save = [{ name: 'id', from: { kind: 'json', path: 'id' } }] as const;
    const outcome = await outcomeOf([step('one', '/', { save })], url);
    expect(outcome.error).toBe('assertion');
  });

  it('counts its latency from the intended time, and its steps add up', async () => {
    const { url } = await serveHttp((_, response) => response.end());
    const journey = [step('one', '/'), step('two', '/')];
    const outcome = await outcomeOf(journey, url, timer.now() - 400);
    expect(outcome.lagMs).toBeGreaterThanOrEqual(400);
    expect(outcome.latencyMs).toBeGreaterThanOrEqual(400);
    const [one, two] = outcome.steps;
    expect((one?.latencyMs ?? 0) + (two?.latencyMs ?? 0)).toBeCloseTo(outcome.latencyMs, 6);
    expect(two?.latencyMs).toBeLessThan(400);
  });
});
