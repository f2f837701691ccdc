import { setTimeout as delay } from 'node:timers/promises';
import type { Journey } from '@garbageday/core/probe/journey.ts';
import type { Slice } from '@garbageday/core/probe/slice.ts';
import { measure } from '@garbageday/prober/measure.ts';
import { measuringOf, sendTimeMs, wholeTimeMs } from '@garbageday/prober/measuring-time.ts';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type Loopback, serve, serveWords } from '../fixtures/loopback.ts';
import { probeJourney, usersJourney } from '../fixtures/word-journeys.ts';

const [probeMeasuring, usersMeasuring] = [measuringOf(probeJourney), measuringOf(usersJourney)];

// Each measures for a second and a half, on a machine that may be busy.
vi.setConfig({ testTimeout: 30_000 });

async function sleep(ms: number) {
  await delay(ms);
}

function measurement(
  baseUrl: string,
  write: (slice: Slice) => Promise<void>,
  journey: Journey = probeJourney,
) {
  const identity = { service: 'wordcount', vantage: 'test', seed: 'seed', sliceSeconds: 60 };
  const load = { ratePerSecond: 40, latencyThresholdMs: 200, timeoutMs: 300 };
  return { options: { ...identity, journey, ...load, baseUrl }, sendMs: 1_600, write, sleep };
}

function until<Server extends Loopback>(server: Server): Server {
  onTestFinished(server.close);
  return server;
}

function totalOf(slices: readonly Slice[]) {
  return slices.reduce((sum, { availability }) => sum + availability.total, 0);
}

describe('one measurement', () => {
  it.each([
    { name: 'probe', journey: probeJourney },
    { name: 'users', journey: usersJourney },
  ])('of the $name is written when it resolves', async ({ journey }) => {
    const { url } = until(await serveWords());
    const written: Slice[] = [];
    const write = async (slice: Slice) => {
      await delay(50);
      written.push(slice);
    };
    const totals = await measure({ ...measurement(url, write, journey) });
    expect(totals).toMatchObject({ failed: 0 });
    expect(totalOf(written)).toBe(totals.sent);
    expect(totals.sent).toBeGreaterThan(20);
  });

  it('of a service that never answers ends all the same, and says so', async () => {
    const { url } = until(await serve(() => {}));
    const written: Slice[] = [];
    const totals = await measure(measurement(url, async (slice) => void written.push(slice)));
    expect(totals.failed).toBe(totals.sent);
    expect(written.flatMap(({ errors }) => errors).every(([kind]) => kind === 'timeout')).toBe(true);
  });

  it('leaves no connection to the next one, which would find it reset after a thaw', async () => {
    const sockets = new Set<object>();
    let closed = 0;
    const server = until(
      await serve(({ socket }, response) => {
        if (!sockets.has(socket)) socket.once('close', () => (closed += 1));
        sockets.add(socket);
        response.end(JSON.stringify({}));
      }),
    );
    await measure(measurement(server.url, async () => {}));
    const before = sockets.size;
    await expect.poll(() => closed).toBe(before);
    await measure(measurement(server.url, async () => {}));
    expect(sockets.size).toBeGreaterThan(before);
  });

  it('throws what could not be written', async () => {
    const { url } = until(await serveWords());
    const write = () => Promise.reject(new Error('throttled'));
    // Two slices when the minute ends meanwhile.
    await expect(measure(measurement(url, write))).rejects.toThrow(/^throttled$|slices were not written/);
  });
});

describe('how long a measurement may take', () => {
  it.each([
    ['the probe with its default timeout', probeMeasuring, 5_000, 90_000],
    ['the probe with the longest', probeMeasuring, 60_000, 255_000],
    ['the users', usersMeasuring, 10_000, 100_000],
  ])('%s', (_, measuring, timeoutMs, wholeMs) => {
    expect(wholeTimeMs(measuring, timeoutMs)).toBe(wholeMs);
    expect(sendTimeMs(measuring, timeoutMs, wholeMs)).toBe(measuring.sendMs);
  });

  it('is less when it begins late, and nothing when it is too late', () => {
    expect(sendTimeMs(probeMeasuring, 5_000, 60_000)).toBe(25_000);
    expect(sendTimeMs(probeMeasuring, 5_000, 10_000)).toBe(0);
  });

  it('sends a secret where the journey names it, and says it nowhere else', async () => {
    const sent = new Set<unknown>();
    const server = until(
      await serve((request, response) => {
        sent.add(request.headers['authorization']);
        response.end('{}');
      }),
    );
    const slices: Slice[] = [];
    const step = { name: 'front', method: 'GET', path: '/', body: null, expect: [], save: [] } as const;
    const headers = [['Authorization', 'Bearer {secret:ShopToken}']] as const;
    const journey: Journey = { name: 'search', role: 'judge', variables: [], steps: [{ ...step, headers }] };
    const given = measurement(server.url, async (slice) => void slices.push(slice), journey);
    const totals = await measure({
      ...given,
      options: { ...given.options, secrets: { ShopToken: 'open-sesame' } },
    });
    expect([...sent]).toEqual(['Bearer open-sesame']);
    expect(JSON.stringify([totals, slices])).not.toContain('open-sesame');
  });
});
