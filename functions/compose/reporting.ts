/** The ports of the reporter, and those that it shares with the alert. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientSettings } from '@garbageday/aws/client-settings.ts';
import { reportedIn } from '@garbageday/aws/deployed.ts';
import { dynamoOutbox } from '@garbageday/aws/dynamo-outbox.ts';
import { readHandle } from '@garbageday/aws/fault-record.ts';
import { dynamoLedger } from '@garbageday/aws/ledger.ts';
import { ledgerTable } from '@garbageday/aws/table.ts';
import { slackNotifier } from '@garbageday/slack/slack-notifier.ts';
import type { DrawChart } from '@garbageday/slack/tell-report.ts';
import { systemClock as clock } from '../clock.ts';
import { configuration } from '../configuration.ts';
import { readEnvironment } from '../environment/read-environment.ts';
import { secretOf } from '../environment/read-secret.ts';
import { reportingEnvironment } from '../environment/reporting.ts';
import { frameOf } from '../frame-of.ts';

type ReportingOptions = {
  /** How long from now everything must have ended. */
  readonly remainingMs: () => number;
  /** Null for a function that posts no reports: its bundle contains no drawing code. */
  readonly chart: DrawChart | null;
};

export function composeReporting({ remainingMs, chart }: ReportingOptions) {
  const env = readEnvironment(reportingEnvironment);
  const { LEDGER_TABLE: table } = env;
  const stage = { fleet: env.FLEET, traffic: env.TRAFFIC ?? [], hasUsers: env.HAS_USERS !== 'false' };
  const reported = reportedIn(stage, configuration());
  const dynamo = new DynamoDBClient(clientSettings());
  const slack = slackNotifier({
    webhookUrl: secretOf('SlackWebhook'),
    botToken: secretOf('SlackBotToken'),
    channel: secretOf('SlackChannel'),
    outbox: dynamoOutbox({ dynamo, table }),
    clock,
    deadlineMs: () => clock.now() + remainingMs(),
    timeZone: reported.configuration.schedule.timeZone,
    frame: frameOf(reported.configuration.slack, env),
    chart,
    ...(env.SLACK_API_URL === undefined ? {} : { apiUrl: env.SLACK_API_URL }),
  });
  const ledger = dynamoLedger({ dynamo, table, clock });
  const recordedFault = (experimentId: string) => readHandle(ledgerTable({ dynamo, table }), experimentId);
  return {
    ...reported,
    fleet: env.FLEET,
    ledger,
    recordedFault,
    slack,
    clock,
  };
}
