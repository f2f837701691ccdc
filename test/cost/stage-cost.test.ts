import type { Configuration } from '@garbageday/core/configuration.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import type { JourneyRole } from '@garbageday/core/probe/journey.ts';
import type { Category } from '@garbageday/cost/cost-item.ts';
import { categories } from '@garbageday/cost/cost-item.ts';
import { prices } from '@garbageday/cost/prices.ts';
import { type StageCost, stageCost } from '@garbageday/cost/stage-cost.ts';
import type { StageSizes } from '@garbageday/cost/stage-sizes.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { referenceStage } from './sample-stage.ts';

/**
 * Computed with a pocket calculator from the reference configuration, for a month of 730 h = 43,800 min = 2,628,000 s.
 *
 * | item                       | how                                                                             |
 * | -------------------------- | ------------------------------------------------------------------------------- |
 * | web: 3 × t4g.small         | 3 × 730 × 0.0168 = 36.792                                                       |
 * | data: 3 × t4g.medium       | 3 × 730 × 0.0336 = 73.584                                                       |
 * | NAT: 3 × t4g.nano          | 3 × 730 × 0.0042 = 9.198                                                        |
 * | disks, dev                 | (3 × 8 + 3 × 20 + 3 × 8) × 0.08 = 108 × 0.08 = 8.64; production 84 × 0.08 = 6.72 |
 * | ALB                        | 730 × 0.0225 = 16.425                                                           |
 * | requests, dev              | 10 × 3 × 55 × 43,800 + 100 × 2,628,000 = 335,070,000, × 600 bytes = 201.042 GB  |
 * | ALB load, dev              | max(201.042 ÷ 730 = 0.2754, 335.07 M ÷ 10 ÷ 2,628,000 ÷ 25 = 0.51)              |
 * |                            | × 730 × 0.008 = 2.9784                                                          |
 * | functions to ALB, dev      | 201.042 × 0.01 = 2.01042                                                        |
 * | between zones, dev         | 201.042 × 2/3 × 2 × 0.01 = 2.68056                                              |
 * | requests, production       | 30 × 55 × 43,800 = 72,270,000 → 43.362 GB; 100 × 2,628,000 = 262,800,000        |
 * |                            | → 157.68 GB, × 0.09 = 14.1912                                                   |
 * | public IPv4                | 6 × 730 × 0.005 = 21.9                                                          |
 * | NAT gateways               | 3 × 730 × 0.045 = 98.55, data 10 × 0.045 = 0.45                                 |
 * | probe, 256 MB              | 43,800 × 55 × 0.25 = 602,250 GB-s × 0.0000133334 = 8.03004                      |
 * | users, 1024 MB             | 43,800 × 60 = 2,628,000 GB-s × 0.0000133334 = 35.0401752                        |
 * | draw, 256 MB               | 5 × 4.345238 = 21.72619 runs × 5 s × 0.25 × 0.0000133334 = 0.000362             |
 * | experiment, 512 MB         | 21.72619 × 2 ÷ 5 = 8.690476 × 120 s × 0.5 × 0.0000133334 = 0.006952             |
 * | durable executions         | 8.690476 × 100 × 8 ÷ 10⁶ = 0.006952                                             |
 * | DynamoDB, storage, dev     | 2 × 2 × 576,000 × 768 = 1.769472 GB × 0.25 = 0.442368                           |
 * | custom metrics, dev        | 2 × 6 + 3 × 3 + 2 = 23 × 0.3 = 6.9; production 6 + 9 + 2 = 17 × 0.3 = 5.1       |
 * | alarms, dev                | 4 SLOs × 4 rules × 2 windows = 32 × 2 metrics + 3 + 4 groups = 71 × 0.1 = 7.1   |
 * | alarms, production         | 2 × 4 × 2 = 16 × 2 + 3 + 4 = 39 × 0.1 = 3.9                                     |
 * | DynamoDB, members' roles   | 3 × 2,628,000 ÷ 15 = 525,600 × 0.625 ÷ 10⁶ = 0.3285                             |
 * | AWS Config                 | 8.690476 × (12 + 3) + 8 × 50 = 530.357 × 0.003 = 1.591071                       |
 * | composite alarms           | 4 × 2 × 0.5 = 4; production 2 × 2 × 0.5 = 2                                     |
 * | PutMetricData, dev         | 2 × 2 × 43,800 × 0.00001 = 1.752                                                |
 */
const byHand: readonly (readonly [stage: string, item: string, usd: number])[] = [
  ['dev', 'web: 3 × t4g.small', 36.792],
  ['dev', 'data: 3 × t4g.medium', 73.584],
  ['dev', 'NAT: 3 × t4g.nano', 9.198],
  ['dev', 'disks, gp3', 8.64],
  ['production', 'disks, gp3', 6.72],
  ['dev', 'ALB', 16.425],
  ['dev', 'ALB, load (LCU)', 2.9784],
  ['dev', 'data, functions to load balancer', 2.01042],
  ['dev', 'data, between zones (both directions)', 2.68056],
  ['production', 'data, functions to load balancer', 0.43362],
  ['production', 'data, to users on the internet', 14.1912],
  ['dev', 'public IPv4: 6 (load balancer and NAT)', 21.9],
  ['production', 'NAT gateways: 3', 98.55],
  ['production', 'NAT gateways, data', 0.45],
  ['dev', 'probe, 256 MB', 8.03004],
  ['dev', 'users, 1024 MB', 35.040175],
  ['dev', 'draw, 256 MB', 0.000362],
  ['dev', 'experiment, 512 MB', 0.006952],
  ['dev', 'durable executions', 0.006952],
  ['dev', 'DynamoDB, storage after 400 days', 0.442368],
  ['dev', 'custom metrics', 6.9],
  ['production', 'custom metrics', 5.1],
  ['dev', 'alarms', 7.1],
  ['dev', "DynamoDB, members' roles", 0.3285],
  ['dev', 'AWS Config, where it records', 1.591071],
  ['production', 'alarms', 3.9],
  ['dev', 'composite alarms', 4],
  ['production', 'composite alarms', 2],
  ['dev', 'PutMetricData', 1.752],
  ['dev', 'dashboard', 3],
  ['dev', 'private zone (Route 53)', 0.5],
];

function usdOf({ items }: StageCost, item: string): number | undefined {
  return items.find(({ what }) => what === item)?.monthlyUsd;
}

describe('a stage of the reference configuration', () => {
  it.each(byHand)('%s: %s costs %d $ a month', (stage, item, usd) => {
    expect(usdOf(stageCost(referenceStage(stage)), item)).toBeCloseTo(usd, 4);
  });

  it.each(['dev', 'production', 'haproxy'])('%s: the total is the sum of all that is listed', (name) => {
    const { items, totalUsd } = stageCost(referenceStage(name));
    const perCategory = (category: Category) =>
      items.filter((item) => item.category === category).reduce((sum, item) => sum + item.monthlyUsd, 0);
    expect(totalUsd).toBeCloseTo(
      categories.map(perCategory).reduce((a, b) => a + b),
      9,
    );
    expect(items.every(({ monthlyUsd, quantity, unitUsd }) => monthlyUsd === quantity * unitUsd)).toBe(true);
  });

  it('pays for its own load balancers where HAProxy is chosen, and for an NLB before them', () => {
    const cost = stageCost(referenceStage('haproxy'));
    // 2 × 730 × 0.0168; 730 × 0.0225; the NLB's dearest dimension is data: 0.2754 GB an hour × 730 × 0.006 = 201.042 × 0.006.
    expect(usdOf(cost, 'load-balancer: 2 × t4g.small')).toBeCloseTo(24.528, 6);
    expect(usdOf(cost, 'NLB')).toBeCloseTo(16.425, 6);
    expect(usdOf(cost, 'NLB, load (NLCU)')).toBeCloseTo(1.206252, 6);
    expect(usdOf(cost, 'ALB')).toBeUndefined();
    // Three groups that chaos hits, each every 5 workdays: 21.72619 × 3 ÷ 5 = 13.0357 × 120 × 0.5 × 0.0000133334.
    expect(usdOf(cost, 'experiment, 512 MB')).toBeCloseTo(0.010429, 6);
  });

  it('names an instance type that it has no price for, where it is chosen, and what to do', () => {
    const stage = referenceStage('dev', { webInstanceType: 'x9.huge' });
    expect(() => stageCost(stage)).toThrow(UsageError);
    expect(() => stageCost(stage)).toThrow(/"x9\.huge" of web; add it to packages\/cost\/src\/prices\.ts/);
  });
});

const anySizes: fc.Arbitrary<Partial<StageSizes>> = fc.record({
  loadBalancer: fc.constantFrom('alb' as const, 'haproxy' as const),
  hasUsers: fc.boolean(),
  nat: fc.constantFrom('managed' as const, 'ec2' as const),
  dataVolumeGib: fc.integer({ min: 1, max: 16_384 }),
});

function atRates({ journeys }: Configuration, rates: Readonly<Record<JourneyRole, number>>) {
  return journeys.map((journey) => ({ ...journey, ratePerSecond: rates[journey.role] }));
}

describe('any stage', () => {
  it('has a bill of finite amounts, none of them negative, and no line twice', () => {
    const rates = {
      probe: fc.double({ min: 0.1, max: 1_000, noNaN: true }),
      users: fc.integer({ min: 1, max: 5_000 }),
    };
    fc.assert(
      fc.property(anySizes, rates.probe, rates.users, (sizes, probeRate, usersRate) => {
        const stage = referenceStage('dev', sizes);
        const { configuration } = stage;
        const { items, totalUsd, probes } = stageCost({
          ...stage,
          configuration: {
            ...configuration,
            journeys: atRates(configuration, { judge: probeRate, load: usersRate }),
          },
        });
        const amounts = [
          totalUsd,
          probes.allUsd,
          ...items.flatMap((item) => [item.quantity, item.monthlyUsd]),
        ];
        expect(amounts.every((amount) => Number.isFinite(amount) && amount >= 0)).toBe(true);
        expect(new Set(items.map(({ what }) => what)).size).toBe(items.length);
      }),
    );
  });

  it('costs more with more servers, and never less with more users', () => {
    const plain = referenceStage('dev');
    const { configuration } = plain;
    const grown = {
      ...configuration,
      groups: configuration.groups.map((group) => ({ ...group, desiredSize: group.desiredSize + 1 })),
      journeys: atRates(configuration, { judge: 10, load: 400 }),
    };
    expect(stageCost({ ...plain, configuration: grown }).totalUsd).toBeGreaterThan(stageCost(plain).totalUsd);
  });
});

describe('a price', () => {
  it.each(Object.entries(prices))('%s is not negative and names its page', (_name, { usd, source }) => {
    expect(usd).toBeGreaterThanOrEqual(0);
    expect(source).toMatch(/^https:\/\/aws\.amazon\.com\/.+\/pricing/);
  });
});
