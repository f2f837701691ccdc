import { describe, expect, it } from 'vitest';
import { type Refresh, type RollOutPorts, rollOut } from '../../stacks/roll-out.ts';

type World = RollOutPorts & { readonly calls: string[]; readonly minutes: () => number };

function at(status: string, progress = ''): Refresh {
  return {
    id: 'r',
    status,
    reason: 'why',
    progress: `${status} ${progress}`,
  };
}

/** `refreshes`: what Auto Scaling answers, one after the other; the last one for ever. */
function world(running: string, refreshes: readonly (Refresh | null)[]): World {
  const answers = [...refreshes];
  const calls: string[] = [];
  let nowMs = 0;
  return {
    calls,
    minutes: () => nowMs / 60_000,
    runningVersion: async () => running,
    latest: async () => (answers.length > 1 ? (answers.shift() ?? null) : (answers[0] ?? null)),
    start: async (version) => void calls.push(`start ${version}`),
    rollBack: async () => {
      calls.push(`roll back after ${nowMs / 60_000} min`);
      answers.splice(0, answers.length, at('RollbackInProgress'), at('RollbackSuccessful'));
    },
    wait: async (ms) => {
      nowMs += ms;
    },
    now: () => nowMs,
  };
}

describe('a rollout', () => {
  it('does nothing where the group runs the version already', async () => {
    const ports = world('3', [null]);
    expect(await rollOut(ports, 'web', '3')).toBe('nothing to do');
    expect(ports.calls).toEqual([]);
  });

  it('starts a refresh and waits for its end', async () => {
    const ports = world('2', [null, at('Pending'), at('InProgress', '33'), at('Successful')]);
    expect(await rollOut(ports, 'web', '3')).toBe('rolled out');
    expect([ports.calls, ports.minutes()]).toEqual([['start 3'], 0.5]);
  });

  it('waits for the refresh of an earlier deployment before it looks', async () => {
    const ports = world('3', [at('InProgress'), at('Successful')]);
    expect(await rollOut(ports, 'web', '3')).toBe('nothing to do');
    expect(ports.minutes()).toBe(0.25);
  });

  it.each([
    ['RollbackSuccessful', 'its servers run version 2 again'],
    ['RollbackFailed', 'check its servers'],
    ['Failed', 'check its servers'],
    ['Cancelled', 'check its servers'],
  ])('that ends as %s fails the deployment', async (status, servers) => {
    const ports = world('2', [null, at('InProgress'), at(status)]);
    const message = `The rollout of web to version 3 of its launch template ended as ${status} (why); ${servers}`;
    await expect(rollOut(ports, 'web', '3')).rejects.toThrow(message);
  });

  it('that does not get on for twenty minutes is rolled back, and fails', async () => {
    const ports = world('2', [null, at('InProgress')]);
    await expect(rollOut(ports, 'web', '3')).rejects.toThrow('its servers run version 2 again');
    expect(ports.calls).toEqual(['start 3', 'roll back after 20 min']);
  });

  it('that gets on slowly is left alone', async () => {
    const slow = Array.from({ length: 200 }, (_, index) => at('InProgress', `${Math.floor(index / 60)}`));
    const ports = world('2', [null, ...slow, at('Successful')]);
    expect(await rollOut(ports, 'web', '3')).toBe('rolled out');
    expect(ports.calls).toEqual(['start 3']);
    expect(ports.minutes()).toBe(50);
  });

  it('that can neither end nor go back fails after another twenty minutes', async () => {
    const stuck = { ...world('2', [null, at('InProgress')]), rollBack: async () => undefined };
    await expect(rollOut(stuck, 'web', '3')).rejects.toThrow('does not finish: it is InProgress');
    expect(stuck.minutes()).toBe(40);
  });
});
