/** What the adapters call is what some port grants, or what a person does with credentials of their own. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { grants, ports } from '@garbageday/aws/contract/ports.ts';
import { expect, it } from 'vitest';
import { actionsOfCalls, callsWithoutGrant, grantsWithoutCall } from '../fixtures/actions-of-calls.ts';

const sources = join(import.meta.dirname, '../../packages/aws/src');

/** By the command line. */
const ofPeople = [
  'ListDurableExecutionsByFunction',
  'PutParameter',
  'GetParametersByPath',
  'CreateOrUpdateTags',
  'CreateTags',
  'DescribeRegions',
  'DescribeTargetGroups',
  'DescribeListeners',
];

const files = readdirSync(sources, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.ts'),
);
const code = files.map((name) => readFileSync(join(sources, name), 'utf8'));
const calls = new Set(
  code.flatMap((text) => [
    ...[...text.matchAll(/new ([A-Z]\w+)Command\(/g)].map(([, name]) => name ?? ''),
    ...[...text.matchAll(/\bpaginate([A-Z]\w+)\(/g)].map(([, name]) => name ?? ''),
  ]),
);
const ofFunctions = [...calls].filter((call) => !ofPeople.includes(call));
const granted: readonly string[] = Object.values(grants).flatMap(({ actions }) => actions);

it('every call of an adapter is granted by some port, or made by people alone', () => {
  expect(callsWithoutGrant(granted, ofFunctions)).toEqual([]);
  expect(ofPeople.filter((call) => !calls.has(call))).toEqual([]);
});

it('every grant is for a call of some adapter, and of some port', () => {
  expect(grantsWithoutCall(granted, ofFunctions)).toEqual([]);
  const named = new Set<string>(Object.values(ports).flatMap((port) => port.grants));
  expect(Object.keys(grants).filter((name) => !named.has(name))).toEqual([]);
});

it('no function may do what people do', () => {
  const actions = ofPeople.flatMap((call) => actionsOfCalls.get(call) ?? []);
  expect(actions).toEqual(
    expect.arrayContaining(['ssm:PutParameter', 'ec2:CreateTags', 'autoscaling:CreateOrUpdateTags']),
  );
  expect(granted.filter((action) => actions.includes(action))).toEqual([]);
});
