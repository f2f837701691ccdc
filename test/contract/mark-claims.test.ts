import { dynamoMarkClaims } from '@garbageday/aws/mark-claims.ts';
import type { MarkClaims } from '@garbageday/core/ports.ts';
import { minuteMs } from '@garbageday/core/time/durations.ts';
import { describe, expect, it, onTestFinished } from 'vitest';
import { memoryMarkClaims } from '../fakes/memory-mark-claims.ts';
import { startDynamoTable } from '../fixtures/dynamo-table.ts';

const nowMs = 1_700_000_000_000;

/** Each call: the same claims as another process finds them. */
type Claims = () => MarkClaims;

async function memory(): Promise<Claims> {
  const claims = memoryMarkClaims();
  return () => claims;
}

async function dynamo(): Promise<Claims> {
  const table = await startDynamoTable();
  onTestFinished(table.stop);
  return () => dynamoMarkClaims(table.connect());
}

describe.each([
  { name: 'memory', make: memory },
  { name: 'DynamoDB', make: dynamo },
])('the claims of marks: $name', ({ make }) => {
  it('let one of a hundred post, and the others wait', async () => {
    const claims = await make();
    const one = claims();
    const all = await Promise.all(Array.from({ length: 100 }, () => one.claim('kill#Grafana', nowMs)));
    expect(all.toSorted()).toEqual([...Array.from({ length: 99 }, () => 'busy'), 'first']);
  });

  it('are of one kill and one tool', async () => {
    const claims = await make();
    for (const mark of ['a#Grafana', 'a#Datadog', 'b#Grafana'])
      expect(await claims().claim(mark, nowMs)).toBe('first');
  });

  it('say to one, a minute after another began and did not end, that it is the second', async () => {
    const claims = await make();
    await claims().claim('kill#Grafana', nowMs);
    expect(await claims().claim('kill#Grafana', nowMs + minuteMs - 1)).toBe('busy');
    expect(await claims().claim('kill#Grafana', nowMs + minuteMs)).toBe('again');
    expect(await claims().claim('kill#Grafana', nowMs + minuteMs)).toBe('busy');
  });

  it('let no one post what is over, however late', async () => {
    const claims = await make();
    await claims().claim('kill#Grafana', nowMs);
    await claims().settle('kill#Grafana', 'over', nowMs + 1);
    expect(await claims().claim('kill#Grafana', nowMs + 2)).toBe('over');
    expect(await claims().claim('kill#Grafana', nowMs + 1_000 * minuteMs)).toBe('over');
  });

  it('let the next one be the first where it was surely not taken', async () => {
    const claims = await make();
    await claims().claim('kill#Grafana', nowMs);
    await claims().settle('kill#Grafana', 'free', nowMs + 1);
    expect(await claims().claim('kill#Grafana', nowMs + 2)).toBe('first');
  });

  it('stay over, whatever one says that comes late', async () => {
    const claims = await make();
    await claims().claim('kill#Grafana', nowMs);
    await claims().settle('kill#Grafana', 'over', nowMs);
    await claims().settle('kill#Grafana', 'free', nowMs);
    expect(await claims().claim('kill#Grafana', nowMs + 2)).toBe('over');
  });
});

it('a claim whose answer was lost on its way is still the first when the SDK tries again', async () => {
  const table = await startDynamoTable();
  onTestFinished(table.stop);
  const connected = table.connect();
  let isLost = false;
  connected.dynamo.middlewareStack.add(
    (next) => async (args) => {
      const answer = await next(args);
      if (isLost) return answer;
      isLost = true;
      throw Object.assign(new Error('socket hang up'), { name: 'TimeoutError', code: 'ECONNRESET' });
    },
    { step: 'deserialize', name: 'losesOne' },
  );
  expect(await dynamoMarkClaims(connected).claim('kill#Datadog', nowMs)).toBe('first');
  expect(await dynamoMarkClaims(connected).claim('kill#Datadog', nowMs)).toBe('busy');
});
