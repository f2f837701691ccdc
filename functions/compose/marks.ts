/** The ports of the marks: the ledger, the tools, the dashboard. */
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { destinationsOf } from '@garbageday/annotations/destinations-of.ts';
import { clientSettings } from '@garbageday/aws/client-settings.ts';
import { dynamoLedger } from '@garbageday/aws/ledger.ts';
import { dynamoMarkClaims } from '@garbageday/aws/mark-claims.ts';
import { stageDashboard } from '@garbageday/aws/stage-dashboard.ts';
import { systemClock as clock } from '../clock.ts';
import { configuration } from '../configuration.ts';
import { marksEnvironment } from '../environment/marks.ts';
import { readEnvironment } from '../environment/read-environment.ts';
import { secretOf } from '../environment/read-secret.ts';

/** `warn`: about a token that is not set. */
export function composeMarks(warn: (text: string) => void) {
  const { LEDGER_TABLE: table, DASHBOARD: name } = readEnvironment(marksEnvironment);
  const { service, annotations } = configuration();
  const dynamo = new DynamoDBClient(clientSettings());
  const token = (secret: string) => ({ name: `the secret ${secret}`, value: secretOf(secret) });
  const tokens = { grafana: token('GrafanaToken'), datadog: token('DatadogApiKey') };
  const days = annotations?.cloudWatch?.days;
  return {
    service,
    clock,
    ledger: dynamoLedger({ dynamo, table, clock }),
    claims: dynamoMarkClaims({ dynamo, table }),
    destinations: destinationsOf(annotations, tokens, warn),
    dashboard:
      name === undefined || days === undefined
        ? null
        : { ...stageDashboard({ cloudWatch: new CloudWatchClient(clientSettings()), name }), days },
  };
}
