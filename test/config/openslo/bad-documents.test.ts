import { importOpenSloOrThrow } from '@garbageday/config/openslo/import-openslo.ts';
import { describe, expect, it } from 'vitest';
import { usageLine } from '../usage-line.ts';
import { problemsOf } from './problems-of.ts';
import { sloYaml } from './slo-yaml.ts';

function objective(text: string) {
  return sloYaml({ objectives: text });
}
const whyOne =
  '1 leaves no error budget, so the first failure would break it for good; write 0.999, for example';

const bad: Record<string, readonly [text: string, line: string]> = {
  'a misspelt key': [
    objective('- taget: 0.9'),
    'slo.yaml:19: spec.objectives[0].taget: unknown key; did you mean "target"?',
  ],
  'an unknown key at the top': [
    `${sloYaml()}status: {}\n`,
    'slo.yaml:21: status: unknown key; known: apiVersion, kind, metadata, spec',
  ],
  'an unknown kind': [
    sloYaml().replace('kind: SLO', 'kind: SLA'),
    'slo.yaml:4: kind: "SLA" is not a kind of openslo/v1; did you mean "SLO"?',
  ],
  'no kind': [
    'apiVersion: openslo/v1\nmetadata: { name: x }\n',
    'slo.yaml:1: kind: is missing; write one of: Service, SLO, SLI, DataSource, AlertPolicy, AlertCondition, AlertNotificationTarget',
  ],
  'another version': [
    sloYaml().replace('openslo/v1', 'openslo/v2alpha'),
    'slo.yaml:3: apiVersion: "openslo/v2alpha" is not supported; write openslo/v1, or openslo/v1alpha',
  ],
  'a list of texts': ['- a\n- b\n', 'slo.yaml:1: "a" is not an object'],
  'a text': ['hello\n', 'slo.yaml:1: "hello" is not an object'],
  'a name with a blank': [
    sloYaml({ metadata: '{ name: my slo }' }),
    'slo.yaml:5: metadata.name: "my slo" is not a name; write 1 to 63 of a–z, 0–9 and "-", with a letter or digit at both ends',
  ],
  'a name twice': [
    `${sloYaml()}${sloYaml()}`,
    'unread slo.yaml:25: metadata.name: the SLO on line 5 already has this name; give each its own name',
  ],
  'a label that is a number': [
    sloYaml({ metadata: '{ name: a, labels: { tier: 1 } }' }),
    'slo.yaml:5: metadata.labels.tier: 1 is neither a string nor a list of strings; write it in quotes',
  ],
  'a description too long': [
    sloYaml({ rest: `description: ${'x'.repeat(1051)}` }),
    'slo.yaml:20: spec.description: 1051 characters are too many; the limit is 1,050',
  ],
  'an alertPolicyRef to nothing': [
    sloYaml({ rest: 'alertPolicies: [{ alertPolicyRef: burns }]' }),
    'unread slo.yaml:20: spec.alertPolicies[0].alertPolicyRef: no AlertPolicy named "burns" was found; pass its file or folder as well',
  ],
  'a misspelt service': [
    `${sloYaml({ service: 'shp' })}---\napiVersion: openslo/v1\nkind: Service\nmetadata: { name: shop }\nspec: {}\n`,
    'reading slo.yaml:7: spec.service: no Service named "shp" was found; did you mean "shop"?',
  ],
  'no indicator': [
    sloYaml({ indicator: '' }),
    'slo.yaml:6: spec: has neither indicator nor indicatorRef; write one',
  ],
  'a composite': [
    sloYaml({ indicator: '', objectives: '- { target: 0.99, indicatorRef: a }' }),
    'elsewhere slo.yaml:12: spec.objectives: are the parts of a composite, each kept as an objective of its own; the whole has no target in OpenSLO v1',
  ],
  tabs: [
    'apiVersion: openslo/v1\nmetadata:\n\tname: x\n',
    'slo.yaml:3: is indented with a tab; YAML allows only spaces',
  ],
  'an anchor': [
    'apiVersion: &v openslo/v1\nkind: SLO\n',
    'slo.yaml:1: the anchor &v is not allowed; write the value where it is needed',
  ],
  'an alias': ['a:\n  b: *v\n', 'slo.yaml:2: the alias *v is not allowed; write the value out'],
  'a tag': ['a: !secret x\n', 'slo.yaml:1: tags are not allowed; write the plain value'],
  'a known tag': [
    'a: !!binary aGk=\n',
    'slo.yaml:1: the tag tag:yaml.org,2002:binary is not allowed; write the plain value',
  ],
  'a key twice': ['kind: SLO\nkind: SLI\n', 'slo.yaml:2: the key "kind" appears twice; remove one'],
  'a key that is a list': ['? [a]\n: 1\n', 'slo.yaml:1: the key is not a string; write a name'],
  'a bracket that is not closed': [
    'a: [1,\n',
    'slo.yaml:2: is not YAML: Flow sequence in block collection must be sufficiently indented and end with a ]',
  ],
  'an empty file': ['', 'slo.yaml:1: contains no document'],
  'nothing but remarks': ['# later\n---\n# much later\n', 'slo.yaml:1: contains no document'],
};

describe('a file that cannot be kept', () => {
  it.each(Object.entries(bad))('says so of %s, with line and path', (_sentence, [text, line]) => {
    expect(problemsOf(text)).toContain(line);
  });

  it.each(Object.entries(bad))('tells of %s nothing twice, and every line is one', (_sentence, [text]) => {
    const problems = problemsOf(text);
    expect(new Set(problems).size).toBe(problems.length);
    expect(
      problems.every((problem) => /^((unread|elsewhere|reading) )?slo\.yaml:\d+: \S.*$/.test(problem)),
    ).toBe(true);
  });

  it('tells every mistake, in the order of its lines', () => {
    const text = sloYaml({
      window: '[{ duration: a month, isRolling: true }]',
      objectives: '- target: 1\n    - target: 2',
      rest: 'alertPolicies: [{ alertPolicyRef: a }]',
    });
    expect(problemsOf(text).map((problem) => problem.split(':')[1])).toEqual(['16', '19', '20']);
  });

  it('throws the first, and counts the others', async () => {
    const text = objective('- target: 1\n    - target: 2');
    expect(await usageLine(() => importOpenSloOrThrow({ text, where: 'slo.yaml' }))).toBe(
      `slo.yaml:19: spec.objectives[0].target: ${whyOne} (and 1 more; see garbageday slo validate)`,
    );
  });
});

describe('a file that would break a parser', () => {
  const huge: Record<string, readonly [text: string, message: RegExp]> = {
    'a byte more than 1 MB': ['x'.repeat(1_048_577), /:1: is 1\.01 MB; write 1 MB at most/],
    '10 MB of brackets': ['['.repeat(10_485_760), /:1: is 10 MB; write 1 MB at most/],
    'a million brackets': ['['.repeat(1_000_000), /:1: is nested more than 40 deep/],
    'half a million dashes': ['- '.repeat(500_000), /:1: is nested more than 40 deep/],
    'maps in maps': ['{a: '.repeat(250_000), /:1: is nested more than 40 deep/],
    'deep indentation': [
      Array.from({ length: 1_000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
      /:\d+: is nested more than 40 deep/,
    ],
    'a billion laughs': [
      [
        'a: &a [x, x]',
        ...'bcdefghij'.split('').map((key, index) => `${key}: &${key} [*${'abcdefghi'[index]}, *a]`),
      ].join('\n'),
      /:1: the anchor &a is not allowed/,
    ],
    'forty thousand keys': [
      Array.from({ length: 40_000 }, (_, index) => `k${index}: 1`).join('\n'),
      /:1: apiVersion: is missing/,
    ],
  };

  it.each(Object.entries(huge))('is refused: %s', (_sentence, [text, message]) => {
    expect(problemsOf(text)[0]).toMatch(message);
  });
});
