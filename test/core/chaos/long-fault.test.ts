import { plannedFault } from '@garbageday/core/chaos/fault.ts';
import { describe, expect, it } from 'vitest';
import { onlyIf } from '../../fakes/only-if.ts';
import { playExperiment, type Scene } from '../../fakes/play-experiment.ts';

const minute = 60_000;
/** The group is whole a second after the fault is over, and no earlier. */
const hang: Scene = {
  plan: { fault: 'hang', faultDurationMs: minute },
  world: { replaceMs: minute + 1_000 },
  settings: { recoverTimeoutMs: 5_000 },
};

describe('a fault of a minute', () => {
  it('is kept up at each look until the group is whole, and undone', async () => {
    const { outcome, world } = await playExperiment(hang);
    const { injectedAtMs, impact } = onlyIf(outcome, 'completed');
    expect(impact.replaceMs).toBe(minute + 1_000);
    const times = world.renewed.map(({ atMs }) => atMs - injectedAtMs);
    expect(times.at(-1)).toBe(minute + 1_000);
    expect(Math.max(...times.slice(1).map((time, index) => time - (times[index] ?? 0)))).toBeLessThanOrEqual(
      100,
    );
    expect(world.renewed.every(({ handle }) => handle.fault === 'hang')).toBe(true);
    expect(world.undone).toEqual(['gameday-x-1']);
  });

  it('leaves the group as long after it as any other, and is then a group that did not recover', async () => {
    const { outcome, world } = await playExperiment({ ...hang, world: { replaceMs: null } });
    const { injectedAtMs, impact, judgement } = onlyIf(outcome, 'completed');
    expect([impact.replaceMs, judgement.verdict]).toEqual([null, 'fail']);
    expect((world.renewed.at(-1)?.atMs ?? 0) - injectedAtMs).toBe(minute + 5_000);
  });

  it('ends at once when the safety lever is pulled, and is not renewed any more', async () => {
    const { outcome, world } = await playExperiment({
      ...hang,
      prepare: (scene) => {
        scene.clock.onJump((nowMs) => {
          const [hit] = scene.injections;
          if (hit !== undefined && nowMs - hit.handle.injectedAtMs > 2_000) void scene.lever.halt('enough');
        });
        return {};
      },
    });
    const { reason, injectedAtMs } = onlyIf(outcome, 'aborted');
    expect(reason.kind).toBe('lever');
    expect((world.renewed.at(-1)?.atMs ?? 0) - (injectedAtMs ?? 0)).toBeLessThan(2_200);
    expect(world.undone).toEqual(['gameday-x-1']);
  });

  it('ends the experiment when it cannot be kept up', async () => {
    const { outcome, world } = await playExperiment({
      ...hang,
      prepare: ({ injector }) => ({
        injector: { ...injector, renew: () => Promise.reject(new Error('no connection')) },
      }),
    });
    expect(onlyIf(outcome, 'aborted').reason).toEqual({
      kind: 'check-failed',
      text: 'the fault could not be kept up: no connection',
    });
    expect(world.undone).toEqual(['gameday-x-1']);
  });
});

describe('the plan of a fault', () => {
  it('says how long one lasts that can be undone, and nothing of any other', () => {
    const group = { faultDurationMs: minute };
    expect(plannedFault('hang', group)).toEqual({ fault: 'hang', faultDurationMs: minute });
    expect(plannedFault('power-cut', group)).toEqual({ fault: 'power-cut' });
  });
});
