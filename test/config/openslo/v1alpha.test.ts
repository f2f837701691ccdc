import { importOpenSloOrThrow } from '@garbageday/config/openslo/import-openslo.ts';
import { describe, expect, it } from 'vitest';
import { problemsOf } from './problems-of.ts';

function metric(query: string) {
  return `{ source: prometheus, queryType: promql, query: ${query} }`;
}
function older(objectives: string, rest = '') {
  return `apiVersion: openslo/v1alpha
kind: SLO
metadata: { name: answers }
spec:
  service: shop
  budgetingMethod: Occurrences
  timeWindow:
    - { unit: Day, count: 30 }
  ${rest}
  objectives:
    ${objectives}
`;
}
function ratio(query: string) {
  return `ratioMetrics: { counter: true, good: ${metric(query)}, total: ${metric('all')} }`;
}
function read(text: string) {
  return importOpenSloOrThrow({ text, where: 'slo.yaml' }).objectives;
}

describe('openslo/v1alpha', () => {
  it('is read as Sloth writes it: a window that does not say how it moves rolls', () => {
    const [objective] = read(older(`- { ${ratio('good')}, target: 0.999, value: 1 }`));
    expect(objective).toMatchObject({
      name: 'answers',
      service: 'shop',
      objective: 0.999,
      budgeting: { kind: 'occurrences' },
      window: { kind: 'rolling', seconds: 2_592_000 },
      measure: { kind: 'foreign', type: 'prometheus' },
    });
  });

  it('keeps ratios that differ as parts', () => {
    const text = older(
      `- { displayName: a, ${ratio('x')}, target: 0.9 }\n    - { displayName: b, ${ratio('y')}, target: 0.99 }`,
    );
    expect(read(text).map(({ name, objective }) => [name, objective])).toEqual([
      ['answers: a', 0.9],
      ['answers: b', 0.99],
    ]);
  });

  it('keeps a threshold', () => {
    const rest = `indicator: { thresholdMetric: ${metric('latency')} }`;
    expect(read(older('- { displayName: a, op: lte, value: 300, target: 0.9 }', rest))).toHaveLength(1);
  });

  it.each([
    ['Week', 4, { kind: 'rolling', seconds: 2_419_200 }],
    ['Second', 3_600, { kind: 'rolling', seconds: 3_600 }],
  ])('reads windows in %ss', (unit, count, window) => {
    const text = older(`- { ${ratio('x')}, target: 0.9 }`).replace(
      'unit: Day, count: 30',
      `unit: ${unit}, count: ${count}`,
    );
    expect(read(text)[0]?.window).toEqual(window);
  });

  it('reads a calendar, and time slices of a minute', () => {
    const text = older(`- { ${ratio('x')}, target: 0.9, timeSliceTarget: 0.95 }`)
      .replace('Occurrences', 'Timeslices')
      .replace('count: 30', "count: 1, calendar: { startTime: '2026-01-01 00:00:00', timeZone: UTC }");
    expect(read(text)[0]).toMatchObject({
      window: { kind: 'calendar', unit: 'day' },
      budgeting: { kind: 'timeslices', sliceSeconds: 60, sliceTarget: 0.95 },
    });
  });

  it('has services, too', () => {
    const service = 'apiVersion: openslo/v1alpha\nkind: Service\nmetadata: { name: shop }\nspec: {}\n';
    expect(problemsOf(service)).toEqual([]);
  });

  it.each([
    [older('- { taget: 0.9 }'), 'slo.yaml:11: spec.objectives[0].taget: unknown key; did you mean "target"?'],
    [
      older('- { target: 0.9 }').replace('Day', 'Fortnight'),
      'slo.yaml:8: spec.timeWindow[0].unit: "Fortnight" is unknown',
    ],
    [
      older(`- { ${ratio('x')}, target: 0.9 }`, 'timeWindows: []'),
      'slo.yaml:4: spec: must have either timeWindow or timeWindows',
    ],
    [
      older(`- { ${ratio('x')}, target: 1 }`),
      'slo.yaml:11: spec.objectives[0].target: 1 leaves no error budget',
    ],
  ])('tells of its mistakes with their lines: %#', (text, line) => {
    expect(problemsOf(text).some((problem) => problem.startsWith(line))).toBe(true);
  });
});

describe('annotation keys', () => {
  const annotated = (key: string) =>
    `apiVersion: openslo/v1\nkind: Service\nmetadata: { name: a, annotations: { "${key}": x } }\nspec: {}\n`;

  it.each(['owner', 'example.com/owner', 'garbageday/name', 'a.b-c.d/E_f.g'])('may be %s', (key) => {
    expect(problemsOf(annotated(key))).toEqual([]);
  });

  it.each(['', '/owner', 'Example.com/owner', 'a/b/c', 'own er', `${'a'.repeat(64)}`])(
    'may not be "%s"',
    (key) => {
      expect(problemsOf(annotated(key))).toHaveLength(1);
    },
  );
});
