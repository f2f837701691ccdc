import { configurationPart } from '@garbageday/config/openslo/configuration-part.ts';
import { exportOpenSlo, openSloText } from '@garbageday/config/openslo/export-openslo.ts';
import { importOpenSloOrThrow } from '@garbageday/config/openslo/import-openslo.ts';
import { slosOfOpenSlo } from '@garbageday/config/openslo/slos-of-openslo.ts';
import { parseConfiguration } from '@garbageday/config/parse-configuration.ts';
import { assertSlo } from '@garbageday/core/slo/assert-slo.ts';
import type { BurnRule } from '@garbageday/core/slo/burn-rule.ts';
import type { Budgeting, Slo } from '@garbageday/core/slo/slo.ts';
import { sloOf } from '@garbageday/core/slo/slo-of.ts';
import { periodSeconds, type SloWindow } from '@garbageday/core/slo/window.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { usageLine } from '../usage-line.ts';
import { sloYaml } from './slo-yaml.ts';

function minutes(max: number) {
  return fc.integer({ min: 1, max }).map((count) => count * 60);
}
function decimals(digits: number) {
  return fc.integer({ min: 1, max: 10 ** digits - 1 }).map((count) => Number(`${count}e-${digits}`));
}
const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/);
const name = fc.stringMatching(/^[A-Za-z0-9äß:#'"{}&*!%@,[\]-][ -~äß]{0,40}[A-Za-z0-9äß:]$/);
const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Apia');

const window: fc.Arbitrary<SloWindow> = fc.oneof(
  minutes(400 * 1_440)
    .filter((seconds) => seconds > 86_400)
    .map((seconds): SloWindow => ({ kind: 'rolling', seconds })),
  fc.record({
    kind: fc.constant('calendar' as const),
    unit: fc.constantFrom('day', 'week', 'month', 'quarter', 'year'),
    count: fc.constant(1),
    timeZone: zone,
  }),
  fc.record({
    kind: fc.constant('calendar' as const),
    unit: fc.constantFrom('day', 'week', 'month', 'quarter'),
    count: fc.integer({ min: 2, max: 4 }),
    timeZone: zone,
  }),
);

const budgeting: fc.Arbitrary<Budgeting> = fc.oneof(
  fc.constant({ kind: 'occurrences' as const }),
  fc.record({
    kind: fc.constant('timeslices' as const),
    sliceSeconds: minutes(600),
    sliceTarget: fc.oneof(fc.constant(1), decimals(6)),
  }),
  fc.record({ kind: fc.constant('ratio-timeslices' as const), sliceSeconds: minutes(600) }),
);

const rule: fc.Arbitrary<BurnRule> = fc
  .record({
    severity: fc.constantFrom('page' as const, 'ticket' as const),
    share: decimals(8),
    longSeconds: minutes(3 * 1_440),
    part: fc.integer({ min: 1, max: 12 }),
  })
  .map(({ part, ...rest }) => ({
    ...rest,
    shortSeconds: Math.max(60, Math.floor(rest.longSeconds / part / 60) * 60),
  }));

const anySlo = fc
  .record({
    name,
    service: word,
    source: fc.record({
      journey: word,
      step: fc.option(word),
      vantage: fc.option(word),
      sli: fc.constantFrom('availability' as const, 'latency' as const),
    }),
    objective: decimals(9),
    budgeting,
    window,
    alerts: fc.array(rule, { maxLength: 4 }),
  })
  .map((slo): Slo => ({ ...slo, alerts: slo.alerts.filter((alert) => isPossible(alert, slo)) }));

function isPossible(alert: BurnRule, slo: Slo): boolean {
  if (alert.longSeconds > periodSeconds(slo.window)) return false;
  try {
    assertSlo({ ...slo, alerts: [alert] }, 0);
    return true;
  } catch {
    return false;
  }
}

const anySlos = fc
  .uniqueArray(anySlo, { selector: ({ name }) => name, minLength: 1, maxLength: 5 })
  .map((slos) =>
    slos.filter(
      ({ budgeting, window }) =>
        budgeting.kind === 'occurrences' || budgeting.sliceSeconds < periodSeconds(window),
    ),
  )
  .filter((slos) => slos.length > 0);

function written(slos: readonly Slo[]) {
  return openSloText(exportOpenSlo(slos.map((slo) => ({ slo, thresholdMs: null }))));
}
function read(text: string) {
  return slosOfOpenSlo(importOpenSloOrThrow({ text, where: 'slo.yaml' }), 'slo.yaml');
}

describe('objectives', () => {
  it('are the same after they were written and read', () => {
    fc.assert(
      fc.property(anySlos, (slos) => {
        expect(read(written(slos)).map(({ slo }) => slo)).toEqual(slos);
      }),
      { numRuns: 150 },
    );
  });

  it('are told by the same text once they were read', () => {
    fc.assert(
      fc.property(anySlos, (slos) => {
        const text = written(slos);
        expect(written(read(text).map(({ slo }) => slo))).toBe(text);
      }),
      { numRuns: 50 },
    );
  });

  it('keep the threshold of a latency', () => {
    const slo: Slo = {
      name: 'users: latency',
      service: 'shop',
      source: { journey: 'users', step: null, vantage: null, sli: 'latency' },
      objective: 0.99,
      budgeting: { kind: 'occurrences' },
      window: { kind: 'rolling', seconds: 604_800 },
      alerts: [],
    };
    const [kept] = read(openSloText(exportOpenSlo([{ slo, thresholdMs: 250 }])));
    expect(kept).toMatchObject({ slo, thresholdMs: 250 });
  });

  it('in seconds are refused: OpenSLO knows nothing shorter than a minute', async () => {
    const [slo] = read(sloYaml()).map((kept) => kept.slo);
    if (slo === undefined) throw new Error('no objective');
    const odd: Slo = { ...slo, window: { kind: 'rolling', seconds: 90 } };
    expect(await usageLine(() => written([odd]))).toBe(
      'OpenSLO has no durations like 90 seconds; write whole minutes',
    );
  });

  it('of a configuration are the same by way of OpenSLO', () => {
    const configuration = parseConfiguration({ service: 'shop' }, 'x');
    const slos = configuration.slos.map((slo) => sloOf('shop', slo));
    const text = openSloText(
      exportOpenSlo(slos.map((slo) => ({ slo, thresholdMs: slo.source.sli === 'latency' ? 300 : null }))),
    );
    const back = parseConfiguration(configurationPart(read(text), 'slo.yaml'), 'slo.yaml');
    expect(back).toEqual(configuration);
  });
});

describe('a configuration', () => {
  const unkept: Record<string, readonly [text: string, line: string]> = {
    'another journey': [
      sloYaml().replaceAll('journey: probe', 'journey: checkout'),
      'slo.yaml:19: spec.objectives[0].target: a configuration cannot keep this objective: journey: "checkout" is not a journey; known: users, probe',
    ],
    'a window of hours': [
      sloYaml({ window: '[{ duration: 12h, isRolling: true }]' }),
      'slo.yaml:19: spec.objectives[0].target: a configuration cannot keep this objective: window: "12h" is not a window; write rolling days, "1d" to "400d", or a calendar window: "1D", "1W", "1M", "1Q" or "1Y"',
    ],
    'a service with a capital': [
      sloYaml({ service: 'Shop' }),
      'slo.yaml:19: spec.objectives[0].target: a configuration cannot keep this objective: service: "Shop" is not a name; write 1 to 32 of a–z, 0–9 and "-", beginning with a letter',
    ],
    'two services': [
      sloYaml() + sloYaml({ service: 'till', metadata: '{ name: b }' }),
      'slo.yaml:39: spec.objectives[0].target: a configuration cannot keep this objective: its service is "till" and another\'s "shop"; a configuration has one',
    ],
    'what is measured elsewhere': [
      sloYaml().replaceAll('type: garbageday', 'type: Prometheus'),
      'slo.yaml:13: spec.indicator.spec.ratioMetric.good.metricSource: is measured elsewhere (Prometheus), so that only slices from a file can tell; for a journey of this project write type: garbageday',
    ],
    'no objective': [
      'apiVersion: openslo/v1\nkind: Service\nmetadata: { name: a }\nspec: {}\n',
      'slo.yaml: has no SLO; write a document of kind SLO',
    ],
  };

  it.each(Object.entries(unkept))('cannot keep %s, and says so', async (_sentence, [text, line]) => {
    expect(await usageLine(() => configurationPart(read(text), 'slo.yaml'))).toBe(line);
  });
});
