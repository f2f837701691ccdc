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

/** What actions are allowed on. */
export type Where = Omit<Statement, 'actions'>;

/** A policy document for a raw role. */
export function policyDocument(statements: Statement[]): $util.Output<string> {
  return aws.iam.getPolicyDocumentOutput({ statements }).json;
}

/** Only this service may assume the role: SST's own default adds the account root in `sst dev`. */
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

export function accountId(): $util.Output<string> {
  return aws.getCallerIdentityOutput().accountId;
}

export function region(): $util.Output<string> {
  return aws.getRegionOutput().region;
}

/** `arn:aws:<service>:<region>:<account>:<rest>`, in whichever partition this is. */
export function arn(service: string, rest: $util.Input<string>): $util.Output<string> {
  const partition = aws.getPartitionOutput().partition;
  return $interpolate`arn:${partition}:${service}:${region()}:${accountId()}:${rest}`;
}
