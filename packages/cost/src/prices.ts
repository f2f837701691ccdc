/**
 * AWS's list prices, on demand, without free tiers, taxes or discounts: the only file with a date.
 *
 * Taken from AWS's public price pages as known on the date below, on a machine without internet access. They were
 * checked neither against the pages on that day nor against an invoice. To update a price, open its page and change the
 * date.
 */

export const pricesAsOf = '2026-11-24';

export const pricedRegion = 'us-east-1';

export type Price = {
  /** US dollars for one `per`. */
  readonly usd: number;
  readonly per: string;
  /** The page that lists it. */
  readonly source: string;
};

function page(path: string): string {
  return `https://aws.amazon.com/${path}/`;
}

const ec2Page = page('ec2/pricing/on-demand');
const balancerPage = page('elasticloadbalancing/pricing');
const lambdaPage = page('lambda/pricing');
const dynamoPage = page('dynamodb/pricing/on-demand');
const cloudWatchPage = page('cloudwatch/pricing');

const million = 1_000_000;

export const prices = {
  gp3GibMonth: { usd: 0.08, per: 'GiB and month', source: page('ebs/pricing') },
  natGatewayHour: { usd: 0.045, per: 'hour', source: page('vpc/pricing') },
  natGatewayGb: { usd: 0.045, per: 'GB', source: page('vpc/pricing') },
  publicIpv4Hour: { usd: 0.005, per: 'hour', source: page('vpc/pricing') },
  albHour: { usd: 0.0225, per: 'hour', source: balancerPage },
  albLcuHour: { usd: 0.008, per: 'LCU and hour', source: balancerPage },
  nlbHour: { usd: 0.0225, per: 'hour', source: balancerPage },
  nlbLcuHour: { usd: 0.006, per: 'NLCU and hour', source: balancerPage },
  /** Between zones, and between public addresses within a region, in each direction. */
  zoneGb: { usd: 0.01, per: 'GB and direction', source: ec2Page },
  internetGb: { usd: 0.09, per: 'GB', source: ec2Page },
  lambdaArmGbSecond: { usd: 0.000_013_333_4, per: 'GB-second', source: lambdaPage },
  lambdaRequest: { usd: 0.2 / million, per: 'request', source: lambdaPage },
  durableOperation: { usd: 8 / million, per: 'operation', source: lambdaPage },
  schedulerInvocation: { usd: 1 / million, per: 'invocation', source: page('eventbridge/pricing') },
  busEvent: { usd: 1 / million, per: 'event', source: page('eventbridge/pricing') },
  dynamoWrite: { usd: 0.625 / million, per: 'write of 1 KB', source: dynamoPage },
  /** A strongly consistent read; an eventually consistent one costs half. */
  dynamoRead: { usd: 0.125 / million, per: 'read of 4 KB', source: dynamoPage },
  dynamoGbMonth: { usd: 0.25, per: 'GB and month', source: dynamoPage },
  dynamoRestoreGbMonth: { usd: 0.2, per: 'GB and month', source: dynamoPage },
  metricMonth: { usd: 0.3, per: 'metric and month', source: cloudWatchPage },
  metricRequest: { usd: 0.01 / 1_000, per: 'PutMetricData request', source: cloudWatchPage },
  metricRead: { usd: 0.01 / 1_000, per: 'metric of GetMetricData', source: cloudWatchPage },
  /** An alarm on metric math pays for each metric that it reads. */
  alarmMetricMonth: { usd: 0.1, per: 'metric of an alarm and month', source: cloudWatchPage },
  compositeAlarmMonth: { usd: 0.5, per: 'alarm and month', source: cloudWatchPage },
  dashboardMonth: { usd: 3, per: 'dashboard and month', source: cloudWatchPage },
  logGb: { usd: 0.5, per: 'GB', source: cloudWatchPage },
  syntheticsRun: { usd: 0.0012, per: 'canary run', source: cloudWatchPage },
  trace: { usd: 5 / million, per: 'trace', source: page('xray/pricing') },
  configurationItem: { usd: 0.003, per: 'configuration item', source: page('config/pricing') },
  standardParameter: { usd: 0, per: 'parameter', source: page('systems-manager/pricing') },
  s3GbMonth: { usd: 0.023, per: 'GB and month', source: page('s3/pricing') },
  s3List: { usd: 0.005 / 1_000, per: 'list request', source: page('s3/pricing') },
  s3Put: { usd: 0.005 / 1_000, per: 'put request', source: page('s3/pricing') },
  s3Get: { usd: 0.000_4 / 1_000, per: 'get request', source: page('s3/pricing') },
  hostedZoneMonth: { usd: 0.5, per: 'zone and month', source: page('route53/pricing') },
  kmsRequest: { usd: 0.03 / 10_000, per: 'request', source: page('kms/pricing') },
  queueRequest: { usd: 0.4 / million, per: 'request', source: page('sqs/pricing') },
} as const satisfies Readonly<Record<string, Price>>;

export type PriceName = keyof typeof prices;

/** Linux, on demand, US dollars an hour; arm64 only, like the image and the packages. */
export const instanceHours: ReadonlyMap<string, number> = new Map([
  ['t4g.nano', 0.0042],
  ['t4g.micro', 0.0084],
  ['t4g.small', 0.0168],
  ['t4g.medium', 0.0336],
  ['t4g.large', 0.0672],
  ['t4g.xlarge', 0.1344],
  ['t4g.2xlarge', 0.2688],
  ['m7g.medium', 0.0408],
  ['m7g.large', 0.0816],
  ['m7g.xlarge', 0.1632],
  ['m7g.2xlarge', 0.3264],
  ['c7g.medium', 0.0363],
  ['c7g.large', 0.0725],
  ['c7g.xlarge', 0.145],
  ['c7g.2xlarge', 0.29],
  ['r7g.medium', 0.0536],
  ['r7g.large', 0.1071],
  ['r7g.xlarge', 0.2142],
  ['r7g.2xlarge', 0.4284],
]);

export const instanceSource = ec2Page;
