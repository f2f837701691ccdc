import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { dynamoLedger } from '@garbageday/aws/ledger.ts';
import { dayMs } from '@garbageday/core/time/durations.ts';
import { describe, expect, it } from 'vitest';
import { collect } from '../contract/collect.ts';
import { describeLedgerContract, type LedgerSubject } from '../contract/ledger.contract.ts';
import { sampleSlice } from '../contract/sample-slice.ts';
import { minuteOfProbes } from '../fakes/minute-of-probes.ts';
import { connectDynamo, emptyLedgerTable } from './fixtures/ledger-table.ts';

/** In the first days of 1970, where the contract lives. */
const longAgo = { now: () => 2 * dayMs };

async function onDynalite(clock = longAgo): Promise<LedgerSubject> {
  const { dynamo, table } = await emptyLedgerTable();
  return {
    ledger: dynamoLedger({ dynamo, table, clock }),
    again: () => dynamoLedger({ dynamo: connectDynamo(), table, clock }),
  };
}

describeLedgerContract('DynamoDB', onDynalite);

describe('the ledger on DynamoDB', () => {
  it('gives a claim to exactly one of a thousand deliveries at once', async () => {
    const { ledger, again } = await onDynalite();
    const processes = [ledger, ...Array.from({ length: 9 }, again)];
    const claims = await Promise.all(
      Array.from({ length: 1_000 }, (_, index) =>
        processes[index % 10]?.claim('web/1970-01-02', `e${index}`),
      ),
    );
    const [winner, ...others] = claims.toSorted((a) => (a?.kind === 'taken' ? -1 : 1));
    expect(winner).toEqual({ kind: 'taken' });
    const holder = `e${claims.findIndex((claim) => claim?.kind === 'taken')}`;
    expect(new Set(others.map((claim) => JSON.stringify(claim)))).toEqual(
      new Set([JSON.stringify({ kind: 'already-claimed', by: holder })]),
    );
  });

  it('reads past the megabyte at which DynamoDB ends a page, in pages of the size that was asked for', async () => {
    const { ledger } = await onDynalite();
    // 30 slices of 50 kB each.
    const buckets = Array.from({ length: 25_000 }, (_, index) => [index * 20, 1] as const);
    const large = (startMs: number) => sampleSlice({ startMs, histogram: { buckets } });
    for (let second = 0; second < 30; second += 1) await ledger.putSlice(large(second * 1_000));
    const query = { service: 'wordcount', journey: 'probe', fromMs: 0, toMs: dayMs };
    const whole = await collect(ledger.slices({ ...query, pageSize: 1_000 }));
    expect(whole.length).toBeGreaterThan(1);
    expect(whole.flat().map(({ startMs }) => startMs)).toEqual(
      Array.from({ length: 30 }, (_, second) => second * 1_000),
    );
    const small = await collect(ledger.slices({ ...query, pageSize: 7 }));
    expect(small.map((page) => page.length)).toEqual([7, 7, 7, 7, 2]);
  });

  it('finds slices and experiments of many days, each once and in order', async () => {
    const { ledger } = await onDynalite({ now: () => 40 * dayMs });
    const starts = Array.from({ length: 40 }, (_, day) => day * dayMs + 86_399_000);
    for (const startMs of starts.toReversed()) {
      await ledger.putSlice(sampleSlice({ startMs }));
      const state = { kind: 'injected', injectedAtMs: startMs } as const;
      await ledger.recordTransition({ experimentId: `e${startMs}`, seq: 0, atMs: startMs, state });
    }
    const interval = { fromMs: 10 * dayMs, toMs: 30 * dayMs };
    const query = { ...interval, service: 'wordcount', journey: 'probe', pageSize: 500 };
    const slices = (await collect(ledger.slices(query))).flat();
    expect(slices.map(({ startMs }) => startMs)).toEqual(starts.slice(10, 30));
    const transitions = await collect(ledger.transitions(interval));
    expect(transitions.map(({ atMs }) => atMs)).toEqual(starts.slice(10, 30));
  });

  it('keeps an experiment whose second process came a moment later under its first time alone', async () => {
    const { ledger } = await onDynalite();
    const state = { kind: 'injected', injectedAtMs: 10 } as const;
    await ledger.recordTransition({ experimentId: 'e', seq: 0, atMs: 10, state });
    await ledger.recordTransition({ experimentId: 'e', seq: 0, atMs: dayMs + 10, state });
    const found = await collect(ledger.transitions({ fromMs: 0, toMs: 2 * dayMs }));
    expect(found.map(({ atMs }) => atMs)).toEqual([10]);
    expect(await collect(ledger.transitions({ fromMs: dayMs, toMs: 2 * dayMs }))).toEqual([]);
  });

  it('stores a minute of 60 probes in at most 400 bytes, for 400 days', async () => {
    const { dynamo, table } = await emptyLedgerTable();
    const ledger = dynamoLedger({ dynamo, table, clock: { now: () => Date.UTC(2026, 10, 24) } });
    await ledger.putSlice(minuteOfProbes('seed', (index) => index % 9 === 0));
    const { Items = [] } = await dynamo.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: 'slices#wordcount#probe#2026-11-24' } },
      }),
    );
    const [item] = Items;
    expect(item?.['expiresAt']).toEqual({ N: `${Date.UTC(2026, 10, 24) / 1_000 + 400 * 86_400}` });
    // Names and values; a number takes a byte per two digits and one more (Developer Guide, item sizes and formats).
    const sizes = Object.entries(item ?? {}).map(
      ([name, value]) =>
        name.length + (value.S?.length ?? value.B?.length ?? Math.ceil((value.N?.length ?? 0) / 2) + 1),
    );
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(400);
  });

  it.each([0, -1, 1.5])('refuses pages of %d slices', async (pageSize) => {
    const { ledger } = await onDynalite();
    const query = { service: 's', journey: 'probe', fromMs: 0, toMs: 1, pageSize };
    await expect(collect(ledger.slices(query))).rejects.toThrow(RangeError);
  });

  it('says which table is missing, and what to do', async () => {
    const ledger = dynamoLedger({ dynamo: connectDynamo(), table: 'nowhere', clock: longAgo });
    const why = /^claiming web\/1 in the ledger nowhere: it does not exist here .*deploy the stage/;
    await expect(ledger.claim('web/1', 'e')).rejects.toMatchObject({ code: 'not-deployed' });
    await expect(ledger.claim('web/1', 'e')).rejects.toThrow(why);
    await expect(collect(ledger.transitions({ fromMs: 0, toMs: 1 }))).rejects.toThrow('nowhere');
  });
});
