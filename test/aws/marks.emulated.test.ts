/** Kills on a dashboard of moto, by the SDK: adapter and built function. */
import { randomUUID } from 'node:crypto';
import {
  CloudWatchClient,
  DeleteDashboardsCommand,
  GetDashboardCommand,
  PutDashboardCommand,
} from '@aws-sdk/client-cloudwatch';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientSettings } from '@garbageday/aws/client-settings.ts';
import { dynamoLedger } from '@garbageday/aws/ledger.ts';
import { stageDashboard } from '@garbageday/aws/stage-dashboard.ts';
import { minuteMs } from '@garbageday/core/time/durations.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FakeApi, fakeApi } from '../annotations/fake-api.ts';
import { experimentPlan } from '../fakes/experiment.ts';
import { killTransitions } from '../fakes/minutes.ts';
import { type BuiltFunctions, buildFunctions } from '../fixtures/build-functions.ts';
import { invokeAlone } from '../fixtures/invoke-bundle.ts';
import { connectDynamo, createLedgerTable } from './fixtures/ledger-table.ts';
import { unhurried } from './fixtures/unhurried.ts';

let cloudWatch: CloudWatchClient;

beforeAll(() => {
  cloudWatch = new CloudWatchClient(clientSettings(unhurried));
});

const chart = {
  type: 'metric',
  ...{ x: 0, y: 0, width: 12, height: 6 },
  properties: { region: 'eu-central-1', metrics: [['GarbageDay/Chaos/dev', 'Injected']] },
};
const runbook = { type: 'text', x: 12, y: 0, width: 6, height: 6, properties: { markdown: '# Runbook ü' } };

async function put(name: string, widgets: readonly object[]): Promise<void> {
  const DashboardBody = JSON.stringify({ widgets });
  await cloudWatch.send(new PutDashboardCommand({ DashboardName: name, DashboardBody }));
}

async function widgetsOf(name: string): Promise<unknown> {
  const { DashboardBody = '' } = await cloudWatch.send(new GetDashboardCommand({ DashboardName: name }));
  return JSON.parse(DashboardBody).widgets;
}

function newName(): string {
  return `garbageday-${randomUUID()}-overview`;
}

function marked(atMs: number, label: string) {
  const mark = { label: `Garbage Day: ${label}`, value: new Date(atMs).toISOString(), color: '#d62728' };
  return { ...chart, properties: { ...chart.properties, annotations: { vertical: [mark] } } };
}

describe('the dashboard of a stage', () => {
  it('has marks on its charts, and all else as it was', async () => {
    const name = newName();
    await put(name, [chart, runbook]);
    expect(await stageDashboard({ cloudWatch, name }).show([{ label: 'x', atMs: 0 }])).toBeNull();
    expect(await widgetsOf(name)).toEqual([marked(0, 'x'), runbook]);
  });

  it('that a person has deleted, or that has no chart, is said to be so, and none is made', async () => {
    const name = newName();
    await put(name, [runbook]);
    const dashboard = stageDashboard({ cloudWatch, name });
    expect(await dashboard.show([])).toBe(`the dashboard ${name} has no chart over time`);
    await cloudWatch.send(new DeleteDashboardsCommand({ DashboardNames: [name] }));
    expect(await dashboard.show([{ label: 'x', atMs: 0 }])).toBe(`there is no dashboard ${name}`);
    await expect(widgetsOf(name)).rejects.toThrow();
  });

  it('that cannot be asked is named', async () => {
    const nowhere = new CloudWatchClient({
      ...clientSettings(),
      endpoint: 'http://127.0.0.1:9',
      maxAttempts: 1,
    });
    await expect(stageDashboard({ cloudWatch: nowhere, name: 'x' }).show([])).rejects.toThrow(
      /^marking the dashboard x: AWS cannot be reached/,
    );
  });
});

describe('the function', () => {
  const killMs = Math.floor(Date.now() / minuteMs) * minuteMs;
  const plan = experimentPlan({ id: 'web-kill' });
  const event = {
    source: 'garbageday',
    'detail-type': 'transition',
    detail: {
      kind: 'transition',
      plan,
      transition: {
        ...{ experimentId: plan.id, seq: 3, atMs: killMs },
        state: { kind: 'injected', injectedAtMs: killMs },
      },
    },
  };
  let grafana: FakeApi;
  let built: BuiltFunctions;
  let dynamo: DynamoDBClient;

  beforeAll(async () => {
    grafana = await fakeApi([{ status: 200, body: {} }]);
    const annotations = { grafana: { url: grafana.url }, datadog: {}, cloudWatch: {} };
    built = await buildFunctions({ service: 'shop', annotations });
  });

  afterAll(async () => {
    built?.remove();
    await grafana?.close();
  });

  async function stage() {
    dynamo = connectDynamo();
    const [table, name] = [await createLedgerTable(dynamo), newName()];
    const ledger = dynamoLedger({ dynamo, table, clock: Date });
    for (const transition of killTransitions({
      id: plan.id,
      from: killMs / minuteMs,
      to: killMs / minuteMs + 1,
    }))
      await ledger.recordTransition(transition);
    await put(name, [chart, runbook]);
    const token = JSON.stringify({ type: 'sst.sst.Secret', value: 'glsa_secret' });
    const env = {
      ...process.env,
      ...{ POWERTOOLS_LOG_LEVEL: 'SILENT', POWERTOOLS_METRICS_DISABLED: 'true' },
      SST_RESOURCE_App: JSON.stringify({ name: 'garbageday', stage: 'test' }),
      SST_RESOURCE_GrafanaToken: token,
      SST_RESOURCE_DatadogApiKey: JSON.stringify({ type: 'sst.sst.Secret', value: '' }),
      ...{ LEDGER_TABLE: table, DASHBOARD: name },
    };
    return { env, name };
  }

  const text = 'termination of web-a in zone a (web, i-web-a)';

  it('marks a kill once, and what a deployment has put in the place of the dashboard again', async () => {
    const { env, name } = await stage();
    expect(await invokeAlone(built.pathOf('marks'), event, env)).toEqual([
      { where: 'Grafana', kind: 'there' },
      { where: 'CloudWatch', kind: 'there' },
    ]);
    expect(await widgetsOf(name)).toEqual([marked(killMs, text), runbook]);
    await put(name, [chart]);
    expect(await invokeAlone(built.pathOf('marks'), event, env)).toEqual([
      { where: 'Grafana', kind: 'before' },
      { where: 'CloudWatch', kind: 'there' },
    ]);
    expect(await widgetsOf(name)).toEqual([marked(killMs, text)]);
    expect(grafana.asked).toMatchObject([
      {
        headers: { authorization: 'Bearer glsa_secret' },
        body: { time: killMs, text: `${text}, service shop, experiment web-kill` },
      },
    ]);
  }, 120_000);

  it('without tokens marks nothing in Grafana and Datadog, and without its name no dashboard', async () => {
    const { env, name } = await stage();
    const before = grafana.asked.length;
    const { SST_RESOURCE_GrafanaToken: _, DASHBOARD: __, ...bare } = env;
    expect(await invokeAlone(built.pathOf('marks'), event, bare)).toEqual([]);
    expect(grafana.asked).toHaveLength(before);
    expect(await widgetsOf(name)).toEqual([chart, runbook]);
  }, 120_000);

  it('refuses another transition in one line', async () => {
    const { env } = await stage();
    const transition = { ...event.detail.transition, state: { kind: 'recovering', detectedAtMs: null } };
    const other = { ...event, detail: { ...event.detail, transition } };
    await expect(invokeAlone(built.pathOf('marks'), other, env)).rejects.toThrow(
      /this is not a valid kill event: [^\n]+/,
    );
  }, 120_000);
});
