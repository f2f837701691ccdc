import { fork, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Journey } from '@garbageday/core/probe/journey.ts';
import type { Slice } from '@garbageday/core/probe/slice.ts';
import type { ProberMessage, ProberOptions, ProberTotals } from '@garbageday/prober/messages.ts';
import { describe, expect, it, onTestFinished } from 'vitest';
import { probeJourney, usersJourney } from '../fixtures/word-journeys.ts';
import { eventually, serveHttp, wordCounter } from './servers.ts';

const main = fileURLToPath(new URL('../../packages/prober/src/journey-main.ts', import.meta.url));

function options(journey: Journey, baseUrl: string, ratePerSecond: number): ProberOptions {
  return {
    service: 'demo',
    journey,
    vantage: 'local',
    baseUrl,
    ratePerSecond,
    latencyThresholdMs: 300,
    timeoutMs: 5_000,
    seed: 'child',
    sliceSeconds: 1,
  };
}

function forked() {
  const child = fork(main, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  const messages: ProberMessage[] = [];
  let stderr = '';
  child.on('message', (message: ProberMessage) => messages.push(message));
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  const exit = new Promise<number | null>((resolve) => child.once('close', resolve));
  onTestFinished(() => void child.kill('SIGKILL'));
  const slices = () => messages.flatMap((message) => (message.kind === 'slice' ? [message.slice] : []));
  return { child, messages, slices, exit, stderr: () => stderr };
}

function totalOf(slices: readonly Slice[]) {
  return slices.reduce((total, { availability }) => total + availability.total, 0);
}

function totalsOf(messages: readonly ProberMessage[]): ProberTotals {
  const last = messages.at(-1);
  if (last?.kind !== 'stopped') throw new Error(`the last message is ${last?.kind}`);
  return last.totals;
}

describe('the users process', () => {
  it('says that it started, its slices, and at the end its totals; every acknowledged insert is stored', async () => {
    const { handle, counts } = wordCounter();
    const { url } = await serveHttp(handle);
    const { child, messages, slices, exit } = forked();
    child.send({ kind: 'start', ...options(usersJourney, url, 100) });
    await eventually(() => slices().length >= 2, 20_000);
    child.send({ kind: 'stop' });
    expect(await exit).toBe(0);
    expect(messages[0]).toEqual({ kind: 'started' });
    const totals = totalsOf(messages);
    const stored = [...counts.values()].reduce((sum, count) => sum + count, 0);
    expect(totals).toMatchObject({ failed: 0, retried: 0, sent: stored, acknowledged: stored });
    expect(totalOf(slices())).toBe(totals.sent);
    expect(slices()[0]).toMatchObject({ journey: 'users', service: 'demo', vantage: 'local', seq: 0 });
    expect(slices()[0]?.availability.total).toBe(100);
  });

  it('retries once what broke, under the same id, and nobody fails', async () => {
    const { handle } = wordCounter();
    const seen = new Map<string, number>();
    const { url } = await serveHttp((request, response) => {
      const id = String(request.headers['x-request-id']);
      seen.set(id, (seen.get(id) ?? 0) + 1);
      if (seen.size === 10 && seen.get(id) === 1) request.socket.destroy();
      else handle(request, response);
    });
    const { child, messages, slices, exit } = forked();
    child.send({ kind: 'start', ...options(usersJourney, url, 50) });
    await eventually(() => slices().length >= 1, 20_000);
    child.send({ kind: 'stop' });
    await exit;
    expect(totalsOf(messages)).toMatchObject({ failed: 0, retried: 1 });
    expect([...seen.values()].filter((times) => times > 1)).toEqual([2]);
    for (const id of seen.keys()) expect(id.length).toBeLessThanOrEqual(64);
  });
});

describe('the probe process', () => {
  it('never retries: what broke is bad, and each request has its own id', async () => {
    const { handle } = wordCounter();
    const ids = new Set<string>();
    let requests = 0;
    let inserts = 0;
    const { url } = await serveHttp((request, response) => {
      requests += 1;
      ids.add(String(request.headers['x-request-id']));
      if (request.url?.startsWith('/insert/') === true) inserts += 1;
      // Journeys overlap on a busy machine: the second insert, not the fourth request.
      if (inserts === 2 && request.url?.startsWith('/insert/') === true) request.socket.destroy();
      else handle(request, response);
    });
    const { child, messages, slices, exit } = forked();
    child.send({ kind: 'start', ...options(probeJourney, url, 10) });
    await eventually(() => slices().length >= 1, 20_000);
    child.send({ kind: 'stop' });
    expect(await exit).toBe(0);
    expect(totalsOf(messages)).toMatchObject({ failed: 1, retried: 0 });
    expect(slices()[0]?.errors).toEqual([['reset', 1]]);
    expect(slices()[0]?.steps.map(({ step, counts }) => [step, counts])).toEqual([
      ['insert', { good: 9, total: 10 }],
      ['get', { good: 9, total: 9 }],
      ['toplist', { good: 9, total: 9 }],
    ]);
    expect(ids.size).toBe(requests);
  });

  it('ignores Ctrl-C, which is for its parent to handle', async () => {
    const { url } = await serveHttp(wordCounter().handle);
    const { child, messages, slices, exit } = forked();
    child.send({ kind: 'start', ...options(probeJourney, url, 10) });
    await eventually(() => messages.length > 0, 20_000);
    child.kill('SIGINT');
    const before = slices().length;
    await eventually(() => slices().length > before, 20_000);
    child.send({ kind: 'stop' });
    expect(await exit).toBe(0);
  });

  it('stops before it has started, with nothing to tell', async () => {
    const { child, messages, exit } = forked();
    child.send({ kind: 'stop' });
    expect(await exit).toBe(0);
    expect(totalsOf(messages)).toMatchObject({ sent: 0 });
  });

  it('leaves at once when its parent is gone', async () => {
    const { url } = await serveHttp((_request, _response) => {});
    const { child, messages } = forked();
    child.send({ kind: 'start', ...options(probeJourney, url, 10) });
    await eventually(() => messages.length > 0, 20_000);
    child.disconnect();
    await eventually(() => child.exitCode === 1, 2_000);
  });

  it.each([
    ['a message that is none', { kind: 'start', service: 'demo', journey: probeJourney }, '"vantage"'],
    ['a rate of 0', { kind: 'start', ...options(probeJourney, 'http://127.0.0.1:1', 0) }, '"ratePerSecond"'],
  ])('refuses %s in one line, with exit code 2', async (_, message, words) => {
    const { child, exit, stderr } = forked();
    child.send(message);
    expect(await exit).toBe(2);
    expect(stderr().trim().split('\n')).toEqual([expect.stringContaining(words)]);
  });

  it('refuses to be started by hand', async () => {
    const child = spawn(process.execPath, [main], { stdio: ['ignore', 'ignore', 'pipe'] });
    let stderr = '';
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    expect(await new Promise((resolve) => child.once('close', resolve))).toBe(2);
    expect(stderr.trim().split('\n')).toEqual([expect.stringContaining('not by hand')]);
  });
});
