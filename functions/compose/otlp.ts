/** What both functions that export to a collector have. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SSMClient } from '@aws-sdk/client-ssm';
import { clientSettings } from '@garbageday/aws/client-settings.ts';
import { dynamoLedger } from '@garbageday/aws/ledger.ts';
import { lastLeverMove } from '@garbageday/aws/safety-lever.ts';
import { exportOnce } from '@garbageday/otlp/export-once.ts';
import { systemClock as clock } from '../clock.ts';
import { otlpEnvironment } from '../environment/otlp.ts';
import { readEnvironment } from '../environment/read-environment.ts';
import { secretOf } from '../environment/read-secret.ts';
import { logger } from '../observe/logger.ts';

export function composeOtlp() {
  const env = readEnvironment(otlpEnvironment);
  const dynamo = new DynamoDBClient(clientSettings());
  const ssm = new SSMClient(clientSettings());
  return {
    ledger: dynamoLedger({ dynamo, table: env.LEDGER_TABLE, clock }),
    lastLeverMove: () => lastLeverMove({ ssm, name: env.SAFETY_LEVER }),
    exporting: exportOnce({
      endpoint: env.OTEL_EXPORTER_OTLP_ENDPOINT,
      protocol: env.OTEL_EXPORTER_OTLP_PROTOCOL,
      headers: secretOf('OtlpHeaders') ?? '',
      resource: {
        'deployment.environment.name': env.STAGE,
        'cloud.provider': 'aws',
        'cloud.region': env.AWS_REGION,
      },
      timeoutMs: 10_000,
      warn: (text) => logger.warn('OpenTelemetry', { text }),
    }),
    clock,
  };
}
