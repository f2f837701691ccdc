/** A notification never ends an experiment. */
import type { ChaosEvent } from '@garbageday/core/ports.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { playExperiment } from '../../fakes/play-experiment.ts';

const lifeOfAKill = ['drawn', 'claimed', 'baseline', 'injected', 'recovering', 'completed'];

/** Plays an experiment whose listeners fail at these calls, counted from 0. */
async function playTo(fails: (call: number) => boolean) {
  const heard: ChaosEvent[] = [];
  let calls = 0;
  const played = await playExperiment({
    prepare: () => ({
      events: {
        publish: async (event) => {
          calls += 1;
          if (fails(calls - 1)) throw new Error('the bus is away');
          heard.push(event);
        },
      },
    }),
  });
  const kinds = heard.map((event) =>
    event.kind === 'transition' ? event.transition.state.kind : event.kind,
  );
  return { ...played, kinds };
}

describe('an experiment that cannot be told', () => {
  it('comes to its end, and nobody hears of it', async () => {
    const { outcome, record, kinds } = await playTo(() => true);
    expect(outcome.kind).toBe('completed');
    expect(record?.state.kind).toBe('completed');
    expect(kinds).toEqual([]);
  });

  it('is told later, in order', async () => {
    expect((await playTo((call) => call < 3)).kinds).toEqual(lifeOfAKill);
  });

  it('is told in order and once, as far as it is told, whenever it can be', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { maxLength: 12 }), async (failures) => {
        const { outcome, kinds } = await playTo((call) => failures[call] ?? false);
        expect(outcome.kind).toBe('completed');
        expect(kinds).toEqual(lifeOfAKill.slice(0, kinds.length));
      }),
      { numRuns: 20 },
    );
  });
});
