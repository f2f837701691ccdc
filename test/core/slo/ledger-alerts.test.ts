import { type BurnRule, defaultBurnRules } from '@garbageday/core/slo/burn-alerts.ts';
import { type AlertSource, ledgerAlerts } from '@garbageday/core/slo/ledger-alerts.ts';
import { describe, expect, it } from 'vitest';
import { configuration, measuredJourney, sloConfiguration } from '../../fakes/configuration.ts';
import { fakeClock } from '../../fakes/fake-clock.ts';
import { memoryLedger } from '../../fakes/memory-ledger.ts';
import { badAnswer, sliceAt } from '../../fakes/slices.ts';

const startMs = 1_000_000_000;
const allBad = Array(10).fill(badAnswer);

/** An hour of this world is a minute, so that tests stay short. */
const rules: readonly BurnRule[] = defaultBurnRules.map((rule) => ({
  ...rule,
  longSeconds: rule.longSeconds / 60,
  shortSeconds: rule.shortSeconds / 60,
}));

function watched(changes = {}, choice: Partial<AlertSource> = {}) {
  const clock = fakeClock(startMs);
  const ledger = memoryLedger();
  const reads: number[] = [];
  const counting = {
    slices: (query: Parameters<typeof ledger.slices>[0]) => {
      reads.push(query.toMs - query.fromMs);
      return ledger.slices(query);
    },
  };
  const slos = [sloConfiguration({ window: '12h' })];
  const source = {
    clock,
    ledger: counting,
    configuration: configuration({ slos, ...changes }),
    rules,
    ...choice,
  };
  const live = async (seconds: number, outcomes: Parameters<typeof sliceAt>[1] = [], sliceChanges = {}) => {
    for (let second = 0; second < seconds; second += 1) {
      await ledger.putSlice({ ...sliceAt(clock.now(), outcomes), ...sliceChanges });
      await clock.sleep(1_000);
    }
  };
  return { alerts: ledgerAlerts(source), live, reads, ledger, clock };
}

describe('ledgerAlerts', () => {
  it('is silent while nothing fails, and where there is nothing at all', async () => {
    const { alerts, live } = watched();
    expect(await alerts.firing()).toEqual([]);
    await live(60);
    expect(await alerts.firing()).toEqual([]);
  });

  it('pages when everything fails', async () => {
    const { alerts, live } = watched();
    await live(60);
    await live(5, allBad);
    expect((await alerts.firing()).map(({ severity }) => severity)).toContain('page');
  });

  it('does not page for the first failure of a young installation', async () => {
    const { alerts, live } = watched();
    await live(2);
    await live(1, [badAnswer]);
    // One of thirty is a burn rate of 33, but of the budget of the window it is nothing.
    expect(await alerts.firing()).toEqual([]);
  });

  it('stops when it is over', async () => {
    const { alerts, live } = watched();
    await live(60);
    await live(5, allBad);
    expect(await alerts.firing()).not.toEqual([]);
    await live(30);
    expect((await alerts.firing()).filter(({ severity }) => severity === 'page')).toEqual([]);
  });

  it('does not believe a prober that was late itself', async () => {
    const { alerts, live } = watched();
    await live(60);
    await live(5, allBad, { lagP99Ms: 51 });
    expect(await alerts.firing()).toEqual([]);
  });

  it('believes users whatever their lag', async () => {
    const { alerts, live } = watched({
      slos: [sloConfiguration({ journey: 'users', window: '12h' })],
      journeys: [measuredJourney({ name: 'users', role: 'load' })],
    });
    await live(60, [], { journey: 'users' });
    await live(5, allBad, { journey: 'users', lagP99Ms: 51 });
    expect(await alerts.firing()).not.toEqual([]);
  });

  it('takes each objective at its own rules, and reads nothing for one without', async () => {
    const slos = [
      sloConfiguration({ window: '12h', alerts: rules.slice(0, 1) }),
      sloConfiguration({ name: 'quiet', journey: 'users', window: '12h', alerts: [] }),
    ];
    const { alerts, live, reads } = watched({ slos }, { rules: (slo) => slo.alerts });
    await live(60);
    await live(5, allBad);
    expect(await alerts.firing()).toMatchObject([{ slo: 'probe-availability', severity: 'page' }]);
    expect(reads).toHaveLength(1);
  });

  it('watches a step, and time slices, apart from the whole journey', async () => {
    const alerts = rules.slice(0, 1);
    const slos = [
      sloConfiguration({ window: '12h', alerts }),
      sloConfiguration({ name: 'step', step: 'insert', window: '12h', alerts }),
      sloConfiguration({
        name: 'slices',
        window: '12h',
        alerts,
        budgeting: { kind: 'timeslices', sliceSeconds: 1, sliceTarget: 0.5 },
      }),
    ];
    const steps = [{ step: 'insert', counts: { good: 0, total: 10 }, histogram: { buckets: [] } }];
    const { alerts: port, live } = watched({ slos }, { rules: (slo) => slo.alerts });
    await live(60, [], { steps });
    expect((await port.firing()).map(({ slo }) => slo)).toEqual(['step']);
    await live(5, [...Array(6)].fill(badAnswer));
    expect((await port.firing()).map(({ slo }) => slo)).toEqual(['probe-availability', 'slices']);
  });

  it('does not count what is excluded', async () => {
    const { alerts, live } = watched({}, { isExcluded: (atMs) => atMs >= startMs + 60_000 });
    await live(60);
    await live(5, allBad);
    expect(await alerts.firing()).toEqual([]);
  });

  it('reads the past once, and then only what is new', async () => {
    const { alerts, live, reads } = watched();
    await live(600);
    await alerts.firing();
    await live(1);
    await alerts.firing();
    expect(reads[0]).toBe(4_320_000);
    expect(reads.at(-1)).toBeLessThanOrEqual(32_000);
  });

  it('does not look again within a second', async () => {
    const { alerts, live, reads, clock } = watched();
    await live(5);
    const first = await alerts.firing();
    const looked = reads.length;
    await clock.sleep(999);
    expect(await alerts.firing()).toBe(first);
    expect(reads).toHaveLength(looked);
    await clock.sleep(1);
    await alerts.firing();
    expect(reads.length).toBeGreaterThan(looked);
  });

  it('still sees a slice that came late', async () => {
    const { alerts, live, ledger, clock } = watched();
    await live(60);
    const late = Array.from({ length: 5 }, (_, index) => sliceAt(clock.now() + index * 1_000, allBad));
    await clock.sleep(6_000);
    expect(await alerts.firing()).toEqual([]);
    for (const slice of late) await ledger.putSlice(slice);
    await clock.sleep(1_000);
    expect(await alerts.firing()).not.toEqual([]);
  });

  it('forgets what no window can hold any more', async () => {
    const { alerts, live, clock } = watched();
    await live(5, allBad);
    expect(await alerts.firing()).not.toEqual([]);
    await clock.sleep(10_000_000);
    expect(await alerts.firing()).toEqual([]);
  });
});
