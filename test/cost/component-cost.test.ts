import { parseConfiguration } from '@garbageday/config/parse-configuration.ts';
import { componentCost, componentLine } from '@garbageday/cost/component-cost.ts';
import { describe, expect, it } from 'vitest';

const configuration = parseConfiguration(
  { service: 'shop', groups: [{ kind: 'web', name: 'web' }] },
  'the test',
  'aws',
);

describe('the bill of a component', () => {
  const cost = componentCost(configuration);

  it('has no servers and no network', () => {
    expect(new Set(cost.items.map(({ category }) => category))).toEqual(
      new Set(['functions', 'ledger', 'watching', 'the rest']),
    );
  });

  it('is at most 15 $ a month beyond the probe', () => {
    expect(cost.beyondProbeUsd).toBeLessThanOrEqual(15);
    expect(cost.beyondProbeUsd).toBeGreaterThan(1);
    expect(cost.totalUsd).toBeGreaterThan(cost.beyondProbeUsd);
  });

  it('counts a second judge for the probe, and not for all else', () => {
    const [judge] = configuration.journeys.filter(({ role }) => role === 'judge');
    if (judge === undefined) throw new Error('the default has a judge');
    const journeys = [...configuration.journeys, { ...judge, name: 'checkout' }];
    const two = componentCost({ ...configuration, journeys });
    expect(two.beyondProbeUsd).toBe(cost.beyondProbeUsd);
    expect(two.totalUsd).toBeGreaterThan(cost.totalUsd);
  });

  it('has a function that asks a quorum for its roles, for a few cents', () => {
    const groups = [{ kind: 'web' }, { kind: 'data', name: 'etcd' }] as const;
    const asked = componentCost(parseConfiguration({ service: 'shop', groups }, 'the test', 'aws'));
    const rolesOf = (bill: typeof cost) => bill.items.filter(({ what }) => what === 'roles, 256 MB');
    expect(rolesOf(cost)).toEqual([]);
    expect(rolesOf(asked)).toHaveLength(1);
    // Half of the experiments, each with 92 looks of 4 s at a quarter of a GB.
    const [{ quantity } = { quantity: 0 }] = rolesOf(asked);
    const experiments = quantity / (92 * 4 * 0.25);
    expect(experiments).toBeGreaterThan(1);
    expect(experiments).toBeLessThan(22);
    expect(asked.beyondProbeUsd).toBeLessThanOrEqual(15);
    const none = componentCost(
      parseConfiguration(
        { service: 'shop', groups: groups.map((group) => ({ ...group, isEnabled: false })) },
        'the test',
        'aws',
      ),
    );
    expect(rolesOf(none)).toMatchObject([{ quantity: 0 }]);
  });

  it.each([
    ['metrics', { kind: 'alb-metrics', loadBalancer: 'app/shop/50dc' } as const, ['GetMetricData']],
    [
      'access logs',
      { kind: 'alb-access-logs', loadBalancer: 'app/shop/50dc', bucket: 'logs', prefix: '' } as const,
      ['access logs, listed', 'access logs, read'],
    ],
  ])(
    'has what it takes to count users by %s, for less than 4 $, and stays below the limit',
    (_, measuredBy, lines) => {
      const journeys = configuration.journeys.map((journey) =>
        journey.role === 'load' ? { ...journey, measuredBy } : journey,
      );
      const counted = componentCost({ ...configuration, journeys });
      const whats = counted.items.map(({ what }) => what);
      expect(whats).toEqual(expect.arrayContaining([...lines, expect.stringContaining('counting users')]));
      expect(counted.beyondProbeUsd).toBeGreaterThan(cost.beyondProbeUsd + 0.1);
      expect(counted.beyondProbeUsd).toBeLessThan(Math.min(15, cost.beyondProbeUsd + 4));
      expect(counted.totalUsd - counted.beyondProbeUsd).toBeCloseTo(cost.totalUsd - cost.beyondProbeUsd, 6);
    },
  );

  it('has the report site where a bucket is named for it, for less than a dollar', () => {
    const sites = componentCost(configuration, { hasSite: true });
    const added = sites.items.map(({ what }) => what).filter((what) => /\bsite\b/.test(what));
    expect(added).toEqual(['site, 1024 MB', 'DynamoDB, reads for the site', 'report site, put']);
    expect(cost.items.filter(({ what }) => added.includes(what))).toEqual([]);
    expect(sites.totalUsd).toBeGreaterThan(cost.totalUsd + 0.05);
    expect(sites.totalUsd).toBeLessThan(cost.totalUsd + 1);
    expect(sites.beyondProbeUsd).toBeLessThanOrEqual(15);
  });

  it('has the function that marks kills where the configuration says so, for less than a cent', () => {
    const marking = (annotations: object) =>
      componentCost(parseConfiguration({ service: 'shop', groups, annotations }, 'the test', 'aws'));
    const groups = [{ kind: 'web', name: 'web' }] as const;
    const marksOf = (bill: typeof cost) => bill.items.filter(({ what }) => what === 'marks, 256 MB');
    expect(marksOf(cost)).toEqual([]);
    expect(marksOf(marking({}))).toEqual([]);
    for (const annotations of [{ cloudWatch: {} }, { datadog: {} }]) {
      const bill = marking(annotations);
      expect(marksOf(bill)).toHaveLength(1);
      expect(bill.beyondProbeUsd).toBeGreaterThan(cost.beyondProbeUsd);
      expect(bill.beyondProbeUsd).toBeLessThan(Math.min(15, cost.beyondProbeUsd + 0.01));
    }
  });

  it('has metrics and events by OTLP where a collector is named, for less than two dollars', () => {
    const exported = componentCost(configuration, { hasOtlp: true });
    const added = exported.items.map(({ what }) => what).filter((what) => /\bOTLP\b/.test(what));
    expect(added).toEqual([
      ...['OTLP metrics, 512 MB', 'OTLP events, 512 MB', 'DynamoDB, reads for OTLP'],
      'OTLP, to a collector elsewhere',
    ]);
    expect(cost.items.filter(({ what }) => added.includes(what))).toEqual([]);
    expect(exported.totalUsd).toBeGreaterThan(cost.totalUsd + 0.5);
    expect(exported.totalUsd).toBeLessThan(cost.totalUsd + 2);
    expect(exported.beyondProbeUsd).toBeLessThanOrEqual(15);
  });

  it('is said in one line', () => {
    expect(componentLine({ ...cost, totalUsd: 31.5, beyondProbeUsd: 9.25 })).toBe(
      'Of 31.50 $ the probe is 22.25 $, and all else 9.25 $.',
    );
  });
});
