/** What SST bundled, imported as it is and run: with DynamoDB's stand-in, and a loopback server in the place of the rest. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { LocalDurableTestRunner } from '@aws/durable-execution-sdk-js-testing';
import {
  configurationFile,
  readShippedConfiguration,
} from '@garbageday/aws/contract/shipped-configuration.ts';
import { dynamoOutbox } from '@garbageday/aws/dynamo-outbox.ts';
import { dynamoLedger } from '@garbageday/aws/ledger.ts';
import { parseConfiguration } from '@garbageday/config/parse-configuration.ts';
import type { Delivery } from '@garbageday/core/chaos/run-delivered.ts';
import { readExperiments } from '@garbageday/core/chaos/transitions.ts';
import type { Ledger } from '@garbageday/core/ports.ts';
import { readSlices } from '@garbageday/core/probe/read-slices.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import reference from '../../garbageday.config.ts';
import { experimentPlan } from '../fakes/experiment.ts';
import { type DynamoTable, startDynamoTable } from '../fixtures/dynamo-table.ts';
import { durableHandlerOf, invoke } from '../fixtures/invoke-bundle.ts';
import {
  type CountedWords,
  type Received,
  type Recorder,
  serveRecorder,
  serveWords,
} from '../fixtures/loopback.ts';
import { zipEntries } from '../fixtures/unzip.ts';
import { evaluated } from './harness/evaluated.ts';
import { named, pick } from './harness/stage.ts';

/** The last stage that was evaluated: its bundles are there. */
const stage = evaluated('haproxy');

const functions = {
  Draw: { event: { kind: 'draw', scheduledTime: '2026-11-24T08:30:00Z', leadMinutes: 30 } },
  Probe: { event: { kind: 'measure', journey: 'probe', scheduledTime: '2026-11-24T08:30:00Z' } },
  Users: { event: { kind: 'measure', journey: 'users', scheduledTime: '2026-11-24T08:30:00Z' } },
  Reporter: { event: { kind: 'report', period: 'day', scheduledTime: '2026-11-24T08:00:00Z' } },
  Alert: {
    event: {
      source: 'aws.cloudwatch',
      alarmArn: 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:garbageday-haproxy-probe-silent',
      alarmData: {
        alarmName: 'garbageday-haproxy-probe-silent',
        state: { value: 'ALARM', reason: 'x', timestamp: '2026-11-24T12:36:15.490+0000' },
        configuration: { description: 'The probe has written no slice for three minutes' },
      },
    },
  },
} as const;

type Name = keyof typeof functions;
const names = Object.keys(functions) as Name[];

/** Where the bundle of a function is. */
function bundleOf(name: Name | 'ExperimentHandler'): string {
  const directory = join(inject('project'), '.sst/artifacts', `${name}-src`);
  const file = readdirSync(directory).find((each) => /^bundle\.m?js$/.test(each));
  return join(directory, String(file));
}

/** As Lambda would set it, with the addresses of the stand-ins. */
function setEnvironment(
  name: Name | 'ExperimentHandler',
  changes: Readonly<Record<string, string>> = {},
): void {
  const variables = pick(named(stage, `${name}Function`), 'environment.variables');
  Object.assign(process.env, variables, {
    LAMBDA_TASK_ROOT: join(bundleOf(name), '..'),
    SST_KEY_FILE: join(bundleOf(name), '..', 'resource.enc'),
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL: aws.url,
    AWS_ENDPOINT_URL_DYNAMODB: table.endpoint,
    LEDGER_TABLE: 'ledger',
    TARGET_URL: words.url,
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    POWERTOOLS_METRICS_DISABLED: 'true',
    ...changes,
  });
}

/** Enough of AWS for a lever, an event and a schedule; whoever asks for more is not understood. */
function answer({ target, path }: Received): string {
  if (path.startsWith('/schedules/')) return JSON.stringify({ ScheduleArn: 'arn' });
  if (target === 'AmazonSSM.GetParameter') {
    return JSON.stringify({ Parameter: { Value: JSON.stringify({ kind: 'released' }) } });
  }
  return target.endsWith('PutEvents') ? JSON.stringify({ FailedEntryCount: 0, Entries: [] }) : '{}';
}

const environmentBefore = { ...process.env };
let table: DynamoTable;
let aws: Recorder;
let words: CountedWords;
let ledger: Ledger;

beforeAll(async () => {
  [table, aws, words] = [await startDynamoTable(), await serveRecorder(answer), await serveWords()];
  ledger = dynamoLedger({ ...table.connect(), clock: Date });
});

beforeEach(() => {
  process.env = { ...environmentBefore };
});

afterAll(async () => {
  process.env = environmentBefore;
  await aws.close();
  await words.close();
  await table.stop();
});

const everything = { fromMs: Date.now() - 3_600_000, toMs: Date.now() + 3_600_000 };

/** Of the zip that SST would upload. */
function shippedWith(name: Name | 'ExperimentHandler'): string | null {
  const zip = readFileSync(join(inject('project'), '.sst/artifacts', name, 'code.zip'));
  const [entry] = zipEntries(zip).filter((each) => each.name === configurationFile);
  return entry === undefined ? null : entry.content.toString('utf8');
}

describe('what SST bundled', () => {
  it.each(['Probe', 'Users'] as const)('%s is small: it starts sixty times an hour', (name) => {
    const directory = join(bundleOf(name), '..');
    const code = readdirSync(directory).filter((file) => /\.m?js$/.test(file));
    const bytes = code.reduce((sum, file) => sum + statSync(join(directory, file)).size, 0);
    expect(bytes).toBeLessThan(600_000);
  });

  it.each(['Draw', 'ExperimentHandler', 'Reporter', 'Alert'] as const)(
    '%s is shipped with the configuration',
    (name) => {
      const text = shippedWith(name) ?? '';
      expect(readShippedConfiguration(text, name)).toEqual(parseConfiguration(reference, 'the test', 'aws'));
    },
  );

  it.each(['Probe', 'Users'] as const)('%s is shipped without one', (name) => {
    expect(shippedWith(name)).toBeNull();
  });

  it.each(names)('%s says in one line that it was sent something else', async (name) => {
    setEnvironment(name);
    const refused = invoke(bundleOf(name), { kind: 'test' });
    await expect(refused).rejects.toThrow(/^this is not a valid .+ event: [^\n]+$/);
  });

  it.each(names)('%s says in one line which variable is missing', async (name) => {
    const refused = invoke(bundleOf(name), functions[name].event);
    await expect(refused).rejects.toThrow(
      /^the environment variable [A-Z_]+ of this function is missing; [^\n]+$/,
    );
  });

  it.each(['Probe', 'Users'] as const)('%s measures a server and writes it all down', async (name) => {
    setEnvironment(name);
    const { timeoutMs } = JSON.parse(process.env['MEASURING'] ?? '') as { timeoutMs: number };
    const requests = name === 'Probe' ? 3 : 2;
    const event = { ...functions[name].event, scheduledTime: new Date().toISOString() };
    const before = aws.received.length;
    const totals = await invoke(bundleOf(name), event, requests * timeoutMs + 20_000 + 2_500);
    expect(totals).toMatchObject({ failed: 0, sent: expect.any(Number) });
    const slices = await readSlices(ledger, {
      ...everything,
      service: 'wordcount',
      journey: name.toLowerCase(),
    });
    const counted = slices.reduce((sum, { availability }) => sum + availability.total, 0);
    expect(counted).toBe((totals as { sent: number }).sent);
    expect(counted).toBeGreaterThan(10);
    const targets = aws.received.slice(before).map(({ target }) => target);
    expect(targets.filter((target) => target.endsWith('PutMetricData'))).toHaveLength(slices.length);
  });

  it('Draw claims the day, whatever chance decides', async () => {
    setEnvironment('Draw');
    const scheduledTime = new Date().toISOString();
    const drawn = (await invoke(bundleOf('Draw'), { kind: 'draw', scheduledTime, leadMinutes: 30 })) as {
      date: string;
      scheduled: readonly string[];
    };
    const scheduled = aws.received.filter(({ path }) => path.startsWith('/schedules/'));
    expect(scheduled.map(({ path }) => path)).toEqual(drawn.scheduled.map((id) => `/schedules/${id}`));
    expect(await ledger.claim(`draw/${drawn.date}`, 'somebody else')).toMatchObject({
      kind: 'already-claimed',
    });
  });

  it.each(['Reporter', 'Alert'] as const)('%s keeps what Slack cannot be told', async (name) => {
    // The secret that SST linked names a host that does not exist.
    setEnvironment(name);
    const told = invoke(bundleOf(name), functions[name].event, 8_000);
    await expect(told).rejects.toMatchObject({ code: 'not-told' });
    const waiting = await dynamoOutbox(table.connect()).pending(10);
    expect(waiting.map(({ id }) => id)).toContainEqual(
      expect.stringMatching(name === 'Reporter' ? /^report\// : /^notice\//),
    );
  });

  it('ExperimentHandler records a refusal when it cannot see the fleet', async () => {
    setEnvironment('ExperimentHandler');
    await LocalDurableTestRunner.setupTestEnvironment({ skipTime: true });
    const plan = experimentPlan({ id: 'web-blind', claimKey: 'web/blind' });
    const runner = new LocalDurableTestRunner<Delivery>({
      handlerFunction: await durableHandlerOf(bundleOf('ExperimentHandler')),
    });
    const result = await runner.run({ payload: { kind: 'experiment', plan } });
    await LocalDurableTestRunner.teardownTestEnvironment();
    expect(result.getResult()).toMatchObject({ kind: 'refused' });
    // The draw of an earlier test may have drawn something, by the day on which this runs.
    const records = await readExperiments(ledger, everything);
    expect(records.find(({ plan: { id } }) => id === 'web-blind')?.state.kind).toBe('refused');
    expect(aws.received.some(({ target }) => target === 'AWSEvents.PutEvents')).toBe(true);
  });

  it('ExperimentHandler is not to be invoked as anything but a durable function', async () => {
    setEnvironment('ExperimentHandler');
    await expect(invoke(bundleOf('ExperimentHandler'), { kind: 'experiment' })).rejects.toThrow(/durab/i);
  });
});
