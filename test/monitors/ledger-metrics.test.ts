/** The sums of a day, from the ledger: what arrives late, what a process remembers, and what the laptop's `/metrics` would say. */
import type { Configuration } from '@garbageday/core/configuration.ts';
import type { Ledger, LeverPosition } from '@garbageday/core/ports.ts';
import type { Slice } from '@garbageday/core/probe/slice.ts';
import { evaluateNow } from '@garbageday/core/slo/evaluate-now.ts';
import { dayMs, minuteMs } from '@garbageday/core/time/durations.ts';
import { type LedgerMetricsOptions, ledgerMetrics } from '@garbageday/monitors/ledger/ledger-metrics.ts';
import { journeyFamilies } from '@garbageday/monitors/live/measured-families.ts';
import { measurements } from '@garbageday/monitors/live/measurements.ts';
import { liveMetrics } from '@garbageday/monitors/metric-catalogue.ts';
import type { Family, Sample } from '@garbageday/render/openmetrics/exposition.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { configuration, sloConfiguration } from '../fakes/configuration.ts';
import { memoryLedger } from '../fakes/memory-ledger.ts';
import { filledLedger, killTransitions, minute } from '../fakes/minutes.ts';

const midnight = Date.UTC(2026, 10, 27);
const midnightMinute = midnight / minuteMs;
const objective = sloConfiguration({ window: '2d', alerts: sloConfiguration().alerts.slice(0, 2) });

/** Whose short window is longer than a time slice of seven minutes. */
const longAlerts = sloConfiguration().alerts.slice(1, 2);

type Options = Partial<LedgerMetricsOptions> & { readonly slos?: Configuration['slos'] };

function metricsOf(ledger: LedgerMetricsOptions['ledger'], { slos = [objective], ...changes }: Options = {}) {
  return ledgerMetrics({
    ledger,
    configuration: configuration({ slos }),
    journeys: ['probe'],
    lateMs: 10 * minuteMs,
    excludedBefore: async () => [],
    lever: async () => ({ kind: 'released' }),
    ...changes,
  });
}

/** Since midnight, up to a minute of the day. */
function until(minutes: number) {
  return { startMs: midnight, endMs: midnight + minutes * minuteMs };
}

function at(index: number, bad = 0, changes: Partial<Slice> = {}): Slice {
  return minute(midnightMinute + index, bad, changes);
}

function samplesOf(families: readonly Family[], metric: keyof typeof liveMetrics): readonly Sample[] {
  return families.find(({ name }) => name === liveMetrics[metric].name)?.samples ?? [];
}

function valueIn(families: readonly Family[], metric: keyof typeof liveMetrics, labels = {}): number | null {
  const found = samplesOf(families, metric).find((sample) =>
    Object.entries(labels).every(([name, value]) => sample.labels[name] === value),
  );
  return found?.value ?? null;
}

/** How many slices were read. */
function counted(ledger: Ledger) {
  const read = { slices: 0 };
  const counting: LedgerMetricsOptions['ledger'] = {
    transitions: ledger.transitions,
    slices: async function* (query) {
      for await (const page of ledger.slices(query)) {
        read.slices += page.length;
        yield page;
      }
    },
  };
  return { counting, read };
}

describe('the metrics of a ledger', () => {
  it('are sums of what began since midnight, and before the end of the span', async () => {
    const ledger = await filledLedger([at(-1, 3), at(0, 1), at(1, 2), at(2, 5)]);
    const families = await metricsOf(ledger)(until(2));
    expect(valueIn(families, 'requests')).toBe(20);
    expect(valueIn(families, 'badRequests', { reason: 'reset' })).toBe(3);
    expect(valueIn(families, 'sliEvents')).toBe(20);
    expect(valueIn(families, 'sliBadEvents')).toBe(3);
    expect(valueIn(families, 'requestDuration', { le: '+Inf' })).toBe(20);
  });

  it('of journeys are what a run would say that had measured the same', async () => {
    const slices = Array.from({ length: 30 }, (_, index) => at(index, index % 4));
    const families = await metricsOf(await filledLedger(slices))(until(30));
    const { service, journeys, probe } = configuration();
    const own = journeys.filter(({ name }) => name === 'probe');
    const run = measurements({ service, journeys: own, slos: [], maxLagMs: probe.maxLagMs });
    for (const slice of slices) run.add(slice, null);
    for (const family of journeyFamilies([run.read(0)]))
      expect(families.find(({ name }) => name === family.name)?.samples, family.name).toEqual(family.samples);
  });

  it('say of objectives what a report would say at that moment', async () => {
    const slices = Array.from({ length: 3_000 }, (_, index) => at(index - 2_400, index % 7 === 0 ? 1 : 0));
    const ledger = await filledLedger(slices);
    const families = await metricsOf(ledger)(until(600));
    const evaluation = await evaluateNow(
      { clock: { now: () => until(600).endMs }, ledger },
      {
        ...{ configuration: configuration({ slos: [objective] }), slo: objective, excluded: [] },
        deadlineMs: Number.POSITIVE_INFINITY,
      },
    );
    expect(valueIn(families, 'budgetRemaining')).toBe(evaluation?.remaining);
    expect(samplesOf(families, 'burnRate').map(({ value }) => value)).toEqual(
      evaluation?.burn.map(({ rate }) => rate),
    );
    expect(evaluation?.burn).toHaveLength(4);
  });

  it('a slice that arrives late is in the next sum, which so never goes down', async () => {
    const ledger = await filledLedger([at(0), at(1)]);
    const read = metricsOf(ledger);
    expect(valueIn(await read(until(3)), 'requests')).toBe(20);
    await ledger.putSlice(at(2, 1));
    await ledger.putSlice(at(1, 0, { seq: 1 }));
    expect(valueIn(await read(until(4)), 'requests')).toBe(40);
  });

  it('what is remembered need not be read again, but for a few minutes', async () => {
    const ledger = await filledLedger(Array.from({ length: 600 }, (_, index) => at(index)));
    const { counting, read } = counted(ledger);
    const metrics = metricsOf(counting);
    await metrics(until(598));
    read.slices = 0;
    await metrics(until(599));
    // Eleven minutes, for the sums and for the objectives.
    expect(read.slices).toBe(22);
  });

  it('a process that remembers says the same as one that has just begun, whatever arrives when', async () => {
    const arrival = fc.record({
      index: fc.integer({ min: -5, max: 20 }),
      afterMinutes: fc.integer({ min: 1, max: 9 }),
      bad: fc.nat(10),
    });
    const slos = [
      objective,
      sloConfiguration({
        name: 'minutes',
        alerts: longAlerts,
        budgeting: { kind: 'timeslices', sliceSeconds: 420, sliceTarget: 0.9 },
      }),
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(arrival, { maxLength: 25, selector: ({ index }) => index }),
        async (arrivals) => {
          const ledger = memoryLedger();
          const remembering = metricsOf(ledger, { slos });
          let before = 0;
          for (let now = 1; now <= 31; now += 1) {
            for (const { index, afterMinutes, bad } of arrivals)
              if (index + afterMinutes === now || (now === 1 && index + afterMinutes < 1))
                await ledger.putSlice(at(index, bad));
            const families = await remembering(until(now));
            expect(families).toEqual(await metricsOf(ledger, { slos })(until(now)));
            const requests = valueIn(families, 'requests') ?? 0;
            expect(requests).toBeGreaterThanOrEqual(before);
            before = requests;
          }
        },
      ),
      { numRuns: 20 },
    );
  });

  it('a ledger that cannot be read is an error, after which everything is read', async () => {
    const ledger = await filledLedger([at(0), at(1)]);
    let isDown = false;
    const read = metricsOf({
      transitions: ledger.transitions,
      slices: async function* (query) {
        for await (const page of ledger.slices({ ...query, pageSize: 1 })) {
          yield page;
          if (isDown) throw new Error('down');
        }
      },
    });
    await read(until(1));
    isDown = true;
    await expect(read(until(2))).rejects.toThrow('down');
    isDown = false;
    expect(valueIn(await read(until(2)), 'requests')).toBe(20);
  });

  it("a day's last sums may be asked for after those of the next", async () => {
    const read = metricsOf(await filledLedger([at(-2), at(-1), at(0)]));
    await read(until(1));
    const families = await read({ startMs: midnight - dayMs, endMs: midnight });
    expect(valueIn(families, 'requests')).toBe(20);
    expect(valueIn(await read(until(2)), 'requests')).toBe(10);
  });

  it('time slices count on the day in which they are over', async () => {
    const slos = [
      sloConfiguration({
        alerts: longAlerts,
        budgeting: { kind: 'timeslices', sliceSeconds: 420, sliceTarget: 0.95 },
      }),
    ];
    const ledger = await filledLedger(
      Array.from({ length: 30 }, (_, index) => at(index - 15, index === 3 ? 5 : 0)),
    );
    const events = async (span: { readonly startMs: number; readonly endMs: number }) =>
      valueIn(await metricsOf(ledger, { slos })(span), 'sliEvents');
    const ends = Array.from({ length: 15 }, (_, index) => midnight + (index + 1) * minuteMs).filter(
      (ms) => ms % (420 * 1_000) === 0,
    );
    expect(await events(until(15))).toBe(ends.length);
    expect(await events({ startMs: midnight - dayMs, endMs: midnight })).toBe(
      Array.from({ length: 15 }, (_, index) => midnight - index * minuteMs).filter((ms) => ms % 420_000 === 0)
        .length,
    );
  });

  it('excluded time counts for no objective', async () => {
    const excluded = [{ fromMs: midnight, toMs: midnight + minuteMs }];
    const ledger = await filledLedger([at(0, 5), at(1, 1)]);
    const families = await metricsOf(ledger, { excludedBefore: async () => excluded })(until(2));
    expect(valueIn(families, 'requests')).toBe(20);
    expect([valueIn(families, 'sliEvents'), valueIn(families, 'sliBadEvents')]).toEqual([10, 1]);
  });

  it('without data there is no budget and no burn rate, instead of a wrong one', async () => {
    const families = await metricsOf(memoryLedger())(until(2));
    expect(valueIn(families, 'budgetRemaining')).toBeNull();
    expect(samplesOf(families, 'burnRate').every(({ value }) => value === null)).toBe(true);
    expect(valueIn(families, 'requests')).toBe(0);
  });
});

describe('experiments and the lever', () => {
  const ended = { group: 'web', outcome: 'pass' };

  it('count on the day of their end', async () => {
    const [yesterdays, todays] = ['a', 'b'].map((id, day) => {
      const from = midnightMinute + (day === 0 ? -60 : 10);
      return killTransitions({ id, from, to: from + 4 });
    });
    const ledger = await filledLedger([], [...(yesterdays ?? []), ...(todays ?? [])]);
    const read = metricsOf(ledger);
    expect(valueIn(await read(until(5)), 'experiments', ended)).toBe(0);
    expect(valueIn(await read(until(60)), 'experiments', ended)).toBe(1);
    expect(valueIn(await read(until(60)), 'faultsInjected', { group: 'web' })).toBe(1);
    const before = await metricsOf(ledger)({ startMs: midnight - dayMs, endMs: midnight });
    expect(valueIn(before, 'experiments', ended)).toBe(1);
  });

  it('one that goes on over midnight is under way, and ends on the next day', async () => {
    const life = killTransitions({ id: 'late', from: midnightMinute - 2, to: midnightMinute + 4 });
    const spread = life.map((transition, index) => ({
      ...transition,
      atMs: midnight + (index - 4) * minuteMs,
    }));
    const ledger = await filledLedger([], spread);
    const early = await metricsOf(ledger)(until(1));
    expect(valueIn(early, 'experimentPhase', { phase: 'recovering' })).toBe(1);
    expect(valueIn(early, 'faultsInjected', { group: 'web' })).toBe(0);
    const later = await metricsOf(ledger)(until(2));
    expect(valueIn(later, 'experiments', ended)).toBe(1);
    expect(valueIn(later, 'experimentPhase', { phase: 'recovering' })).toBe(0);
  });

  it.each<[LeverPosition | null, number | null]>([
    [{ kind: 'released' }, 0],
    [{ kind: 'halted', reason: 'x', sinceMs: 1 }, 1],
    [null, null],
  ])('the lever: %j', async (position, value) => {
    const families = await metricsOf(memoryLedger(), { lever: async () => position })(until(1));
    expect(valueIn(families, 'leverHalted')).toBe(value);
  });

  it('belong to one export alone', async () => {
    const families = await metricsOf(memoryLedger(), { lever: null })(until(1));
    expect(samplesOf(families, 'experiments')).toEqual([]);
    expect(families.map(({ name }) => name)).not.toContain(liveMetrics.leverHalted.name);
  });
});

describe('all of it', () => {
  it('has the names of the catalogue, without what no ledger knows', async () => {
    const families = await metricsOf(await filledLedger([at(0)]))(until(60));
    const unknown = [
      ...(['runInfo', 'runPhase', 'targetInfo', 'oldestWait'] as const),
      ...(['desiredInstances', 'healthyInstances', 'requiredInstances'] as const),
    ].map((key) => liveMetrics[key].name);
    const known = Object.values(liveMetrics).map(({ name }) => name);
    expect(families.map(({ name }) => name).toSorted()).toEqual(
      known.filter((name) => !unknown.some((one) => one === name)).toSorted(),
    );
  });
});
