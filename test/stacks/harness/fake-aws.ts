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

type Stores = { readonly parameters: Map<string, string>; readonly objects: Map<string, Buffer> };

/** Port 0: whatever is free. */
export async function startFakeAws(): Promise<FakeAws> {
  const stores: Stores = {
    parameters: new Map([['/sst/bootstrap', JSON.stringify(bootstrap)]]),
    objects: new Map(),
  };
  const requests: string[] = [];
  const server = createServer(async (request, response) => {
    const target = request.headers['x-amz-target'];
    requests.push(`${request.method} ${request.url} ${target ?? ''}`);
    const body = await bodyOf(request);
    if (typeof target === 'string') answerSsm(stores, { action: target, body }, response);
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
