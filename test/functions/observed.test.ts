import type { ChaosEvent } from '@garbageday/core/ports.ts';
import type { Context } from 'aws-lambda';
import { describe, expect, it, vi } from 'vitest';
import { metrics } from '../../functions/observe/metrics.ts';
import { observed } from '../../functions/observe/observed.ts';
import { observedEvents } from '../../functions/observe/observed-events.ts';
import { experimentPlan } from '../fakes/experiment.ts';

const plan = experimentPlan();
const event: ChaosEvent = {
  kind: 'transition',
  plan,
  transition: { experimentId: plan.id, seq: 3, atMs: 1, state: { kind: 'injected', injectedAtMs: 1 } },
};

describe('an observed function', () => {
  it('that runs out of time is left to Lambda, which ends the process and what it had begun', async () => {
    const handler = observed<string>().handler(async () => {
      await new Promise((resolve) => setTimeout(resolve, 60));
      return 'done';
    });
    const context = { getRemainingTimeInMillis: () => 20, functionName: 'f' } as unknown as Context;
    expect(await handler({}, context)).toBe('done');
  });
});

describe('an observed event', () => {
  it('is published though it cannot be counted', async () => {
    const published: ChaosEvent[] = [];
    const broken = vi.spyOn(metrics, 'addMetric').mockImplementation(() => {
      throw new Error('too many metrics');
    });
    await observedEvents({ publish: async (each) => void published.push(each) }).publish(event);
    broken.mockRestore();
    expect(published).toEqual([event]);
  });

  it('is counted though it cannot be published, and the publisher hears of it', async () => {
    const counted = vi.spyOn(metrics, 'addMetric');
    const away = observedEvents({ publish: () => Promise.reject(new Error('the bus is away')) });
    await expect(away.publish(event)).rejects.toThrow('the bus is away');
    expect(counted).toHaveBeenCalledWith('Experiment-injected', 'Count', 1);
    counted.mockRestore();
  });
});
