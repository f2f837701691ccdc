/** The ports of the function that reads a load balancer's metrics. */
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { albMetrics } from '@garbageday/aws/alb-metrics.ts';
import { clientSettings } from '@garbageday/aws/client-settings.ts';
import { assertLoadBalancer } from '@garbageday/aws/known-load-balancer.ts';
import { dynamoLedger } from '@garbageday/aws/ledger.ts';
import { systemClock as clock } from '../clock.ts';
import { metricsEnvironment } from '../environment/counting.ts';
import { readEnvironment } from '../environment/read-environment.ts';

export function composeAlbMetrics() {
  const env = readEnvironment(metricsEnvironment);
  const { service, journey, loadBalancer, latencyThresholdMs: thresholdMs } = env.COUNTING;
  const dynamo = new DynamoDBClient(clientSettings());
  const cloudWatch = new CloudWatchClient(clientSettings());
  const elb = new ElasticLoadBalancingV2Client(clientSettings());
  return {
    counting: { service, journey, vantage: env.AWS_REGION },
    ports: {
      ledger: dynamoLedger({ dynamo, table: env.LEDGER_TABLE, clock }),
      ...albMetrics({ cloudWatch, loadBalancer, thresholdMs }),
      assertThere: () => assertLoadBalancer(elb, loadBalancer),
      clock,
    },
  };
}
