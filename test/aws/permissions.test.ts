import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const sources = join(import.meta.dirname, '../../packages/aws/src');

/** Every call that an adapter makes, and where the stack grants it; `cli`: a person's own credentials. */
const granted: Readonly<Record<string, string>> = {
  CreateSchedule: 'stacks/experiment-schedules.ts: createOnly',
  DescribeAlarms: 'stacks/grants.ts: readAlarms',
  DescribeAutoScalingGroups: 'stacks/grants.ts: observeFleet',
  DescribeInstanceRefreshes: 'stacks/grants.ts: observeFleet',
  DescribeInstances: 'stacks/grants.ts: observeFleet',
  DescribeTargetHealth: 'stacks/grants.ts: observeFleet',
  GetItem: 'stacks/grants.ts: readLedger',
  GetParameter: 'stacks/grants.ts: readLever',
  Invoke: 'cli',
  ListDurableExecutionsByFunction: 'cli',
  PutEvents: 'stacks/grants.ts: publishEvents',
  PutItem: 'stacks/grants.ts: writeLedger',
  PutMetricData: 'stacks/grants.ts: publishMetrics',
  PutParameter: 'cli',
  Query: 'stacks/grants.ts: readLedger',
  TerminateInstances: 'stacks/grants.ts: terminateFleet',
};

it('the adapters call what the stack grants, and nothing else', () => {
  const files = readdirSync(sources, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const code = files.map((name) => readFileSync(join(sources, name), 'utf8'));
  const calls = code.flatMap((text) => [
    ...[...text.matchAll(/new ([A-Z]\w+)Command\(/g)].map(([, name]) => name ?? ''),
    ...[...text.matchAll(/\bpaginate([A-Z]\w+)\(/g)].map(([, name]) => name ?? ''),
  ]);
  expect([...new Set(calls)].toSorted()).toEqual(Object.keys(granted));
});

it.each(Object.entries(granted).filter(([, where]) => where !== 'cli'))(
  'the stack grants %s',
  (call, where) => {
    const [file = ''] = where.split(':');
    const text = readFileSync(join(import.meta.dirname, '../..', file), 'utf8');
    expect(text).toContain(`:${call}'`);
  },
);
