/** What an attempt of the SDK asks for, in the words of the table: `DynamoDB PutItem fault`, `EC2 TerminateInstances`. */
import type { Call } from '../emulators/start-gateway.ts';

export type Protocol = 'json' | 'ec2' | 'query' | 'rest';

export type Named = {
  readonly protocol: Protocol;
  /** What is denied or throttled as a whole: `DynamoDB PutItem`. */
  readonly operation: string;
  /** One, but for a checkpoint, which carries as many updates as there were to tell. */
  readonly names: readonly string[];
  /** The same for all attempts of one call. */
  readonly invocation: string;
};

const jsonServices: Readonly<Record<string, string>> = {
  DynamoDB_20120810: 'DynamoDB',
  AmazonSSM: 'SSM',
  AWSEvents: 'EventBridge',
  CodeDeploy_20141006: 'CodeDeploy',
  GraniteServiceVersion20100801: 'CloudWatch',
};

const queryServices: Readonly<Record<string, string>> = {
  ec2: 'EC2',
  autoscaling: 'AutoScaling',
  cloudformation: 'CloudFormation',
  elasticloadbalancing: 'LoadBalancing',
};

export function nameOf(call: Call): Named {
  const invocation = String(call.headers['amz-sdk-invocation-id']);
  const [service = '', operation = ''] = String(call.headers['x-amz-target'] ?? '').split('.');
  if (operation !== '') {
    const named = `${jsonServices[service] ?? service} ${operation}`;
    const detail = detailOf(operation, JSON.parse(call.body.toString()));
    return { protocol: 'json', operation: named, names: [`${named}${detail}`], invocation };
  }
  if (call.url.includes('/durable-executions/')) return checkpointOf(call, invocation);
  const action = new URLSearchParams(call.body.toString()).get('Action') ?? call.url;
  const scope = /\/([a-z0-9]+)\/aws4_request/.exec(String(call.headers.authorization))?.[1] ?? '';
  const named = `${queryServices[scope] ?? scope} ${action}`;
  return { protocol: scope === 'ec2' ? 'ec2' : 'query', operation: named, names: [named], invocation };
}

type Update = { readonly Action?: string; readonly Name?: string; readonly Type?: string };

function checkpointOf({ body, url }: Call, invocation: string): Named {
  const operation = url.includes('/checkpoint') ? 'Lambda Checkpoint' : 'Lambda GetState';
  const { Updates = [] } = body.length === 0 ? {} : (JSON.parse(body.toString()) as { Updates?: Update[] });
  const names = Updates.map(
    ({ Action, Name }) => `${operation} ${Action?.toLowerCase()} ${Name?.replace(/^.*?: /, '')}`,
  );
  return { protocol: 'rest', operation, names: names.length === 0 ? [operation] : names, invocation };
}

type Item = Readonly<Record<string, { readonly S?: string } | undefined>>;

type Asked = {
  readonly Item?: Item;
  readonly Key?: Item;
  readonly ExpressionAttributeValues?: Item;
  readonly Entries?: readonly { readonly Detail?: string }[];
};

function detailOf(operation: string, asked: Asked): string {
  if (operation === 'PutEvents') {
    const detail = JSON.parse(asked.Entries?.[0]?.Detail ?? '{}');
    return ` ${detail.transition?.state?.kind ?? detail.kind}`;
  }
  const key = asked.Item ?? asked.Key;
  const pk = key?.['pk']?.S ?? asked.ExpressionAttributeValues?.[':pk']?.S;
  return pk === undefined ? '' : ` ${detailOfKey(pk, key?.['sk']?.S ?? '')}`;
}

/** Without what differs from experiment to experiment and from day to day. */
function detailOfKey(pk: string, sk: string): string {
  const kind = pk.startsWith('claim#delivery/') ? 'delivery' : (pk.split('#')[0] ?? pk);
  if (kind === 'experiment' && sk !== '') return `transition ${Number(sk)}`;
  return kind === 'fault' ? `fault ${sk}` : kind;
}
