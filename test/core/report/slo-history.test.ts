/** Each moment of an SLO's history is what a report ending then says. */
import type { SloConfiguration } from '@garbageday/core/configuration.ts';
import { readSite } from '@garbageday/core/report/read-site.ts';
import { maxMoments, momentsOf } from '@garbageday/core/report/slo-history.ts';
import { minuteMs } from '@garbageday/core/time/durations.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filledLedger, minute } from '../../fakes/minutes.ts';
import { hour, probeMinutes, report, request, slo, tenAMinute } from './four-hours.ts';

const incidents = { 5: 2, 70: 3, 130: 1, 131: 4, 200: 10, 239: 1 };
const others = {
  'rolling, two hours': slo(),
  'a calendar day': slo({ window: '1D', alerts: [] }),
  'ten minutes': slo({ window: '10m' }),
};
const timeSlices = {
  'time slices': slo({ budgeting: { kind: 'timeslices', sliceSeconds: 120, sliceTarget: 0.95 } }),
  'ratios of time slices': slo({ budgeting: { kind: 'ratio-timeslices', sliceSeconds: 120 } }),
};

async function historyOf(configured: SloConfiguration, changes: Parameters<typeof request>[0] = {}) {
  const configuration = { ...tenAMinute, slos: [configured, slo({ name: 'payer' })] };
  const ledger = filledLedger(probeMinutes(incidents));
  const { histories } = await readSite(await ledger, request({ configuration, ...changes }));
  return { configuration, ledger, moments: histories[0]?.moments ?? [] };
}

describe('the history of an SLO', () => {
  it.each(Object.entries({ ...others, ...timeSlices }))(
    'says at each moment what a report ending then says: %s',
    async (_, configured) => {
      const { configuration, ledger, moments } = await historyOf(configured);
      const told = [];
      for (const { atMs } of moments) {
        const { slos } = await report(ledger, { configuration, toMs: atMs, fromMs: atMs - minuteMs });
        told.push(
          ...slos.slice(0, 1).map(({ good, total, ratio, remaining }) => ({
            atMs,
            good,
            total,
            ratio,
            remaining: ratio === null ? null : remaining,
          })),
        );
      }
      expect(moments.length).toBeGreaterThan(10);
      expect(moments).toEqual(told);
    },
  );

  it('ends with the end of the period, and leaves excluded time out', async () => {
    const excluded = [{ fromMs: 195 * minuteMs, toMs: 205 * minuteMs }];
    const { moments } = await historyOf(slo(), { excluded });
    expect(moments.at(-1)).toMatchObject({ atMs: 4 * hour * minuteMs, total: 110 * 10, good: 110 * 10 - 6 });
  });

  it('has no share where nothing was measured', async () => {
    const ledger = filledLedger([minute(200)]);
    const configuration = { ...tenAMinute, slos: [slo({ window: '10m' })] };
    const { histories } = await readSite(await ledger, request({ configuration }));
    const [first] = histories[0]?.moments ?? [];
    expect(first).toMatchObject({ total: 0, ratio: null, remaining: null });
  });

  it('does not count what the prober could not measure properly', async () => {
    const ledger = filledLedger([minute(238), minute(239, 3, { lagP99Ms: 51 })]);
    const { histories } = await readSite(await ledger, request());
    expect(histories[0]?.moments.at(-1)).toMatchObject({ good: 10, total: 10 });
  });
});

describe('momentsOf', () => {
  it('are few, at equal distances, within the period and up to its end', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000_000), fc.integer({ min: 1, max: 40_000_000_000 }), (fromMs, length) => {
        const toMs = fromMs + length;
        const moments = momentsOf({ fromMs, toMs });
        const distances = new Set(moments.slice(1).map((atMs, index) => atMs - (moments[index] ?? 0)));
        expect(moments.length).toBeGreaterThan(0);
        expect(moments.length).toBeLessThanOrEqual(maxMoments);
        expect(distances.size).toBeLessThanOrEqual(1);
        expect(moments.at(-1)).toBe(toMs);
        expect(moments[0]).toBeGreaterThan(fromMs);
      }),
    );
  });
});
