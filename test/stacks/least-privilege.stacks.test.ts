/** Each function may do what its own bundle can call, and nothing else. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { callsNotGranted, commandsIn, grantsWithoutCaller } from './checks/least-privilege.ts';
import { evaluated, everyStage } from './harness/evaluated.ts';
import { roleNamed } from './harness/stage.ts';
import { parseDocument } from './iam/document.ts';

/** Everything that SST would upload for it: what it imports late is code too. */
function bundleOf(name: string): string {
  const directory = join(inject('project'), '.sst/artifacts', `${name}-src`);
  const files = readdirSync(directory).filter((file) => /\.m?js$/.test(file));
  return files.map((file) => readFileSync(join(directory, file), 'utf8')).join('\n');
}

const names = ['Alert', 'Draw', 'ExperimentHandler', 'Probe', 'Reporter', 'Users'];
const functions = everyStage.flatMap(([stageName, stage]) =>
  names
    .filter((name) => stageName !== 'production' || name !== 'Users')
    .map((name) => [stageName, name, roleNamed(stage, `${name}Role`).statements] as const),
);

describe('least privilege', () => {
  it.each(functions)('in %s: %s may do nothing that it cannot call', (_, name, statements) => {
    expect(grantsWithoutCaller(statements, bundleOf(name))).toEqual([]);
  });

  it.each(functions)('in %s: %s can call nothing that it may not do', (_, name, statements) => {
    expect(callsNotGranted(statements, bundleOf(name))).toEqual([]);
  });

  it('is judged by calls that are really there', () => {
    expect(commandsIn(bundleOf('Probe'))).toEqual(['PutItem', 'PutMetricData']);
    expect(commandsIn(bundleOf('Draw'))).toEqual(['CreateSchedule', 'GetItem', 'PutItem', 'Query']);
    expect(commandsIn(bundleOf('ExperimentHandler'))).toContain('TerminateInstances');
  });
});

describe('planted', () => {
  const probe = roleNamed(evaluated('dev'), 'ProbeRole').statements;
  const planted = parseDocument(
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: ['dynamodb:ConditionCheckItem', 's3:*'], Resource: '*' }],
    }),
  );

  it('a grant that nobody calls is found', () => {
    const found = grantsWithoutCaller([...probe, ...planted], bundleOf('Probe'));
    expect(found).toEqual(['dynamodb:ConditionCheckItem', 's3:*']);
  });

  it.each([
    ['TerminateInstances', 'ec2:TerminateInstances'],
    ['DeleteTable', 'an action for DeleteTable'],
  ])('a call of %s without a grant is found', (command, action) => {
    const bundle = `${bundleOf('Probe')};var a=class extends b(){static{s(this,"${command}Command")}};`;
    expect(callsNotGranted(probe, bundle)).toEqual([action]);
  });
});
