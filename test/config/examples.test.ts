/** What `garbageday` and `garbageday/config` export carries an example, and the examples of a file are files that load. */
import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { parseConfiguration } from '@garbageday/config/parse-configuration.ts';
import { describe, expect, it } from 'vitest';

const annotations = 'packages/config/src/annotations-input.ts';
const input = 'packages/config/src/configuration-input.ts';
const groups = 'packages/config/src/group-input.ts';
const journeys = 'packages/config/src/journey-input.ts';

const exporting = [
  annotations,
  input,
  groups,
  journeys,
  'packages/config/src/define-config.ts',
  'packages/core/src/configuration.ts',
  'packages/core/src/errors.ts',
];

/** By name, what stands after `@example` in the docstring of each exported declaration; null where nothing does. */
function examplesIn(file: string): ReadonlyMap<string, string | null> {
  const text = readFileSync(file, 'utf8');
  const declarations = text.matchAll(
    /(?<doc>\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n)?export (?:async )?(?:type|class|function) (?<name>\w+)/g,
  );
  return new Map(
    [...declarations].map(({ groups }) => {
      const [, example = null] = /@example\s+([\s\S]*?)\s*\*\/\n$/.exec(groups?.['doc'] ?? '') ?? [];
      return [groups?.['name'] ?? '', example?.replaceAll(/\n \* ?/g, '\n') ?? null];
    }),
  );
}

const journey = { name: 'probe', role: 'judge', steps: [{ name: 'front', path: '/' }] };
const slo = { journey: 'users', sli: 'availability', objective: 0.999 };

/** Where in a file the value of each type stands. */
const places: Readonly<Record<string, (value: unknown) => object>> = {
  Duration: (value) => ({ users: { latencyThreshold: value } }),
  ScheduleInput: (value) => ({ schedule: value }),
  HypothesisInput: (value) => ({ groups: [{ kind: 'web', hypothesis: value }] }),
  ExemptInput: (value) => ({ groups: [{ kind: 'web', exempt: value }] }),
  GroupInput: (value) => ({ groups: [value] }),
  BudgetingInput: (value) => ({
    slos: [
      { ...slo, budgeting: value },
      { ...slo, journey: 'probe' },
    ],
  }),
  AlertInput: (value) => ({ slos: [{ ...slo, journey: 'probe', alerts: [value] }] }),
  SloInput: (value) => ({ slos: [value, { ...slo, journey: 'probe' }] }),
  CompositeInput: (value) => ({ composites: [value] }),
  ExclusionInput: (value) => ({ exclusions: [value] }),
  PolicyInput: (value) => ({ budget: { policy: [value] } }),
  UsersInput: (value) => ({ users: value }),
  ProbeInput: (value) => ({ probe: value }),
  BudgetInput: (value) => ({ budget: value }),
  AuditInput: (audit) => ({ audit }),
  AnnotationsInput: (value) => ({ annotations: value }),
  TrafficSourceInput: (measuredBy) => ({
    journeys: [{ ...journey, name: 'users', role: 'load', measuredBy }, journey],
  }),
  SlackInput: (value) => ({ slack: value }),
  ExpectationInput: (value) => ({
    journeys: [{ ...journey, steps: [{ name: 'front', path: '/', expect: [value] }] }],
  }),
  StepInput: (value) => ({
    journeys: [{ ...journey, variables: [{ name: 'word', pattern: 'w{n}', count: 9 }], steps: [value] }],
  }),
  JourneyInput: (value) => ({ journeys: [value] }),
  ConfigurationInput: (value) => Object(value),
};

describe('what the package exports', () => {
  it.each(exporting)('%s has an example on each declaration', (file) => {
    const examples = examplesIn(file);
    expect(examples.size).toBeGreaterThan(0);
    expect([...examples].filter(([, example]) => example === null)).toEqual([]);
  });

  it('loadConfiguration has an example', () => {
    expect(examplesIn('packages/config/src/load-configuration.ts').get('loadConfiguration')).toContain(
      'await loadConfiguration(',
    );
  });

  it.each([...examplesIn(annotations), ...examplesIn(input), ...examplesIn(groups), ...examplesIn(journeys)])(
    'the example of %s is a part of a configuration',
    (name, example) => {
      const place = places[name];
      expect(place, `say where a ${name} stands`).toBeDefined();
      const value: unknown = JSON.parse(JSON.stringify(runInNewContext(`(${example})`)));
      expect(() => parseConfiguration(place?.(value), name)).not.toThrow();
      expect(() => parseConfiguration(place?.({ nonsense: value }), name)).toThrow();
    },
  );
});
