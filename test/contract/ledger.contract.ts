/** What every ledger keeps to. */
import type { Transition } from '@garbageday/core/chaos/experiment.ts';
import type { Loss } from '@garbageday/core/chaos/loss.ts';
import type { Ledger } from '@garbageday/core/ports.ts';
import type { LedgerSlice } from '@garbageday/core/probe/slice.ts';
import { describe, expect, it } from 'vitest';
import { collect } from './collect.ts';
import { asRead, sampleSlice } from './sample-slice.ts';

/** An empty ledger. `again` opens the same one as another process would. */
export type LedgerSubject = { readonly ledger: Ledger; readonly again: () => Ledger };

const everything = { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER };

function injected(experimentId: string, seq: number, atMs: number): Transition {
  return { experimentId, seq, atMs, state: { kind: 'injected', injectedAtMs: atMs } };
}

function loss(instanceId: string, atMs: number, group = 'web'): Loss {
  const window = { fromMs: atMs - 1, toMs: atMs + 900_000 };
  return { instanceId, group, slot: `${group}-a`, zone: 'a', atMs, window };
}

async function transitionsOf(ledger: Ledger, interval = everything): Promise<readonly Transition[]> {
  return collect(ledger.transitions(interval));
}

async function pagesOf(
  ledger: Ledger,
  query: Partial<Parameters<Ledger['slices']>[0]> = {},
): Promise<readonly (readonly LedgerSlice[])[]> {
  const pages = await collect(
    ledger.slices({ service: 'wordcount', journey: 'probe', pageSize: 100, ...everything, ...query }),
  );
  return pages.map((page) => page.map(asRead));
}

export function describeLedgerContract(name: string, make: () => Promise<LedgerSubject>): void {
  describe(`the ledger: ${name}`, () => {
    describe('a claim', () => {
      it('is taken once, whoever asks next', async () => {
        const { ledger } = await make();
        expect(await ledger.claim('web/2026-11-23', 'first')).toEqual({ kind: 'taken' });
        expect(await ledger.claim('web/2026-11-23', 'second')).toEqual({
          kind: 'already-claimed',
          by: 'first',
        });
      });

      it('is still held by the experiment that took it, when it asks again', async () => {
        const { ledger } = await make();
        await ledger.claim('key', 'first');
        expect(await ledger.claim('key', 'first')).toEqual({ kind: 'taken' });
      });

      it('does not stand in the way of another key', async () => {
        const { ledger } = await make();
        await ledger.claim('web/2026-11-23', 'first');
        expect(await ledger.claim('web/2026-11-24', 'second')).toEqual({ kind: 'taken' });
      });

      it('goes to exactly one of many who ask at once, in two processes', async () => {
        const { ledger, again } = await make();
        const other = again();
        const claims = await Promise.all(
          Array.from({ length: 40 }, (_, index) => (index % 2 ? ledger : other).claim('key', `e${index}`)),
        );
        expect(claims.filter((claim) => claim.kind === 'taken')).toHaveLength(1);
      });
    });

    describe('transitions', () => {
      it('come back as they were recorded, every state whole', async () => {
        const { ledger, again } = await make();
        const recorded: readonly Transition[] = [
          {
            experimentId: 'e',
            seq: 0,
            atMs: 5,
            state: {
              kind: 'drawn',
              plan: {
                id: 'e',
                group: 'web',
                fault: 'terminate',
                role: 'any',
                plannedAtMs: 5,
                seed: 'täglich/7',
                claimKey: 'web/1',
                hypothesis: { maxBadProbes: 0, maxP99Ms: 300, maxRecoverMs: 10_000 },
                mode: 'armed',
              },
            },
          },
          {
            experimentId: 'e',
            seq: 1,
            atMs: 6,
            state: {
              kind: 'refused',
              refusal: { reason: 'no-redundancy', detail: '2 of 3 healthy', numbers: { healthy: 2 } },
            },
          },
        ];
        for (const transition of recorded) await ledger.recordTransition(transition);
        expect(await transitionsOf(again())).toEqual(recorded);
      });

      it('are written once: a repeat under the same key changes nothing', async () => {
        const { ledger } = await make();
        await ledger.recordTransition(injected('e', 0, 10));
        await ledger.recordTransition(injected('e', 0, 99));
        expect(await transitionsOf(ledger)).toEqual([injected('e', 0, 10)]);
      });

      it('come by experiment, then by seq, in whatever order they were written', async () => {
        const { ledger } = await make();
        for (const [id, seq, atMs] of [
          ['b', 1, 4],
          ['a', 0, 1],
          ['b', 0, 2],
          ['a', 2, 5],
          ['a', 1, 3],
        ] as const) {
          await ledger.recordTransition(injected(id, seq, atMs));
        }
        const order = (await transitionsOf(ledger)).map(({ experimentId, seq }) => `${experimentId}${seq}`);
        expect(order).toEqual(['a0', 'a1', 'a2', 'b0', 'b1']);
      });

      it('belong to the interval in which their experiment began, half-open, to the last one', async () => {
        const { ledger } = await make();
        for (const [id, atMs] of [
          ['before', 9],
          ['first', 10],
          ['last', 19],
          ['after', 20],
        ] as const) {
          await ledger.recordTransition(injected(id, 0, atMs));
          await ledger.recordTransition(injected(id, 1, 1_000));
        }
        const found = await transitionsOf(ledger, { fromMs: 10, toMs: 20 });
        expect(found.map(({ experimentId, seq }) => `${experimentId}${seq}`)).toEqual([
          'first0',
          'first1',
          'last0',
          'last1',
        ]);
      });
    });

    describe('slices', () => {
      it('come back as they were put, every field whole but the latencies of steps', async () => {
        const { ledger, again } = await make();
        await ledger.putSlice(sampleSlice());
        expect(await pagesOf(again())).toEqual([[asRead(sampleSlice())]]);
      });

      it('are put once: a repeat under the same key changes nothing', async () => {
        const { ledger } = await make();
        await ledger.putSlice(sampleSlice());
        await ledger.putSlice(sampleSlice({ retried: 99 }));
        expect(await pagesOf(ledger)).toEqual([[asRead(sampleSlice())]]);
      });

      it('stay apart by service, journey, vantage, start and seq', async () => {
        const { ledger } = await make();
        const apart = [
          sampleSlice(),
          sampleSlice({ vantage: 'eu-central-1' }),
          sampleSlice({ startMs: 2_000 }),
          sampleSlice({ seq: 1 }),
        ];
        for (const slice of apart) await ledger.putSlice(slice);
        await ledger.putSlice(sampleSlice({ journey: 'users' }));
        await ledger.putSlice(sampleSlice({ service: 'other' }));
        const found = (await pagesOf(ledger)).flat();
        expect(found).toHaveLength(apart.length);
        expect(found).toEqual(expect.arrayContaining(apart.map(asRead)));
      });

      it('come ascending and half-open', async () => {
        const { ledger } = await make();
        for (const startMs of [5_000, 1_000, 4_000, 2_000, 3_000])
          await ledger.putSlice(sampleSlice({ startMs }));
        const found = (await pagesOf(ledger, { fromMs: 2_000, toMs: 5_000 })).flat();
        expect(found.map(({ startMs }) => startMs)).toEqual([2_000, 3_000, 4_000]);
      });

      it.each([1, 2, 3, 7, 1_000])('come each exactly once in pages of at most %i', async (pageSize) => {
        const { ledger } = await make();
        for (let second = 0; second < 7; second += 1) {
          for (const seq of [0, 1]) await ledger.putSlice(sampleSlice({ startMs: second * 1_000, seq }));
        }
        const pages = await pagesOf(ledger, { pageSize });
        expect(pages.every((page) => page.length > 0 && page.length <= pageSize)).toBe(true);
        const keys = pages.flat().map(({ startMs, seq }) => `${startMs}/${seq}`);
        expect(new Set(keys).size).toBe(14);
        expect(keys).toHaveLength(14);
      });

      it('say nothing where there is nothing: no page, not an empty one', async () => {
        expect(await pagesOf((await make()).ledger)).toEqual([]);
      });
    });

    describe('losses', () => {
      it('are not recorded until somebody says that they are, for the first time', async () => {
        const { ledger, again } = await make();
        expect(await ledger.losses(everything)).toBeNull();
        await ledger.watchLosses(7);
        await again().watchLosses(9);
        expect(await again().losses(everything)).toEqual({ sinceMs: 7, losses: [] });
      });

      it('come back as they were recorded, with the moment at which their group was whole again', async () => {
        const { ledger, again } = await make();
        await ledger.watchLosses(0);
        await ledger.recordLoss(loss('i-2', 20, 'data'));
        await ledger.recordLoss(loss('i-1', 10));
        await ledger.recordWhole(loss('i-2', 20), 50);
        expect((await again().losses(everything))?.losses).toEqual([
          { ...loss('i-1', 10), wholeAtMs: null },
          { ...loss('i-2', 20, 'data'), wholeAtMs: 50 },
        ]);
      });

      it('are recorded once: a repeat changes nothing', async () => {
        const { ledger } = await make();
        await ledger.watchLosses(0);
        await ledger.recordLoss(loss('i-1', 10));
        await ledger.recordLoss(loss('i-1', 10, 'data'));
        await ledger.recordWhole(loss('i-1', 10), 20);
        await ledger.recordWhole(loss('i-1', 10), 30);
        expect((await ledger.losses(everything))?.losses).toEqual([{ ...loss('i-1', 10), wholeAtMs: 20 }]);
      });

      it('of an id that comes again, as with the same seed, hide none', async () => {
        const { ledger, again } = await make();
        await ledger.watchLosses(0);
        await ledger.recordLoss(loss('i-1', 10));
        await ledger.recordWhole(loss('i-1', 10), 20);
        await ledger.recordLoss(loss('i-1', 99));
        expect((await again().losses(everything))?.losses).toEqual([
          { ...loss('i-1', 10), wholeAtMs: 20 },
          { ...loss('i-1', 99), wholeAtMs: null },
        ]);
        await ledger.recordWhole(loss('i-1', 99), 120);
        expect((await ledger.losses({ fromMs: 50, toMs: 100 }))?.losses).toEqual([
          { ...loss('i-1', 99), wholeAtMs: 120 },
        ]);
      });

      it('belong to the interval in which they happened, half-open, by time and then by instance', async () => {
        const { ledger } = await make();
        await ledger.watchLosses(0);
        for (const [id, atMs] of [
          ['after', 20],
          ['last', 19],
          ['b', 10],
          ['a', 10],
          ['before', 9],
        ] as const)
          await ledger.recordLoss(loss(id, atMs));
        const found = (await ledger.losses({ fromMs: 10, toMs: 20 }))?.losses;
        expect(found?.map(({ instanceId }) => instanceId)).toEqual(['a', 'b', 'last']);
      });

      it('that never were are not made whole', async () => {
        const { ledger } = await make();
        await ledger.watchLosses(0);
        await ledger.recordWhole({ instanceId: 'i-1', atMs: 10 }, 20);
        expect((await ledger.losses(everything))?.losses).toEqual([]);
      });
    });
  });
}
