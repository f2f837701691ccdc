/** The ports of the reporter, and what the alert has in common with it. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientSettings } from '@garbageday/aws/client-settings.ts';
import { deployed, needingUsers, withoutUsers } from '@garbageday/aws/deployed.ts';
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
  /** Everything must have ended that long from now. */
  readonly remainingMs: () => number;
  /** Null for who reports nothing: its bundle carries no drawing. */
  readonly chart: DrawChart | null;
};

export function composeReporting({ remainingMs, chart }: ReportingOptions) {
  const env = readEnvironment(reportingEnvironment);
  const { LEDGER_TABLE: table } = env;
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
    ledger,
    recordedFault,
    slack,
    clock,
  };
}
