/**
 * The ledger of one case: a table of its own, in which a probe has measured that all is well until long after the end, and
 * the morning's draw has written down the experiment.
 */

import { randomUUID } from 'node:crypto';
import { BatchWriteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { sliceKey } from '@garbageday/aws/contract/ledger-keys.ts';
import { dynamoLedger } from '@garbageday/aws/ledger.ts';
import type { ExperimentPlan } from '@garbageday/core/chaos/experiment.ts';
import { sliceBuilder } from '@garbageday/core/probe/slice-builder.ts';
import { encodeSlice } from '@garbageday/core/probe/slice-codec.ts';
import { minuteMs } from '@garbageday/core/time/durations.ts';
import { createLedgerTable } from '../../fixtures/dynamo-table.ts';

/** Its name. */
export async function caseLedger(dynamo: DynamoDBClient, plan: ExperimentPlan): Promise<string> {
  const { id: experimentId, plannedAtMs } = plan;
  const table = `ledger-${randomUUID()}`;
  await createLedgerTable({ dynamo, table });
  const items = measured(plannedAtMs);
  for (let from = 0; from < items.length; from += 25) {
    const puts = items.slice(from, from + 25);
    await dynamo.send(new BatchWriteItemCommand({ RequestItems: { [table]: puts } }));
  }
  const ledger = dynamoLedger({ dynamo, table, clock: { now: () => plannedAtMs } });
  const drawnAtMs = plannedAtMs - 10 * minuteMs;
  await ledger.recordTransition({ experimentId, seq: 0, atMs: drawnAtMs, state: { kind: 'drawn', plan } });
  return table;
}

/** From a quarter of an hour before until an hour after, every minute alike: only the key says which one it is. */
function measured(nowMs: number) {
  const thisMinute = Math.floor(nowMs / minuteMs) * minuteMs;
  const slice = fineMinute(thisMinute);
  const B = encodeSlice(slice);
  return Array.from({ length: 75 }, (_, index) => {
    const { pk, sk } = sliceKey({ ...slice, startMs: thisMinute + (index - 15) * minuteMs });
    return { PutRequest: { Item: { pk: { S: pk }, sk: { S: sk }, slice: { B } } } };
  });
}

function fineMinute(startMs: number) {
  const identity = { service: 'wordcount', journey: 'probe', vantage: 'sweep', widthSeconds: 60, seq: 0 };
  const builder = sliceBuilder({ ...identity, startMs }, 300);
  for (let index = 0; index < 600; index += 1) {
    builder.record({ latencyMs: 5, error: null, retried: 0, lagMs: 0.2, steps: [] });
  }
  return builder.build();
}
