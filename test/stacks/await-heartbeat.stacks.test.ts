import { awaitHeartbeat } from '@garbageday/sst/await-heartbeat.ts';
import { describe, expect, it } from 'vitest';

/** `counts`: what CloudWatch answers, one after the other; the last one for ever. */
function world(counts: readonly number[]) {
  const answers = [...counts];
  let nowMs = 0;
  return {
    minutes: () => nowMs / 60_000,
    heartbeats: async () => (answers.length > 1 ? answers.shift() : answers[0]) ?? 0,
    wait: async (ms: number) => {
      nowMs += ms;
    },
    now: () => nowMs,
  };
}

describe('the deployment waits for the probe', () => {
  it.each([
    ['not at all where it is heard', [3], 0],
    ['until it is heard', [0, 0, 0, 0, 1], 1],
  ])('%s', async (_, counts, minutes) => {
    const ports = world(counts);
    await awaitHeartbeat(ports);
    expect(ports.minutes()).toBe(minutes);
  });

  it('for ten minutes, and then fails with what to look at', async () => {
    const ports = world([0]);
    await expect(awaitHeartbeat(ports)).rejects.toThrow('look at the log of the function Probe');
    expect(ports.minutes()).toBe(10);
  });
});
