/** The ports of the function that reads a load balancer's access logs. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { S3Client } from '@aws-sdk/client-s3';
import { albLogs } from '@garbageday/aws/alb-logs.ts';
import { clientSettings } from '@garbageday/aws/client-settings.ts';
import { assertLoadBalancer } from '@garbageday/aws/known-load-balancer.ts';
import { dynamoLedger } from '@garbageday/aws/ledger.ts';
import { systemClock as clock } from '../clock.ts';
import { logsEnvironment } from '../environment/counting.ts';
import { readEnvironment } from '../environment/read-environment.ts';

export function composeAlbLogs(remainingMs: () => number) {
  const env = readEnvironment(logsEnvironment);
  const { service, journey, latencyThresholdMs: thresholdMs, ...place } = env.COUNTING;
  const { AWS_REGION: region } = env;
  const dynamo = new DynamoDBClient(clientSettings());
  const elb = new ElasticLoadBalancingV2Client(clientSettings());
  const { files, read, assertWritten } = albLogs({
    ...{ s3: new S3Client(clientSettings()), region, thresholdMs },
    ...place,
  });
  return {
    counting: { service, journey, vantage: region },
    ports: {
      ledger: dynamoLedger({ dynamo, table: env.LEDGER_TABLE, clock }),
      ...{ files, read, clock, remainingMs },
      assertThere: async () => {
        await assertLoadBalancer(elb, place.loadBalancer);
        await assertWritten();
      },
    },
  };
}
