/** Two judges and two loads, under names of their own. */
import { readReport } from '@garbageday/core/report/read-report.ts';
import { describe, expect, it } from 'vitest';
import { configuration, measuredJourney, sloConfiguration } from '../../fakes/configuration.ts';
import { filledLedger, killTransitions, minute } from '../../fakes/minutes.ts';
import { request } from './four-hours.ts';

const perSecond = 1 / 6;
const judges = ['checkout', 'search'].map((name) => measuredJourney({ name, ratePerSecond: perSecond }));
const loads = ['shoppers', 'robots'].map((name) =>
  measuredJourney({ name, role: 'load', ratePerSecond: perSecond }),
);

function slo(journey: string, role: 'judge' | 'load', objective: number) {
  return sloConfiguration({ name: `${journey}: availability`, journey, role, objective, window: '2h' });
}

const several = configuration({
  journeys: [...loads, ...judges],
  slos: [slo('shoppers', 'load', 0.999), slo('search', 'judge', 0.9), slo('checkout', 'judge', 0.99)],
});

/** Four hours of each; so many bad ones where it says so. */
function minutesOf(journey: string, bad: Readonly<Record<number, number>> = {}, changes = {}) {
  return Array.from({ length: 240 }, (_, index) => minute(index, bad[index] ?? 0, { journey, ...changes }));
}

async function reported(...slices: readonly ReturnType<typeof minutesOf>[]) {
  const ledger = await filledLedger(slices.flat(), killTransitions({ id: 'web-1', from: 200, to: 205 }));
  return await readReport({ ledger }, request({ configuration: several }));
}

describe('a report of several journeys', () => {
  it('has each in the order of the configuration, and what all loads did together', async () => {
    const { journeys, users } = await reported(
      minutesOf('shoppers', { 150: 3 }),
      minutesOf('robots', { 160: 1 }),
      minutesOf('checkout'),
    );
    expect(journeys.map(({ name, role, sent, failed }) => [name, role, sent, failed])).toEqual([
      ['shoppers', 'load', 1_200, 3],
      ['robots', 'load', 1_200, 1],
      ['checkout', 'judge', 1_200, 0],
      ['search', 'judge', 0, 0],
    ]);
    expect(journeys.map(({ latency }) => latency !== null)).toEqual([true, true, true, false]);
    expect(users).toMatchObject({ sent: 2_400, failed: 4 });
  });

  it('draws the first load and the first judge', async () => {
    const { timeline, latency } = await reported(minutesOf('shoppers', { 150: 3 }), minutesOf('checkout'));
    expect(timeline.users.reduce((sum, { bad }) => sum + bad, 0)).toBe(3);
    expect(timeline.probe.reduce((sum, { total }) => sum + total, 0)).toBe(1_200);
    expect([latency.users?.p50, latency.probe?.p50]).toEqual([expect.any(Number), expect.any(Number)]);
  });

  it('charges the strictest judge for a kill, with what that one saw of it, and each other with its own', async () => {
    const { attribution, otherAttributions, policy } = await reported(
      minutesOf('checkout', { 201: 2 }),
      minutesOf('search', { 201: 7 }),
      minutesOf('robots', { 201: 9 }),
    );
    expect([policy.slo, attribution.slo, attribution.bad, attribution.chaos]).toEqual([
      'checkout: availability',
      'checkout: availability',
      2,
      2,
    ]);
    expect(otherAttributions.map(({ slo: name, bad }) => [name, bad])).toEqual([['search: availability', 7]]);
  });

  it('believes loads whatever their lag, and no judge that was late itself', async () => {
    const late = { lagP99Ms: 51 };
    const { slos } = await reported(minutesOf('shoppers', {}, late), minutesOf('search', {}, late));
    expect(slos.map(({ name, total }) => [name, total])).toEqual([
      ['shoppers: availability', 1_200],
      ['search: availability', 0],
      ['checkout: availability', 0],
    ]);
  });

  it('needs no load', async () => {
    const configured = configuration({ journeys: judges, slos: several.slos.slice(1) });
    const ledger = await filledLedger(minutesOf('checkout'));
    const { users, latency, timeline } = await readReport({ ledger }, request({ configuration: configured }));
    expect([users, latency.users, timeline.users]).toEqual([null, null, []]);
    expect(latency.probe).not.toBeNull();
  });

  it('leaves alone what a journey wrote that is no longer there', async () => {
    const { journeys, slos } = await reported(minutesOf('probe', { 150: 9 }), minutesOf('checkout'));
    expect(journeys.reduce((sum, { failed }) => sum + failed, 0)).toBe(0);
    expect(slos[2]?.period).toEqual({ good: 1_200, total: 1_200 });
  });
});
