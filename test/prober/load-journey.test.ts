import type http from 'node:http';
import type { ErrorKind } from '@garbageday/core/probe/slice.ts';
import { counters } from '@garbageday/prober/journey/counter.ts';
import type { Ended } from '@garbageday/prober/load/slice-series.ts';
import { attemptJourney } from '@garbageday/prober/start-journey.ts';
import { describe, expect, it } from 'vitest';
import { usersJourney } from '../fixtures/word-journeys.ts';
import { testClient, timer } from './clients.ts';
import { refusedUrl, serveHttp, wordCounter } from './servers.ts';

async function insertAt(url: string, timeoutMs = 5_000, lateMs = 0): Promise<Ended> {
  const intendedMs = timer.now() - lateMs;
  const attempt = await attemptJourney(
    { journey: usersJourney, intendedMs, variables: new Map([['word', 'user-1']]) },
    {
      client: testClient(url),
      now: timer.now,
      timeoutMs,
      nextRequestId: () => 'run-0',
      counterOf: counters(),
    },
  );
  if (attempt.kind === 'unsent') throw attempt.cause;
  return attempt.ended;
}

/** Serves a word counter whose first answers are given by `rude`, one each; notes the request ids. */
async function rudeFirst(...rude: http.RequestListener[]) {
  const { handle, counts } = wordCounter();
  const ids: unknown[] = [];
  const { url, connections } = await serveHttp((request, response) => {
    ids.push(request.headers['x-request-id']);
    (rude[ids.length - 1] ?? handle)(request, response);
  });
  return { url, ids, counts, connections };
}

const breaks: http.RequestListener = ({ socket }) => socket.destroy();
const resets: http.RequestListener = ({ socket }) => socket.resetAndDestroy();
const hangs: http.RequestListener = () => {};
const breaksWithin: http.RequestListener = (_, response) => {
  response.writeHead(200, { 'content-length': 100 });
  response.write('{"word"', () => response.destroy());
};
function answers(status: number, body: string): http.RequestListener {
  return (_, response) => response.writeHead(status).end(body);
}

describe('a load', () => {
  it('is told that the word was counted', async () => {
    const { url, ids, counts } = await rudeFirst();
    expect(await insertAt(url)).toMatchObject({ error: null, retried: 0, acknowledged: 1 });
    expect(ids).toEqual(['run-0']);
    expect(counts.get('user-1')).toBe(1);
  });

  it.each([
    ['is closed', breaks],
    ['is reset', resets],
  ])(
    'sends again, once, under the same id and on a fresh connection when the connection %s',
    async (_, rude) => {
      const { url, ids, connections } = await rudeFirst(rude);
      expect(await insertAt(url)).toMatchObject({ error: null, retried: 1, acknowledged: 1 });
      expect(ids).toEqual(['run-0', 'run-0']);
      expect(connections()).toBe(2);
    },
  );

  it('fails when it breaks a second time', async () => {
    const { url, ids } = await rudeFirst(breaks, breaks);
    expect(await insertAt(url)).toMatchObject({ error: 'reset', retried: 1, acknowledged: 0 });
    expect(ids.length).toBe(2);
  });

  it('sends again when refused', async () => {
    const outcome = await insertAt(await refusedUrl());
    expect(outcome).toMatchObject({ error: 'connect-refused', retried: 1 });
  });

  const notRetried: Record<string, { rude: http.RequestListener; error: ErrorKind }> = {
    'a 500': { rude: answers(500, ''), error: 'status-5xx' },
    'a 404': { rude: answers(404, ''), error: 'status-4xx' },
    'a timeout': { rude: hangs, error: 'timeout' },
    'a break within the answer': { rude: breaksWithin, error: 'reset' },
    'another word': { rude: answers(200, '{"word":"user-2","count":1}'), error: 'assertion' },
    'what is no JSON': { rude: answers(200, 'OK'), error: 'assertion' },
  };

  it.each(Object.entries(notRetried))('does not send again after %s', async (_, { rude, error }) => {
    const { url, ids } = await rudeFirst(rude);
    expect(await insertAt(url, 300)).toMatchObject({ error, retried: 0, acknowledged: 0 });
    expect(ids.length).toBe(1);
  });

  it('waits from the intended time on; how late the prober was is told apart', async () => {
    const { url } = await rudeFirst();
    const outcome = await insertAt(url, 5_000, 400);
    expect(outcome.lagMs).toBeGreaterThanOrEqual(400);
    expect(outcome.latencyMs).toBeGreaterThanOrEqual(outcome.lagMs);
  });

  it('waits for both together: the latency includes the retry, and so does the timeout', async () => {
    const breaksLate: http.RequestListener = ({ socket }) => setTimeout(() => socket.destroy(), 400);
    const { url } = await rudeFirst(breaksLate, hangs);
    const outcome = await insertAt(url, 600);
    expect(outcome).toMatchObject({ error: 'timeout', retried: 1 });
    expect(outcome.latencyMs).toBeGreaterThanOrEqual(590);
    expect(outcome.latencyMs).toBeLessThan(950);
  });
});
