import { withDurableExecution } from '@aws/durable-execution-sdk-js';
import { LocalDurableTestRunner } from '@aws/durable-execution-sdk-js-testing';
import { durableSteps } from '@garbageday/aws/durable-steps.ts';
import type { Steps } from '@garbageday/core/ports.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** Runs the body as a durable function, with time skipped; it is replayed after every wait. */
async function play<T>(body: (steps: Steps) => Promise<T>): Promise<T> {
  const runner = new LocalDurableTestRunner<T>({
    handlerFunction: withDurableExecution(async (_event, context) => body(durableSteps(context))),
  });
  const run = await runner.run();
  // Throws what ended the execution.
  return run.getResult() as T;
}

describe('durable steps', () => {
  beforeAll(() => LocalDurableTestRunner.setupTestEnvironment({ skipTime: true }));
  afterAll(() => LocalDurableTestRunner.teardownTestEnvironment());

  it('run once and remember their result over the replays that follow each wait', async () => {
    let [ran, replayed] = [0, 0];
    const result = await play(async (steps) => {
      replayed += 1;
      const first = await steps.run('one', async () => {
        ran += 1;
        return { at: ran };
      });
      await steps.wait('settle', 60_000);
      const second = await steps.run('two', async () => first.at + 1);
      await steps.wait('settle again', 60_000);
      return [first, second];
    });
    expect(result).toEqual([{ at: 1 }, 2]);
    expect(ran).toBe(1);
    expect(replayed).toBeGreaterThan(1);
  });

  it('are tried again when they throw, and remember what came of it', async () => {
    let asked = 0;
    const result = await play((steps) =>
      steps.run('flaky', async () => {
        asked += 1;
        if (asked < 3) throw new Error('not yet');
        return 'there';
      }),
    );
    expect([result, asked]).toEqual(['there', 3]);
  });

  it('end the execution after five attempts', async () => {
    let asked = 0;
    const hopeless = play((steps) =>
      steps.run('hopeless', async () => {
        asked += 1;
        throw new Error('the table is gone');
      }),
    );
    await expect(hopeless).rejects.toThrow('the table is gone');
    expect(asked).toBe(5);
  });

  it('wait until a check is done, and return what it found', async () => {
    let asked = 0;
    const found = await play((steps) =>
      steps.waitUntil('healthy', {
        intervalMs: 5_000,
        timeoutMs: 60_000,
        check: async () => {
          asked += 1;
          return asked === 4 ? { done: 'all three' } : null;
        },
      }),
    );
    expect([found, asked]).toEqual(['all three', 4]);
  });

  it('hand each check the note of the one before, which ran in another process', async () => {
    const found = await play((steps) =>
      steps.waitUntil<string, { readonly asked: number }>('healthy', {
        intervalMs: 5_000,
        timeoutMs: 60_000,
        check: async (earlier) => {
          const asked = (earlier?.asked ?? 0) + 1;
          return asked === 4 ? { done: `asked ${asked} times` } : { note: { asked } };
        },
      }),
    );
    expect(found).toBe('asked 4 times');
  });

  it('may find null, and know it from finding nothing', async () => {
    const options = { intervalMs: 1_000, timeoutMs: 1_000, check: async () => ({ done: null }) };
    expect(await play((steps) => steps.waitUntil('null', options))).toBeNull();
  });

  it('give up with null when the time is up, having asked at the interval and at the end', async () => {
    let asked = 0;
    const found = await play((steps) =>
      steps.waitUntil('healthy', {
        intervalMs: 10_000,
        timeoutMs: 30_000,
        check: async () => {
          asked += 1;
          return null;
        },
      }),
    );
    expect(found).toBeNull();
    expect(asked).toBeGreaterThanOrEqual(2);
    expect(asked).toBeLessThanOrEqual(4);
  });

  it('ask once even when there is no time at all', async () => {
    let asked = 0;
    const check = async () => {
      asked += 1;
      return { done: 'at once' };
    };
    const found = await play((steps) => steps.waitUntil('now', { intervalMs: 1_000, timeoutMs: 0, check }));
    expect([found, asked]).toEqual(['at once', 1]);
  });

  it('do not wait for no time', async () => {
    expect(
      await play(async (steps) => {
        await steps.wait('nothing', 0);
        return 'done';
      }),
    ).toBe('done');
  });
});
