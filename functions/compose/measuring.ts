/** The ports of the probe and of the users. */
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientSettings } from '@garbageday/aws/client-settings.ts';
import { cloudWatchMetrics } from '@garbageday/aws/metrics.ts';
import { dynamoSliceWriter } from '@garbageday/aws/slice-writer.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import type { Journey } from '@garbageday/core/probe/journey.ts';
import { secretsOf } from '@garbageday/core/probe/journey-secrets.ts';
import { systemClock as clock } from '../clock.ts';
import { measuringEnvironment } from '../environment/measuring.ts';
import { readEnvironment } from '../environment/read-environment.ts';

export async function composeMeasuring() {
  const env = readEnvironment(measuringEnvironment);
  const dynamo = new DynamoDBClient(clientSettings());
  const cloudWatch = new CloudWatchClient(clientSettings());
  return {
    ledger: dynamoSliceWriter({ dynamo, table: env.LEDGER_TABLE }),
    metrics: cloudWatchMetrics({ cloudWatch, namespace: env.METRICS_NAMESPACE }),
    load: {
      ...env.MEASURING,
      secrets: await secretsFor(env.MEASURING.journey),
      baseUrl: env.TARGET_URL,
      vantage: env.AWS_REGION,
    },
    clock,
  };
}

/** Few journeys have secrets, and the others need not load the code that reads them. */
async function secretsFor(journey: Journey): Promise<Readonly<Record<string, string>>> {
  const names = secretsOf(journey);
  if (names.length === 0) return {};
  const { secretOf } = await import('../environment/read-secret.ts');
  return Object.fromEntries(
    names.map((name) => {
      const value = secretOf(name);
      if (value) return [name, value];
      throw new UsageError(
        `the journey "${journey.name}" needs the secret ${name}, which is not set; npx sst secret set ${name} <value> --stage <stage>`,
      );
    }),
  );
}
