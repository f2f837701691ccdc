/** The ports of the probe and of the users. */
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientSettings } from '@garbageday/aws/client-settings.ts';
import { cloudWatchMetrics } from '@garbageday/aws/metrics.ts';
import { dynamoSliceWriter } from '@garbageday/aws/slice-writer.ts';
import { systemClock as clock } from '../clock.ts';
import { measuringEnvironment } from '../environment/measuring.ts';
import { readEnvironment } from '../environment/read-environment.ts';

export function composeMeasuring() {
  const env = readEnvironment(measuringEnvironment);
  const dynamo = new DynamoDBClient(clientSettings());
  const cloudWatch = new CloudWatchClient(clientSettings());
  return {
    ledger: dynamoSliceWriter({ dynamo, table: env.LEDGER_TABLE }),
    metrics: cloudWatchMetrics({ cloudWatch, namespace: env.METRICS_NAMESPACE }),
    load: { ...env.MEASURING, baseUrl: env.TARGET_URL, vantage: env.AWS_REGION },
    clock,
  };
}
