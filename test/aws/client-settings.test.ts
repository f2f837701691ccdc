import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SSMClient } from '@aws-sdk/client-ssm';
import { clientSettings } from '@garbageday/aws/client-settings.ts';
import type { RetryStrategyV2, RetryToken } from '@smithy/types';
import { afterEach, describe, expect, it, vi } from 'vitest';

const throttled = { errorType: 'THROTTLING' } as never;

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

async function strategyOf(settings = clientSettings()) {
  const ssm = new SSMClient({ ...settings, region: 'eu-central-1' });
  return (await ssm.config.retryStrategy()) as RetryStrategyV2;
}

type Waited = { readonly attempts: number; readonly pausesMs: readonly number[] };

/** One call that is throttled `times` times, at the longest pauses that chance allows, without waiting for them. */
async function call(strategy: RetryStrategyV2, times: number): Promise<Waited> {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(0.999_999);
  const pausesMs: number[] = [];
  let token: RetryToken = await strategy.acquireInitialRetryToken('aws');
  for (let attempt = 1; attempt <= times; attempt += 1) {
    const startedMs = Date.now();
    const next = strategy.refreshRetryTokenForRetry(token as never, throttled).catch(() => null);
    await vi.runAllTimersAsync();
    const given = await next;
    if (given === null) return { attempts: attempt, pausesMs };
    pausesMs.push(Date.now() - startedMs + given.getRetryDelay());
    token = given;
  }
  strategy.recordSuccess(token as never);
  return { attempts: times + 1, pausesMs };
}

function sum(numbers: readonly number[]) {
  return numbers.reduce((total, each) => total + each, 0);
}

describe('a client of AWS', () => {
  it('gives up on a call that is throttled for ever after four attempts and seven seconds', async () => {
    const { attempts, pausesMs } = await call(await strategyOf(), Number.POSITIVE_INFINITY);
    expect(attempts).toBe(4);
    expect(pausesMs).toHaveLength(3);
    expect(sum(pausesMs)).toBeGreaterThan(3_000);
    expect(sum(pausesMs)).toBeLessThanOrEqual(7_000);
  });

  it('makes no call pay for one that was throttled before it', async () => {
    const strategy = await strategyOf();
    await call(strategy, 1);
    vi.useFakeTimers();
    // Nobody moves the timers: it may not wait for one.
    await strategy.acquireInitialRetryToken('aws');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('spends at most a second on each throttled attempt when a fifth of a hundred calls is throttled', async () => {
    const strategy = await strategyOf();
    const waited: Waited[] = [];
    for (let index = 0; index < 100; index += 1) waited.push(await call(strategy, index % 5 === 0 ? 1 : 0));
    expect(sum(waited.map(({ attempts }) => attempts))).toBe(120);
    expect(sum(waited.flatMap(({ pausesMs }) => pausesMs))).toBeLessThanOrEqual(20_000);
  });

  it('is set up by `clientSettings` wherever one is made, or by `deployerSettings` where a deployment makes one', () => {
    const root = resolve(import.meta.dirname, '../..');
    const made = ['packages', 'functions', 'scripts'].flatMap((directory) =>
      readdirSync(join(root, directory), { recursive: true, encoding: 'utf8' })
        .filter((path) => path.endsWith('.ts') && !path.includes('node_modules'))
        .flatMap((path) => clientsIn(readFileSync(join(root, directory, path), 'utf8'))),
    );
    expect(made.length).toBeGreaterThan(20);
    expect(made.filter((each) => !/\((clientSettings\(|deployerSettings\(|settings\))/.test(each))).toEqual(
      [],
    );
  });
});

/** Of the AWS SDK: MongoDB and Slack have clients of their own. */
function clientsIn(source: string): readonly string[] {
  const found = [...source.matchAll(/new (\w+)Client\(.{0,20}/g)].map(([text]) => text);
  return found.filter((text) => !/new (Mongo|Web)Client/.test(text));
}
