/** How far back the gate and the baseline look, to the slice: a slice more or less would let another mistake through. */
import { describe, expect, it } from 'vitest';
import { playExperiment, type Scene } from '../../fakes/play-experiment.ts';
import { worldStartMs } from '../../fakes/simulated-world.ts';

/** Probes of these seconds, counted from the world's start, say nothing: the prober itself was late. */
function blindIn(seconds: readonly number[]): NonNullable<Scene['world']> {
  return {
    probeAt: (atMs) => (seconds.includes(Math.floor((atMs - worldStartMs) / 1_000)) ? { lagMs: 500 } : {}),
  };
}

/** Twenty seconds after the world's start, and `laterMs`; slices are one second wide. */
function play(seconds: readonly number[], laterMs: number, baselineMs: number) {
  return playExperiment({
    world: blindIn(seconds),
    settings: { baselineMs },
    prepare: async ({ clock }) => {
      await clock.sleep(laterMs);
      return {};
    },
  });
}

async function blindness(seconds: readonly number[], laterMs = 0, baselineMs = 15_000): Promise<unknown> {
  const { outcome } = await play(seconds, laterMs, baselineMs);
  if (outcome.kind !== 'refused') return null;
  expect(outcome.refusal.reason).toBe('probe-blind');
  return outcome.refusal.numbers;
}

function upTo(end: number): readonly number[] {
  return Array.from({ length: end }, (_, second) => second);
}

describe('the gate looks at the slices', () => {
  it('of the baseline, from its first to the last that must have arrived', async () => {
    expect(await blindness(upTo(99))).toMatchObject({ covered: 0, expected: 13 });
    expect(await blindness([...upTo(5), 18, 19, 20])).toBeNull();
    expect(await blindness([5, 6])).toMatchObject({ covered: 11, expected: 13 });
    expect(await blindness([16, 17])).toMatchObject({ covered: 11, expected: 13 });
  });

  it('that began since the baseline did, wherever in a second it is asked', async () => {
    expect(await blindness([5, 18, 19, 20], 400)).toBeNull();
    expect(await blindness([6, 17], 400)).toMatchObject({ covered: 10, expected: 12 });
  });

  it('that ended one and a half widths ago: younger ones may be on their way', async () => {
    // The slice of second 18 ended at 19 s, and is due at 20.5 s.
    expect(await blindness([17, 18], 499)).toBeNull();
    expect(await blindness([17, 18], 500)).toMatchObject({ covered: 11, expected: 13 });
  });

  it('of five widths at least, however short the baseline is', async () => {
    expect(await blindness(upTo(15), 0, 1_000)).toBeNull();
    expect(await blindness([15], 0, 1_000)).toMatchObject({ covered: 2, expected: 3 });
    expect(await blindness([17], 0, 1_000)).toMatchObject({ covered: 2, expected: 3 });
  });
});

describe('the newest slice', () => {
  it('is as old as its end', async () => {
    // Of second 18, which ended at 19 s.
    expect(await blindness(upTo(99))).toMatchObject({ newestAgeMs: 1_000, maxAgeMs: 5_000 });
  });

  it('is no age when there is none', async () => {
    const { outcome } = await playExperiment({
      prepare: ({ ledger }) => ({ ledger: { ...ledger, slices: async function* () {} } }),
    });
    expect(outcome).toMatchObject({
      kind: 'refused',
      refusal: { reason: 'probe-blind', numbers: { covered: 0 } },
    });
  });
});

describe('the recorded baseline', () => {
  it.each([15_000, 7_000])('begins %i ms before the claim and ends with it', async (baselineMs) => {
    const { world } = await playExperiment({ settings: { baselineMs } });
    const states = world.published.flatMap((event) =>
      event.kind === 'transition' ? [event.transition] : [],
    );
    const claimed = states.find(({ state }) => state.kind === 'claimed');
    const baseline = states.find(({ state }) => state.kind === 'baseline')?.state;
    expect(claimed?.atMs).toBe(worldStartMs + 20_000);
    expect(baseline).toEqual({
      kind: 'baseline',
      fromMs: worldStartMs + 20_000 - baselineMs,
      toMs: worldStartMs + 20_000,
    });
  });
});
