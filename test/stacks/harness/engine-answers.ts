/** What AWS would say: made up, but of the right shape. */

type Inputs = Readonly<Record<string, unknown>>;
export type Answers = ReadonlyMap<string, (inputs: Inputs) => Inputs>;

const region = 'eu-west-1';
const account = '111122223333';

type StatementInput = {
  readonly effect?: string;
  readonly sid?: string;
  readonly actions?: readonly string[];
  readonly resources?: readonly string[];
  readonly principals?: readonly { readonly type: string; readonly identifiers: readonly string[] }[];
  readonly conditions?: readonly { test: string; variable: string; values: readonly string[] }[];
};

/** Data sources, by Pulumi's token. */
export function answersOf(): Answers {
  return new Map<string, (inputs: Inputs) => Inputs>([
    ['aws:index/getRegion:getRegion', () => ({ id: region, name: region, region })],
    [
      'aws:index/getPartition:getPartition',
      () => ({ id: 'aws', partition: 'aws', dnsSuffix: 'amazonaws.com' }),
    ],
    ['aws:index/getCallerIdentity:getCallerIdentity', () => ({ id: account, accountId: account })],
    [
      'aws:index/getAvailabilityZones:getAvailabilityZones',
      () => ({ id: region, names: ['a', 'b', 'c'].map((zone) => `${region}${zone}`) }),
    ],
    ['aws:autoscaling/getGroup:getGroup', ({ name }) => autoScalingGroup(String(name))],
    ['aws:ec2/getAmi:getAmi', () => ({ id: 'ami-0123456789abcdef0' })],
    ['aws:ssm/getParameter:getParameter', ({ name }) => ({ id: name, name, insecureValue: imageOf(name) })],
    [
      'aws:iam/getPolicyDocument:getPolicyDocument',
      (inputs) => ({
        ...inputs,
        id: 'document',
        json: policyDocument(inputs as { statements?: StatementInput[] }),
      }),
    ],
  ]);
}

/** Of another deployment: `shop-web` has opted in, `shop-old` has not, `shop-single` has one member. */
function autoScalingGroup(name: string): Inputs {
  if (!name.startsWith('shop-')) throw new Error(`stub engine: no Auto Scaling group ${name}`);
  const tag = (key: string, value: string) => ({ key, value, propagateAtLaunch: true });
  const opted = [tag('garbageday:group', 'web'), tag('garbageday:stage', 'shop-production')];
  return {
    id: name,
    name,
    desiredCapacity: name === 'shop-single' ? 1 : 3,
    tags: name === 'shop-old' ? [] : opted,
  };
}

/** AWS's public parameter names the newest image; of others nothing is known. */
function imageOf(parameter: unknown): string {
  const newest = '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64';
  if (parameter === newest) return 'ami-0fedcba9876543210';
  throw new Error(`stub engine: no value for the parameter ${String(parameter)}`);
}

/** Conditions are kept, and merged as AWS's provider does: what IAM would see is what is tested. */
function policyDocument({ statements }: { statements?: StatementInput[] }): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: (statements ?? []).map(statementOf) });
}

function statementOf({ effect, sid, actions, resources, principals, conditions }: StatementInput) {
  const condition: Record<string, Record<string, readonly string[]>> = {};
  for (const { test, variable, values } of conditions ?? []) {
    condition[test] = { ...condition[test], [variable]: values };
  }
  return {
    ...(sid === undefined ? {} : { Sid: sid }),
    Effect: effect ?? 'Allow',
    Action: actions,
    ...(resources === undefined ? {} : { Resource: resources }),
    ...(principals === undefined
      ? {}
      : { Principal: Object.fromEntries(principals.map(({ type, identifiers }) => [type, identifiers])) }),
    ...(conditions === undefined ? {} : { Condition: condition }),
  };
}

type NewResource = { type: string; name: string; id: string | undefined; inputs: Inputs };

/** The id and outputs of a resource that was just "created". `raw`: its inputs as they came, secrets wrapped. */
export function stateOf({ type, name, id, inputs }: NewResource, raw: Inputs): { id: string; state: Inputs } {
  const service = serviceOf(type);
  const physical = String(inputs['name'] ?? inputs['bucket'] ?? name);
  const arn = `arn:aws:${service}:${placeOf(service)}:${arnRestOf(type, physical)}`;
  return {
    // Empty for everything that is not imported; an empty id would be an unknown one.
    id: id || String(inputs['bucket'] ?? `${name}-id`),
    state: { arn, name: physical, ...raw, ...outputsOf(type, physical) },
  };
}

/** IAM is global, S3's names are. */
function placeOf(service: string): string {
  if (service === 's3') return ':';
  return service === 'iam' ? `:${account}` : `${region}:${account}`;
}

/** `aws:lambda/function:Function` → `lambda`. */
function serviceOf(type: string): string {
  const [, service = ''] = type.split(/[:/]/);
  if (type.startsWith('aws:cloudwatch/log')) return 'logs';
  return (
    { cloudwatch: type.includes('/event') ? 'events' : 'cloudwatch', lb: 'elasticloadbalancing' }[service] ??
    service
  );
}

/** The resource part, where policies are written against its form. */
function arnRestOf(type: string, name: string): string {
  const forms: Readonly<Record<string, string>> = {
    'aws:dynamodb/table:Table': `table/${name}`,
    'aws:lambda/function:Function': `function:${name}`,
    'aws:lambda/alias:Alias': `function:Experiment:${name}`,
    'aws:iam/role:Role': `role/${name}`,
    'aws:ssm/parameter:Parameter': `parameter${name}`,
    'aws:cloudwatch/eventBus:EventBus': `event-bus/${name}`,
    'aws:cloudwatch/eventRule:EventRule': `rule/${name}`,
    'aws:cloudwatch/logGroup:LogGroup': `log-group:${name}`,
    'aws:cloudwatch/metricAlarm:MetricAlarm': `alarm:${name}`,
    'aws:scheduler/scheduleGroup:ScheduleGroup': `schedule-group/${name}`,
    'aws:route53/zone:Zone': `hostedzone/${name}`,
  };
  return forms[type] ?? name;
}

function outputsOf(type: string, name: string): Inputs {
  const arn = `arn:aws:lambda:${region}:${account}:function:${name}`;
  const special: Readonly<Record<string, Inputs>> = {
    'aws:lambda/function:Function': {
      qualifiedArn: `${arn}:1`,
      invokeArn: 'i',
      qualifiedInvokeArn: 'i',
      responseStreamingInvokeArn: 'i',
      version: '1',
      lastModified: 'now',
    },
    'aws:lb/loadBalancer:LoadBalancer': {
      dnsName: `${name}.${region}.elb.amazonaws.com`,
      zoneId: 'Z32O12XQLNTSW2',
      arnSuffix: `app/${name}/1`,
    },
    'aws:lb/targetGroup:TargetGroup': { arnSuffix: `targetgroup/${name}/1` },
    'aws:ec2/launchTemplate:LaunchTemplate': { latestVersion: 1 },
    'aws:ec2/eip:Eip': { publicIp: `203.0.113.${/\d+$/.exec(name)?.[0] ?? 0}` },
    'aws:route53/record:Record': { fqdn: name },
    'aws:route53/zone:Zone': { zoneId: 'Z0123456789' },
    'aws:s3/bucket:Bucket': { bucket: name },
    'aws:sqs/queue:Queue': { url: `https://sqs.${region}.amazonaws.com/${account}/${name}` },
    'random:index/randomBytes:RandomBytes': { base64: Buffer.alloc(32, 7).toString('base64') },
    'random:index/randomPassword:RandomPassword': { result: 'a'.repeat(40) },
  };
  return special[type] ?? {};
}
