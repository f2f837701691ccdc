/** The built alert, and what it writes into a real table of servers that Auto Scaling has terminated. */
import { randomUUID } from 'node:crypto';
import { awsClients } from '@garbageday/aws/aws-clients.ts';
import { dynamoLedger } from '@garbageday/aws/ledger.ts';
import type { ExperimentState } from '@garbageday/core/chaos/experiment.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { experimentPlan, targetRecord } from '../fakes/experiment.ts';
import { states } from '../fakes/minutes.ts';
import { type BuiltFunctions, buildFunctions } from '../fixtures/build-functions.ts';
import { invoke } from '../fixtures/invoke-bundle.ts';
import { type Recorder, serveRecorder } from '../fixtures/loopback.ts';
import { refreshed, terminationEvent } from '../fixtures/termination-event.ts';
import { prepareStage } from './fixtures/function-stage.ts';
import { createLedgerTable } from './fixtures/ledger-table.ts';
import { unhurried } from './fixtures/unhurried.ts';

const stage = `test-${randomUUID().slice(0, 8)}`;
const group = `garbageday-${stage}-web`;
const groups = [{ group: 'web', autoScalingGroups: [group], targetGroupArns: [] }];

let built: BuiltFunctions;
let slack: Recorder;

beforeAll(async () => {
  [slack, built] = [await serveRecorder(), await buildFunctions()];
});

afterAll(async () => {
  built.remove();
  await slack.close();
});

it('the alert records a lost server once, and not the one that an experiment killed or a rollout let go, but the one that it chose and spared', async () => {
  const clients = awsClients(unhurried);
  const table = await createLedgerTable(clients.dynamo);
  const options = { targetUrl: 'http://127.0.0.1:9', table, webhookUrl: `${slack.url}/services/T/B/X` };
  await prepareStage(
    clients,
    {
      stage,
      groups,
      configuration: [
        { name: 'web', kind: 'web', requiredHealthy: 2 },
        { name: 'data', kind: 'data', requiredHealthy: 2 },
      ],
    },
    options,
  );
  const ledger = dynamoLedger({ dynamo: clients.dynamo, table, clock: Date });
  const startMs = Date.now();
  const chosen = (id: string, instanceId: string): readonly ExperimentState[] => [
    { kind: 'drawn', plan: experimentPlan({ id }) },
    { kind: 'claimed', target: { ...targetRecord, instanceId } },
  ];
  const injected: ExperimentState = { kind: 'injected', injectedAtMs: startMs - 1_000 };
  const past = [
    ...states('e', startMs - 60_000, [...chosen('e', 'i-victim'), injected]),
    ...states('f', startMs - 60_000, chosen('f', 'i-spared')),
  ];
  for (const transition of past) await ledger.recordTransition(transition);
  const ring = async (instanceId: string, cause?: string) => {
    const event = terminationEvent({ instanceId, group, startMs, ...(cause === undefined ? {} : { cause }) });
    expect(await invoke(built.pathOf('alert'), event)).toMatchObject({ kind: 'posted', posted: 0 });
  };
  await ring('i-lost');
  await ring('i-lost');
  await ring('i-victim');
  await ring('i-spared');
  await ring('i-refreshed', refreshed);
  const record = await ledger.losses({ fromMs: startMs - 1, toMs: startMs + 1 });
  expect(record?.losses.map((loss) => [loss.instanceId, loss.group])).toEqual([
    ['i-lost', 'web'],
    ['i-spared', 'web'],
  ]);
  expect(slack.received).toEqual([]);
});
