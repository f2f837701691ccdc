/** One client per service that the adapters use, all set up alike. */
import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SSMClient } from '@aws-sdk/client-ssm';
import { type ClientOptions, clientSettings } from './client-settings.ts';

export type AwsClients = {
  readonly ec2: EC2Client;
  readonly autoScaling: AutoScalingClient;
  readonly elb: ElasticLoadBalancingV2Client;
  readonly codeDeploy: CodeDeployClient;
  readonly cloudFormation: CloudFormationClient;
  readonly cloudWatch: CloudWatchClient;
  readonly dynamo: DynamoDBClient;
  readonly events: EventBridgeClient;
  readonly scheduler: SchedulerClient;
  readonly ssm: SSMClient;
  readonly lambda: LambdaClient;
};

/**
 * All clients. Region, credentials and endpoints (`AWS_ENDPOINT_URL`, `AWS_ENDPOINT_URL_DYNAMODB`) come from where the
 * SDK looks for them. A function that needs only two creates those from `clientSettings`, and bundles no more.
 */
export function awsClients(options: ClientOptions = {}): AwsClients {
  const settings = clientSettings(options);
  return {
    ec2: new EC2Client(settings),
    autoScaling: new AutoScalingClient(settings),
    elb: new ElasticLoadBalancingV2Client(settings),
    codeDeploy: new CodeDeployClient(settings),
    cloudFormation: new CloudFormationClient(settings),
    cloudWatch: new CloudWatchClient(settings),
    dynamo: new DynamoDBClient(settings),
    events: new EventBridgeClient(settings),
    scheduler: new SchedulerClient(settings),
    ssm: new SSMClient(settings),
    lambda: new LambdaClient(settings),
  };
}
