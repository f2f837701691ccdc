/** What a stage exports by OTLP: the built functions, a ledger and a lever in emulators, and a collector that decodes it. */
import { randomUUID } from 'node:crypto';
import { type AwsClients, awsClients } from '@garbageday/aws/aws-clients.ts';
import { dynamoLedger } from '@garbageday/aws/ledger.ts';
import type { Ledger } from '@garbageday/core/ports.ts';
import { minuteMs } from '@garbageday/core/time/durations.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { experimentPlan, targetRecord } from '../fakes/experiment.ts';
import { killTransitions } from '../fakes/minutes.ts';
import { type BuiltFunctions, buildFunctions, type FunctionName } from '../fixtures/build-functions.ts';
import { invokeAlone } from '../fixtures/invoke-bundle.ts';
import { parameterChange } from '../fixtures/parameter-change.ts';
import { type FakeCollector, fakeCollector, logsOf, metricsOf, type Sent } from '../otlp/collector.ts';
import { createLedgerTable } from './fixtures/ledger-table.ts';
import { measured } from './fixtures/measured.ts';
import { leverName, putLever } from './fixtures/stage-parts.ts';
import { unhurried } from './fixtures/unhurried.ts';

const stage = `otlp-${randomUUID().slice(0, 8)}`;
const seededMinutes = 30;
/** Of the minute in which the test began. */
const startedMs = Math.floor(Date.now() / minuteMs) * minuteMs;

let clients: AwsClients;
let built: BuiltFunctions;
let ledger: Ledger;
let collector: FakeCollector;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  clients = awsClients(unhurried);
  [built, collector] = [await buildFunctions(), await fakeCollector()];
  const table = await createLedgerTable(clients.dynamo);
  ledger = dynamoLedger({ dynamo: clients.dynamo, table, clock: { now: () => startedMs } });
  await measured(ledger, startedMs, { fromMinute: -seededMinutes, toMinute: 0 });
  await putLever(clients, stage, { kind: 'halted', reason: 'incident 7', sinceMs: 5 });
  env = {
    ...process.env,
    ...{ POWERTOOLS_LOG_LEVEL: 'ERROR', AWS_REGION: 'eu-central-1', STAGE: stage, LEDGER_TABLE: table },
    ...{ FLEET: '[]', HAS_USERS: 'false', TRAFFIC: '[]', SAFETY_LEVER: leverName(stage) },
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    SST_RESOURCE_App: JSON.stringify({ name: 'garbageday', stage }),
    SST_RESOURCE_OtlpHeaders: JSON.stringify({ type: 'sst.sst.Secret', value: 'api-key=abc' }),
  };
}, 180_000);

beforeEach(() => void collector.sent.splice(0));

afterAll(async () => {
  built?.remove();
  await collector?.close();
});

type Point = Readonly<Record<string, unknown>>;

function pointsOf(sent: Sent, metric: string): readonly Point[] {
  const { metrics } = metricsOf(sent).scopeMetrics[0];
  const found = metrics.find(({ name }) => name === metric);
  return (found?.sum ?? found?.gauge ?? found?.histogram)?.dataPoints ?? [];
}

/** What it has logged, as Lambda's own report of it is a page of minified code. */
async function failureOf(name: FunctionName, event: unknown, variables: NodeJS.ProcessEnv): Promise<string> {
  const failed = await invokeAlone(built.pathOf(name), event, variables).then(
    () => ({ stderr: 'it did not fail' }),
    (error: { stderr: string }) => error,
  );
  return failed.stderr.split('\n')[0]?.slice(0, 2_000) ?? '';
}

function msOf(point: Point | undefined, time: string): number {
  return Number(point?.[time]) / 1_000_000;
}

describe('metrics', () => {
  const exportEvent = { kind: 'export', scheduledTime: new Date(startedMs).toISOString() };

  it('are the sums of the day so far, with headers and resource, from a process that knows nothing', async () => {
    await invokeAlone(built.pathOf('otlp-metrics'), exportEvent, env);
    const last = collector.sent.at(-1);
    if (last === undefined) throw new Error('nothing was exported');
    expect(last).toMatchObject({ path: '/v1/metrics', headers: { 'api-key': 'abc' } });
    expect(metricsOf(last).resource.attributes).toEqual(
      expect.arrayContaining([
        { key: 'deployment.environment.name', value: { stringValue: stage } },
        { key: 'cloud.region', value: { stringValue: 'eu-central-1' } },
      ]),
    );
    const [requests] = pointsOf(last, 'garbageday_requests');
    const fromMs = Math.max(msOf(requests, 'startTimeUnixNano'), startedMs - seededMinutes * minuteMs);
    const minutes = (Math.min(msOf(requests, 'timeUnixNano'), startedMs) - fromMs) / minuteMs;
    expect(minutes).toBeGreaterThan(0);
    expect(requests).toMatchObject({ asInt: minutes * 600 });
    expect(pointsOf(last, 'garbageday_request_duration_seconds')).toMatchObject([{ count: minutes * 600 }]);
    expect(pointsOf(last, 'garbageday_safety_lever_halted')).toMatchObject([{ asDouble: 1 }]);
    expect(pointsOf(last, 'garbageday_slo_burn_rate').length).toBeGreaterThan(0);
  }, 60_000);

  it('of users that a load balancer counts have an export of their own, later, as they are known later', async () => {
    const TRAFFIC = JSON.stringify([
      { journey: 'users', kind: 'alb-metrics', loadBalancer: 'app/shop/50dc' },
    ]);
    await invokeAlone(built.pathOf('otlp-metrics'), exportEvent, { ...env, TRAFFIC });
    const endOf = (role: string) => {
      const points = collector.sent.flatMap((sent) => pointsOf(sent, 'garbageday_requests'));
      const own = points.filter(({ attributes }) => JSON.stringify(attributes).includes(`"${role}"`));
      return msOf(own.at(-1), 'timeUnixNano');
    };
    expect(endOf('judge') - endOf('load')).toBe((25 - 3) * minuteMs);
  }, 60_000);

  it('that the collector does not take are a failed invocation', async () => {
    const closed = { ...env, OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' };
    expect(await failureOf('otlp-metrics', exportEvent, closed)).toContain(
      'did not take what was sent by OTLP',
    );
  }, 60_000);
});

describe('events', () => {
  const minute = startedMs / minuteMs - 5;
  const plan = experimentPlan({ id: 'web-kill', plannedAtMs: minute * minuteMs });
  const detail = {
    kind: 'transition',
    plan,
    transition: {
      ...{ experimentId: plan.id, seq: 3, atMs: minute * minuteMs },
      state: { kind: 'injected', injectedAtMs: minute * minuteMs },
    },
  };
  const injected = { source: 'garbageday', 'detail-type': 'transition', detail };

  it('of a kill are taken before the function returns, with the target that the ledger knows', async () => {
    for (const transition of killTransitions({ id: plan.id, from: minute, to: minute + 4 }))
      await ledger.recordTransition(transition);
    const path = built.pathOf('otlp-events');
    expect(await invokeAlone(path, injected, env)).toEqual({ event: 'garbageday.fault.injected' });
    expect(collector.sent.map((sent) => sent.path)).toEqual(['/v1/logs']);
    const [record] = collector.sent.map(logsOf).flatMap((logs) => logs.scopeLogs[0].logRecords);
    expect(record).toMatchObject({
      eventName: 'garbageday.fault.injected',
      attributes: expect.arrayContaining([
        { key: 'garbageday.target.id', value: { stringValue: targetRecord.instanceId } },
      ]),
    });
  }, 60_000);

  it('of the lever say where it is', async () => {
    const change = parameterChange(leverName(stage));
    expect(await invokeAlone(built.pathOf('otlp-events'), change, env)).toEqual({
      event: 'garbageday.safety_lever.halted',
    });
  }, 60_000);

  it('that are not taken are a failed invocation, so that Lambda tries again', async () => {
    const closed = { ...env, OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' };
    expect(await failureOf('otlp-events', injected, closed)).toContain('did not take what was sent by OTLP');
  }, 60_000);
});
