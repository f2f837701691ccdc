/** The only reader of the environment and of SST's links: builds the ports of each function. What a function does not call is not bundled. */
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SSMClient } from '@aws-sdk/client-ssm';
import { cloudWatchAlerts } from '@garbageday/aws/burn-alerts.ts';
import { clientSettings } from '@garbageday/aws/client-settings.ts';
import { deployed, needingUsers, withoutUsers } from '@garbageday/aws/deployed.ts';
import type { DurableOperations } from '@garbageday/aws/durable-steps.ts';
import { dynamoOutbox } from '@garbageday/aws/dynamo-outbox.ts';
import { ec2Faults } from '@garbageday/aws/ec2-faults.ts';
import { experimentScheduler } from '@garbageday/aws/experiment-scheduler.ts';
import { readHandle } from '@garbageday/aws/fault-record.ts';
import { dynamoLedger } from '@garbageday/aws/ledger.ts';
import { cloudWatchMetrics } from '@garbageday/aws/metrics.ts';
import { lastLeverMove } from '@garbageday/aws/safety-lever.ts';
import { dynamoSliceWriter } from '@garbageday/aws/slice-writer.ts';
import { ledgerTable } from '@garbageday/aws/table.ts';
import { slackNotifier } from '@garbageday/slack/slack-notifier.ts';
import type { DrawChart } from '@garbageday/slack/tell-report.ts';
import { Resource } from 'sst/resource';
import { systemClock as clock } from './clock.ts';
import { configuration } from './configuration.ts';
import { drawEnvironment } from './environment/draw.ts';
import { experimentEnvironment } from './environment/experiment.ts';
import { measuringEnvironment } from './environment/measuring.ts';
import { parseEnvironment } from './environment/parse-environment.ts';
import { leverEnvironment, linkedSecret, reportingEnvironment } from './environment/reporting.ts';
import { experimentClients, experimentPorts } from './experiment-ports.ts';
import { frameOf } from './frame-of.ts';

/** For the probe and the users. */
export function composeMeasuring() {
  const env = parseEnvironment(measuringEnvironment, process.env);
  const dynamo = new DynamoDBClient(clientSettings());
  const cloudWatch = new CloudWatchClient(clientSettings());
  return {
    ledger: dynamoSliceWriter({ dynamo, table: env.LEDGER_TABLE }),
    metrics: cloudWatchMetrics({ cloudWatch, namespace: env.METRICS_NAMESPACE }),
    load: { ...env.MEASURING, baseUrl: env.TARGET_URL, vantage: env.AWS_REGION },
    clock,
  };
}

/** For the daily draw. `salt`: another stage draws otherwise. */
export function composeDraw() {
  const env = parseEnvironment(drawEnvironment, process.env);
  const dynamo = new DynamoDBClient(clientSettings());
  const scheduler = new SchedulerClient(clientSettings());
  return {
    ledger: dynamoLedger({ dynamo, table: env.LEDGER_TABLE, clock }),
    scheduler: experimentScheduler({ scheduler, settings: env.EXPERIMENT_SCHEDULES }),
    configuration: deployed(configuration(), env.FLEET),
    supportedFaults: ec2Faults,
    salt: env.STAGE,
    clock,
  };
}

/** For one experiment, in its durable execution. */
export function composeExperiment(operations: DurableOperations) {
  const environment = parseEnvironment(experimentEnvironment, process.env);
  const configured = deployed(configuration(), environment.FLEET);
  const stage = { environment, configuration: configured, clients: experimentClients() };
  return { configuration: configured, ports: experimentPorts(operations, stage) };
}

type ReportingOptions = {
  /** Everything must have ended that long from now. */
  readonly remainingMs: () => number;
  /** Null for who reports nothing: its bundle carries no drawing. */
  readonly chart: DrawChart | null;
};

/** For the reporter, and what the alert has in common with it. */
export function composeReporting({ remainingMs, chart }: ReportingOptions) {
  const env = parseEnvironment(reportingEnvironment, process.env);
  const { LEDGER_TABLE: table, ALARM_PREFIX: alarmPrefix } = env;
  const there = deployed(configuration(), env.FLEET);
  const hasUsers = env.HAS_USERS !== 'false';
  const configured = hasUsers ? there : withoutUsers(there);
  const dynamo = new DynamoDBClient(clientSettings());
  const slack = slackNotifier({
    webhookUrl: secretOf('SlackWebhook'),
    botToken: secretOf('SlackBotToken'),
    channel: secretOf('SlackChannel'),
    outbox: dynamoOutbox({ dynamo, table }),
    clock,
    deadlineMs: () => clock.now() + remainingMs(),
    timeZone: configured.schedule.timeZone,
    frame: frameOf(configured.slack, env),
    chart,
    ...(env.SLACK_API_URL === undefined ? {} : { apiUrl: env.SLACK_API_URL }),
  });
  const ledger = dynamoLedger({ dynamo, table, clock });
  const recordedFault = (experimentId: string) => readHandle(ledgerTable({ dynamo, table }), experimentId);
  return {
    configuration: configured,
    notEvaluated: hasUsers ? [] : needingUsers(there),
    fleet: env.FLEET,
    alarmPrefix,
    ledger,
    recordedFault,
    slack,
    clock,
  };
}

/** For the alert, which is told that the lever was moved, and not where it is. */
export function composeLever() {
  const { SAFETY_LEVER: name } = parseEnvironment(leverEnvironment, process.env);
  const ssm = new SSMClient(clientSettings());
  return { lastLeverMove: () => lastLeverMove({ ssm, name }) };
}

/** For the alert, which alone says how fast a budget burns. */
export function composeAlert(remainingMs: () => number) {
  const reporting = composeReporting({ remainingMs, chart: null });
  const { configuration: configured, alarmPrefix: prefix } = reporting;
  const slos = configured.slos.map((slo) => slo.name);
  const cloudWatch = new CloudWatchClient(clientSettings());
  return { ...reporting, alerts: cloudWatchAlerts({ cloudWatch, prefix, slos }) };
}

/** `null` for a secret that nobody set. */
function secretOf(name: string): string | null {
  if (!(name in Resource)) return null;
  const parsed = linkedSecret.safeParse(Reflect.get(Resource, name));
  return parsed.success ? parsed.data.value : null;
}
