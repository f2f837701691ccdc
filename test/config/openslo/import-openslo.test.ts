import { importOpenSloOrThrow } from '@garbageday/config/openslo/import-openslo.ts';
import { describe, expect, it } from 'vitest';
import { sloYaml } from './slo-yaml.ts';

/** Without the places, which tests of lines look at. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, part) => (key === 'place' ? undefined : part)));
}

function objectivesOf(text: string): unknown {
  return plain(importOpenSloOrThrow({ text, where: 'slo.yaml' }).objectives);
}

const source = { journey: 'probe', step: null, vantage: null, sli: 'availability' };
const usual = {
  name: 'answers',
  service: 'shop',
  objective: 0.999,
  budgeting: { kind: 'occurrences' },
  window: { kind: 'rolling', seconds: 2_592_000 },
  measure: { kind: 'own', source, thresholdMs: null },
  alerts: null,
  begins: null,
};

function document(kind: string, name: string, spec: string) {
  return `---\napiVersion: openslo/v1\nkind: ${kind}\nmetadata: { name: ${name} }\nspec: ${spec}\n`;
}

function own(spec: string) {
  return `{ metricSource: { type: garbageday, spec: ${spec} } }`;
}
const prometheus = '{ metricSource: { type: Prometheus, spec: { query: up } } }';
function ratio(metric: string) {
  return `indicator: { metadata: { name: i }, spec: { ratioMetric: ${metric} } }`;
}
function berlin(duration: string, start: string) {
  return `[{ duration: ${duration}, calendar: { startTime: ${start} 00:00:00, timeZone: Europe/Berlin } }]`;
}
function calendar(unit: string, count = 1) {
  return { kind: 'calendar', unit, count, timeZone: 'Europe/Berlin' };
}
/** Of a date in Berlin, in UTC. */
function begins(instant: string) {
  return { value: Date.parse(instant) };
}

const kept: Record<string, readonly [text: string, different: object]> = {
  'an SLO with an indicator in place': [sloYaml(), {}],
  'targetPercent, without binary dust': [
    sloYaml({ objectives: '- targetPercent: 99.95' }),
    { objective: 0.9995 },
  ],
  'targetPercent of a hundred-millionth': [
    sloYaml({ objectives: '- targetPercent: 1e-6' }),
    { objective: 1e-8 },
  ],
  'a name of our own': [
    sloYaml({ metadata: '{ name: answers, annotations: { garbageday/name: "probe: answers" } }' }),
    { name: 'probe: answers' },
  ],
  'labels with one value or several': [
    sloYaml({ metadata: '{ name: answers, displayName: Answers, labels: { a: b, c: [d, e] } }' }),
    {},
  ],
  'bad events in place of good ones': [
    sloYaml({
      indicator: ratio(
        `{ bad: ${own('{ journey: probe, sli: availability }')}, total: ${own('{ journey: probe }')} }`,
      ),
    }),
    {},
  ],
  'a step and a vantage': [
    sloYaml({
      indicator: ratio(
        `{ good: ${own('{ journey: probe, step: insert, vantage: eu-1, sli: availability }')}, total: ${own('{ journey: probe, step: insert, vantage: eu-1 }')} }`,
      ),
    }),
    { measure: { kind: 'own', source: { ...source, step: 'insert', vantage: 'eu-1' }, thresholdMs: null } },
  ],
  'a threshold of our latency': [
    sloYaml({
      indicator: `indicator: { metadata: { name: i }, spec: { thresholdMetric: ${own('{ journey: users, sli: latency }')} } }`,
      objectives: '- { op: lte, value: 250, target: 0.99 }',
    }),
    {
      objective: 0.99,
      measure: { kind: 'own', source: { ...source, journey: 'users', sli: 'latency' }, thresholdMs: 250 },
    },
  ],
  'a ratio that others measure': [
    sloYaml({ indicator: ratio(`{ good: ${prometheus}, total: ${prometheus} }`) }),
    { measure: { kind: 'foreign', type: 'Prometheus', journey: null } },
  ],
  'a raw ratio that others measure': [
    sloYaml({ indicator: ratio(`{ rawType: failure, raw: ${prometheus} }`) }),
    { measure: { kind: 'foreign', type: 'Prometheus', journey: null } },
  ],
  'a threshold that others measure, to exceed': [
    sloYaml({
      indicator: `indicator: { metadata: { name: i }, spec: { thresholdMetric: ${prometheus} } }`,
      objectives: '- { op: gt, value: 0.5, target: 0.99 }',
    }),
    { objective: 0.99, measure: { kind: 'foreign', type: 'Prometheus', journey: null } },
  ],
  'an indicator and its source by name': [
    sloYaml({ indicator: 'indicatorRef: up' }) +
      document(
        'SLI',
        'up',
        '{ ratioMetric: { good: { metricSource: { metricSourceRef: db, spec: { journey: checkout } } }, total: { metricSource: { metricSourceRef: db, spec: {} } } } }',
      ) +
      document('DataSource', 'db', '{ type: Redshift, connectionDetails: [{ region: x }] }'),
    { measure: { kind: 'foreign', type: 'Redshift', journey: 'checkout' } },
  ],
  'a service by name': [sloYaml() + document('Service', 'shop', '{ description: Sells. }'), {}],
  'a service without a spec': [sloYaml() + document('Service', 'shop', ''), {}],
  'an hour that rolls': [
    sloYaml({ window: '[{ duration: 12h, isRolling: true }]' }),
    { window: { kind: 'rolling', seconds: 43_200 } },
  ],
  'four weeks that roll': [
    sloYaml({ window: '[{ duration: 4w, isRolling: true }]' }),
    { window: { kind: 'rolling', seconds: 2_419_200 } },
  ],
  'minutes, not months': [
    sloYaml({ window: '[{ duration: 90m, isRolling: true }]' }),
    { window: { kind: 'rolling', seconds: 5_400 } },
  ],
  'a day of the calendar': [
    sloYaml({ window: berlin('1d', '2026-02-03') }),
    { window: calendar('day'), begins: begins('2026-02-02T23:00Z') },
  ],
  'a week from Monday': [
    sloYaml({ window: berlin('1w', '2026-11-23') }),
    { window: calendar('week'), begins: begins('2026-11-22T23:00Z') },
  ],
  'a month': [
    sloYaml({ window: berlin('1M', '2026-02-01') }),
    { window: calendar('month'), begins: begins('2026-01-31T23:00Z') },
  ],
  'two months': [
    sloYaml({ window: berlin('2M', '2026-03-01') }),
    { window: calendar('month', 2), begins: begins('2026-02-28T23:00Z') },
  ],
  'a quarter': [
    sloYaml({ window: berlin('1Q', '2026-04-01') }),
    { window: calendar('quarter'), begins: begins('2026-03-31T22:00Z') },
  ],
  'a year': [
    sloYaml({ window: berlin('1Y', '2020-01-01') }),
    { window: calendar('year'), begins: begins('2019-12-31T23:00Z') },
  ],
  'time slices': [
    sloYaml({
      method: 'Timeslices',
      objectives: '- { target: 0.99, timeSliceTarget: 0.95, timeSliceWindow: 5m }',
    }),
    { objective: 0.99, budgeting: { kind: 'timeslices', sliceSeconds: 300, sliceTarget: 0.95 } },
  ],
  'time slices that must be perfect, of minutes without a unit': [
    sloYaml({
      method: 'Timeslices',
      objectives: '- { target: 0.99, timeSliceTarget: 1.0, timeSliceWindow: 5 }',
    }),
    { objective: 0.99, budgeting: { kind: 'timeslices', sliceSeconds: 300, sliceTarget: 1 } },
  ],
  'time slices with their ratios': [
    sloYaml({ method: 'RatioTimeslices', objectives: '- { target: 0.99, timeSliceWindow: 1h }' }),
    { objective: 0.99, budgeting: { kind: 'ratio-timeslices', sliceSeconds: 3_600 } },
  ],
  'no alerts at all': [sloYaml({ rest: 'alertPolicies: []' }), { alerts: [] }],
};

function policy(name: string, condition: string) {
  return document(
    'AlertPolicy',
    name,
    `{ alertWhenBreaching: true, alertWhenResolved: true, alertWhenNoData: false, conditions: [${condition}], notificationTargets: [{ targetRef: chat }] }`,
  );
}
const chat = document('AlertNotificationTarget', 'chat', '{ target: slack }');

describe('OpenSLO', () => {
  it.each(Object.entries(kept))('keeps %s', (_sentence, [text, different]) => {
    expect(objectivesOf(text)).toEqual([{ ...usual, ...different }]);
  });

  it('makes an objective of each target, named after it', () => {
    const text = sloYaml({ objectives: '- { displayName: strict, target: 0.999 }\n    - target: 0.9999' });
    expect(objectivesOf(text)).toEqual([
      { ...usual, name: 'answers: strict' },
      { ...usual, name: 'answers: 2', objective: 0.9999 },
    ]);
  });

  it('finds policies, conditions and targets by name, and takes alertAfter for the short window', () => {
    const rest = 'alertPolicies: [{ alertPolicyRef: page }, { alertPolicyRef: ticket }]';
    const text =
      sloYaml({ rest }) +
      policy('page', '{ conditionRef: fast }') +
      policy(
        'ticket',
        '{ kind: AlertCondition, metadata: { name: slow }, spec: { severity: ticket, condition: { op: gt, threshold: 1, lookbackWindow: 3d } } }',
      ) +
      document(
        'AlertCondition',
        'fast',
        '{ severity: page, condition: { kind: burnrate, op: gt, threshold: 14.4, lookbackWindow: 1h, alertAfter: 5m } }',
      ) +
      chat;
    const targets = [{ value: 'slack' }];
    const page = { severity: 'page', factor: 14.4, longSeconds: 3_600, shortSeconds: 300 };
    // Without alertAfter one window decides.
    const ticket = { severity: 'ticket', factor: 1, longSeconds: 259_200, shortSeconds: 259_200 };
    expect(objectivesOf(text)).toEqual([
      {
        ...usual,
        alerts: [
          { value: page, targets },
          { value: ticket, targets },
        ],
      },
    ]);
  });

  it('is the same in one list as in several documents', () => {
    const list = sloYaml()
      .split('\n')
      .slice(2)
      .map((line, index) => (index === 0 ? `- ${line}` : `  ${line}`))
      .join('\n');
    expect(objectivesOf(list)).toEqual([usual]);
  });

  it('is read with a byte order mark, carriage returns and a version directive', () => {
    const text = `\uFEFF%YAML 1.2\n${sloYaml().slice('# One objective.\n'.length)}`;
    expect(objectivesOf(text.replaceAll('\n', '\r\n'))).toEqual([usual]);
  });

  it('counts its objects', () => {
    const { kinds } = importOpenSloOrThrow({
      text: sloYaml() + document('Service', 'shop', '{}') + chat,
      where: 'x',
    });
    expect(kinds).toEqual([
      ['Service', 1],
      ['SLO', 1],
      ['AlertNotificationTarget', 1],
    ]);
  });

  it('remarks on what is measured and told by others', () => {
    const text =
      sloYaml({
        indicator: ratio(`{ good: ${prometheus}, total: ${prometheus} }`),
        rest: 'alertPolicies: [{ alertPolicyRef: page }]',
      }) +
      policy(
        'page',
        '{ kind: AlertCondition, metadata: { name: c }, spec: { severity: page, condition: { op: gt, threshold: 2, lookbackWindow: 1h } } }',
      ) +
      chat.replace('slack', 'pagerduty');
    const { remarks } = importOpenSloOrThrow({ text, where: 'x' });
    expect(remarks.map(({ line, path }) => [line, path])).toEqual([
      [8, 'spec.indicator.spec.ratioMetric.good.metricSource'],
      [24, 'spec.target'],
    ]);
  });
});
