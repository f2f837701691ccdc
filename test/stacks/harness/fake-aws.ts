/** What SST's own server asks of AWS before it evaluates a program: a few SSM parameters and S3 objects, on loopback. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type FakeAws = {
  readonly url: string;
  /** `method path target`, in order; for error messages. */
  readonly requests: readonly string[];
  readonly close: () => Promise<void>;
};

/** SST looks here for the names of its buckets, and creates them when it finds nothing. */
const bootstrap = {
  version: 99,
  asset: 'sst-asset-test',
  state: 'sst-state-test',
  assetEcrRegistryId: '111122223333',
  assetEcrUrl: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/sst-asset',
  appsyncHttp: 'h',
  appsyncRealtime: 'r',
};

type Stores = {
  readonly parameters: Map<string, string>;
  readonly objects: Map<string, Buffer>;
  /** Auto Scaling groups of which an instance refresh was started. */
  readonly refreshed: Set<string>;
};

/** What the program finds when it asks about what is deployed. */
export type Circumstances = {
  /** Of the launch template from which Auto Scaling groups start their servers; that of the stage is 1. */
  readonly runningVersion: string;
  /** How every instance refresh ends that is started. */
  readonly refreshEndsAs: string;
  readonly heartbeats: number;
};

const asDeployed: Circumstances = { runningVersion: '1', refreshEndsAs: 'Successful', heartbeats: 5 };

/** Port 0: whatever is free. */
export async function startFakeAws(over: Partial<Circumstances> = {}): Promise<FakeAws> {
  const circumstances = { ...asDeployed, ...over };
  const stores: Stores = {
    parameters: new Map([['/sst/bootstrap', JSON.stringify(bootstrap)]]),
    objects: new Map(),
    refreshed: new Set(),
  };
  const requests: string[] = [];
  const server = createServer(async (request, response) => {
    const target = request.headers['x-amz-target'];
    requests.push(`${request.method} ${request.url} ${target ?? ''}`);
    const body = await bodyOf(request);
    const service = serviceOf(request);
    if (service === 'autoscaling') answerAutoScaling({ stores, circumstances, body }, response);
    else if (service === 'monitoring') answerCloudWatch(circumstances, response);
    else if (typeof target === 'string') answerSsm(stores, { action: target, body }, response);
    else answerS3(stores, { request, body }, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** From the signature: `…/eu-west-1/autoscaling/aws4_request, …`. */
function serviceOf({ headers }: IncomingMessage): string {
  return /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(headers.authorization ?? '')?.[1] ?? '';
}

type AutoScalingRequest = {
  readonly stores: Stores;
  readonly circumstances: Circumstances;
  readonly body: Buffer;
};

function answerAutoScaling(
  { stores: { refreshed }, circumstances, body }: AutoScalingRequest,
  response: ServerResponse,
): void {
  const input = new URLSearchParams(body.toString());
  const action = input.get('Action') ?? '';
  const group = input.get('AutoScalingGroupName') ?? input.get('AutoScalingGroupNames.member.1') ?? '';
  const { runningVersion, refreshEndsAs } = circumstances;
  // As the stand-in for the engine names it.
  const id = group.endsWith('-web') ? 'WebTemplate-id' : 'HaproxyTemplate-id';
  const template = `<LaunchTemplate><LaunchTemplateId>${id}</LaunchTemplateId><Version>${runningVersion}</Version></LaunchTemplate>`;
  const refresh = `<member><InstanceRefreshId>r</InstanceRefreshId><Status>${refreshEndsAs}</Status>
    <StatusReason>as the test says</StatusReason></member>`;
  if (action === 'StartInstanceRefresh') refreshed.add(group);
  const results: Readonly<Record<string, string>> = {
    DescribeAutoScalingGroups: `<AutoScalingGroups><member>${template}</member></AutoScalingGroups>`,
    DescribeInstanceRefreshes: `<InstanceRefreshes>${refreshed.has(group) ? refresh : ''}</InstanceRefreshes>`,
    StartInstanceRefresh: '<InstanceRefreshId>r</InstanceRefreshId>',
  };
  const result = results[action];
  response.writeHead(result === undefined ? 400 : 200, { 'content-type': 'text/xml' });
  response.end(`<${action}Response><${action}Result>${result ?? ''}</${action}Result></${action}Response>`);
}

/** GetMetricData. */
function answerCloudWatch({ heartbeats }: Circumstances, response: ServerResponse): void {
  const MetricDataResults = [{ Id: 'heartbeats', Values: [heartbeats], Timestamps: [Date.now() / 1_000] }];
  response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' });
  response.end(JSON.stringify({ MetricDataResults }));
}

function answerSsm(
  { parameters }: Stores,
  { action, body }: { action: string; body: Buffer },
  response: ServerResponse,
): void {
  const input = JSON.parse(body.toString() || '{}') as { Name?: string; Value?: string };
  const name = input.Name ?? '';
  response.setHeader('content-type', 'application/x-amz-json-1.1');
  const fail = (type: string) =>
    response.writeHead(400).end(JSON.stringify({ __type: type, message: action }));
  if (action.endsWith('.PutParameter')) {
    parameters.set(name, input.Value ?? '');
    response.end(JSON.stringify({ Version: 1 }));
  } else if (action.endsWith('.GetParameter')) {
    const value = parameters.get(name);
    if (value === undefined) fail('ParameterNotFound');
    else response.end(JSON.stringify({ Parameter: { Name: name, Value: value, Type: 'String' } }));
  } else fail('UnknownOperationException');
}

function answerS3(
  { objects }: Stores,
  { request, body }: { request: IncomingMessage; body: Buffer },
  response: ServerResponse,
): void {
  const [key = ''] = (request.url ?? '').split('?');
  const stored = objects.get(key);
  if (request.method === 'PUT') {
    objects.set(key, body);
    response.setHeader('etag', '"x"').end();
  } else if (request.method === 'DELETE') {
    objects.delete(key);
    response.writeHead(204).end();
  } else if (stored !== undefined) {
    response.end(request.method === 'HEAD' ? undefined : stored);
  } else {
    const missing = '<?xml version="1.0"?><Error><Code>NoSuchKey</Code><Message>nf</Message></Error>';
    response.writeHead(404, { 'content-type': 'application/xml' });
    response.end(request.method === 'HEAD' ? undefined : missing);
  }
}
