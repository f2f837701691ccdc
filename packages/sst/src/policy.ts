/** IAM statements and trust, written out: nothing here is granted by SST's `link`. */

export type Condition = {
  readonly test: string;
  readonly variable: string;
  readonly values: $util.Input<string>[];
};

export type Statement = {
  readonly actions: string[];
  readonly resources: $util.Input<string>[];
  readonly conditions?: Condition[];
};

/** The resources and conditions of allowed actions. */
export type Where = Omit<Statement, 'actions'>;

/** A policy document for a raw role. */
export function policyDocument(statements: Statement[]): $util.Output<string> {
  return aws.iam.getPolicyDocumentOutput({ statements }).json;
}

/** Only this service may assume the role; SST's default would add the account root in `sst dev`. */
export function trustOf(service: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: service } }],
  });
}

/** As `trustOf`, and only on behalf of this account (the confused deputy). */
export function trustOfForThisAccount(service: string): $util.Output<string> {
  return $jsonStringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { Service: service },
        Condition: { StringEquals: { 'aws:SourceAccount': accountId() } },
      },
    ],
  });
}

/** Its ARN, by its name. */
export function bucketNamed(bucket: $util.Input<string>): $util.Output<string> {
  return $interpolate`arn:${partition()}:s3:::${bucket}`;
}

/** The objects of a bucket whose keys begin with a prefix. */
export function objectsIn(bucket: $util.Input<string>, prefix: $util.Input<string>): $util.Output<string> {
  return $interpolate`${bucketNamed(bucket)}/${prefix}*`;
}

/** Dashboards belong to the account, and to no region. */
export function dashboardNamed(name: string): $util.Output<string> {
  return $interpolate`arn:${partition()}:cloudwatch::${accountId()}:dashboard/${name}`;
}

export function accountId(): $util.Output<string> {
  return aws.getCallerIdentityOutput().accountId;
}

export function region(): $util.Output<string> {
  return aws.getRegionOutput().region;
}

/** `arn:aws:<service>:<region>:<account>:<rest>`, in whichever partition this is. */
export function arn(service: string, rest: $util.Input<string>): $util.Output<string> {
  return $interpolate`arn:${partition()}:${service}:${region()}:${accountId()}:${rest}`;
}

/** `aws`, or that of China or of the government. */
function partition(): $util.Output<string> {
  return aws.getPartitionOutput().partition;
}
