/** The chart of the daily report, from the very zip that SST would upload, unpacked far from this repository. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dynamoLedger } from '@garbageday/aws/ledger.ts';
import { parseConfiguration } from '@garbageday/config/parse-configuration.ts';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { writeMonth } from '../../bench/month/write-month.ts';
import { decodePng } from '../fixtures/decode-png.ts';
import { type DynamoTable, startDynamoTable } from '../fixtures/dynamo-table.ts';
import { invokeAlone } from '../fixtures/invoke-bundle.ts';
import { type SlackStandIn, slackStandIn } from '../fixtures/slack-stand-in.ts';
import { unzip, zipEntries } from '../fixtures/unzip.ts';
import { evaluated } from './harness/evaluated.ts';
import { named, pick } from './harness/stage.ts';

/** The last stage that was evaluated: its zips are there. */
const stage = evaluated('haproxy');
const event = { kind: 'report', period: 'day', scheduledTime: '2026-11-24T08:00:00Z' };
const others = ['Draw', 'ExperimentHandler', 'Probe', 'Users', 'Alert'] as const;
const isOfTheChart = /report-chart|resvg|\.wasm$|\.ttf$/;

function zipOf(name: string): Buffer {
  return readFileSync(join(inject('project'), '.sst/artifacts', name, 'code.zip'));
}

/** As Lambda has it at /var/task. */
function taskRoot(): string {
  const directory = mkdtempSync(join(tmpdir(), 'garbageday-task-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  unzip(zipOf('Reporter'), directory);
  return directory;
}

/** What Lambda and SST set, with the addresses of the stand-ins, and the secrets that a person has set. */
function environment(
  { slack, table }: StandIns,
  secrets: Readonly<Record<string, string>>,
): NodeJS.ProcessEnv {
  const { SST_KEY: _, ...variables } = pick(
    named(stage, 'ReporterFunction'),
    'environment.variables',
  ) as Record<string, string>;
  const links = Object.entries(secrets).map(([name, value]) => [
    `SST_RESOURCE_${name}`,
    JSON.stringify({ type: 'sst.sst.Secret', value }),
  ]);
  return {
    ...variables,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_DYNAMODB: table.endpoint,
    LEDGER_TABLE: 'ledger',
    SLACK_API_URL: slack.apiUrl,
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    POWERTOOLS_METRICS_DISABLED: 'true',
    // Without the key of resource.enc, SST takes links from here.
    ...Object.fromEntries(links),
  };
}

type StandIns = { readonly slack: SlackStandIn; readonly table: DynamoTable };

async function standIns(): Promise<StandIns> {
  const [slack, table] = [await slackStandIn(Date.now), await startDynamoTable()];
  onTestFinished(table.stop);
  return { slack, table };
}

/** Yesterday, minute by minute, with what chance broke. */
async function measureYesterday({ table }: StandIns): Promise<void> {
  const ledger = dynamoLedger({ ...table.connect(), clock: Date });
  const writes: Promise<unknown>[] = [];
  const eager = {
    putSlice: async (...args: Parameters<typeof ledger.putSlice>) =>
      void writes.push(ledger.putSlice(...args)),
    recordTransition: async (...args: Parameters<typeof ledger.recordTransition>) =>
      void writes.push(ledger.recordTransition(...args)),
  };
  const configuration = parseConfiguration({}, 'the test');
  await writeMonth(eager, { configuration, seed: 'chart', toMs: Date.UTC(2026, 10, 24), days: 1 });
  await Promise.all(writes);
}

function asBot({ token, channel }: SlackStandIn) {
  return { SlackBotToken: token, SlackChannel: channel };
}

describe('the chart of the report', () => {
  it('is drawn and uploaded by what is deployed', async () => {
    const around = await standIns();
    await measureYesterday(around);
    const { slack } = around;
    const outcome = await invokeAlone(
      join(taskRoot(), 'bundle.mjs'),
      event,
      environment(around, asBot(slack)),
    );
    expect(outcome).toEqual({ kind: 'posted', posted: 2, dropped: [] });
    const [upload, ...more] = slack.uploads();
    expect(more).toEqual([]);
    const png = decodePng(upload?.bytes ?? Buffer.of());
    expect(png).toMatchObject({ width: 1_440, height: 1_080 });
    expect(png.distinctBytes).toBeGreaterThan(100);
    expect(slack.messages().map(({ files }) => files.length)).toEqual([0, 1]);
    expect(slack.faults()).toEqual([]);
  });

  it('that cannot be drawn costs one line, not the report', async () => {
    const around = await standIns();
    const { slack } = around;
    const directory = taskRoot();
    rmSync(join(directory, 'node_modules'), { recursive: true });
    const outcome = await invokeAlone(
      join(directory, 'bundle.mjs'),
      event,
      environment(around, asBot(slack)),
    );
    const reason = /^report\/[^\n]+\/chart: could not be drawn: [^\n]*index_bg\.wasm[^\n]*$/;
    expect(outcome).toEqual({ kind: 'posted', posted: 1, dropped: [expect.stringMatching(reason)] });
    expect(slack.messages()).toHaveLength(1);
  });

  it('is no part of what a reporter with a webhook loads', async () => {
    const around = await standIns();
    const directory = taskRoot();
    const late = readdirSync(directory).filter((name) => isOfTheChart.test(name));
    expect(late.length).toBeGreaterThan(1);
    for (const path of ['node_modules', ...late]) rmSync(join(directory, path), { recursive: true });
    const secrets = { SlackWebhook: around.slack.webhookUrl };
    const outcome = await invokeAlone(join(directory, 'bundle.mjs'), event, environment(around, secrets));
    expect(outcome).toEqual({ kind: 'posted', posted: 1, dropped: [] });
    expect(around.slack.messages()).toHaveLength(1);
  });

  it('lies in the zip once, with three fonts and one library, under 2.5 MB in all', () => {
    const zip = zipOf('Reporter');
    const names = zipEntries(zip).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => /\.(wasm|ttf)$/.test(name))).toHaveLength(4);
    expect(zip.length).toBeLessThan(2_500_000);
  });

  it.each(others)('is not carried by %s', (name) => {
    const entries = zipEntries(zipOf(name));
    expect(entries.map((entry) => entry.name)).toEqual(
      expect.arrayContaining(['bundle.mjs', 'resource.enc']),
    );
    expect(
      entries.filter((entry) => isOfTheChart.test(entry.name) || entry.content.includes('echarts')),
    ).toEqual([]);
  });
});
