/**
 * One address for all emulators, as `AWS_ENDPOINT_URL` wants it: DynamoDB goes to dynalite, the rest to moto. What moto
 * does not know is made up for here, as little as the adapters need (docs/aws-emulators.md).
 */
import { once } from 'node:events';
import {
  Agent,
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  request,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { type CompositeAlarms, compositeAlarms } from './composite-alarms.ts';
import type { Emulator } from './start-moto.ts';

/** `lambda` answers for durable executions, which no emulator keeps; `meddle` may do something to a call (the sweep). */
export type Behind = {
  readonly moto: string;
  readonly dynalite: string;
  readonly lambda?: (call: Call) => Reply;
  readonly meddle?: Meddle;
};

/** One attempt of the SDK. */
export type Call = {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
};

export type Reply = { readonly status: number; readonly headers: OutgoingHttpHeaders; readonly body: Buffer };

/** `act` has the emulator do it. `cut`: the connection breaks, and nobody hears the answer. */
export type Meddle = (call: Call, act: () => Promise<Reply>) => Promise<Reply | 'cut'>;

export const noRefreshes =
  '<DescribeInstanceRefreshesResponse xmlns="http://autoscaling.amazonaws.com/doc/2011-01-01/">' +
  '<DescribeInstanceRefreshesResult><InstanceRefreshes/></DescribeInstanceRefreshesResult>' +
  '<ResponseMetadata><RequestId>gateway</RequestId></ResponseMetadata></DescribeInstanceRefreshesResponse>';

const noStacks =
  '<ListStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/">' +
  '<ListStacksResult><StackSummaries/></ListStacksResult>' +
  '<ResponseMetadata><RequestId>gateway</RequestId></ResponseMetadata></ListStacksResponse>';

export async function startGateway(behind: Behind): Promise<Emulator> {
  const route: Route = {
    behind,
    agent: new Agent({ keepAlive: true, maxSockets: 64 }),
    alarms: compositeAlarms(),
  };
  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing, route).catch((error: unknown) => {
      outgoing.writeHead(502).end(String(error));
    });
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections();
      route.agent.destroy();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

type Route = { readonly behind: Behind; readonly agent: Agent; readonly alarms: CompositeAlarms };

async function answer(incoming: IncomingMessage, outgoing: ServerResponse, route: Route): Promise<void> {
  // Bytes: the SDK compresses what is long.
  const body = await buffer(incoming);
  const call: Call = { url: incoming.url ?? '/', headers: incoming.headers, body };
  const act = () => replyTo(call, incoming.method ?? 'GET', route);
  const { meddle } = route.behind;
  const reply = meddle === undefined ? await act() : await meddle(call, act);
  if (reply === 'cut') incoming.socket.destroy();
  else outgoing.writeHead(reply.status, reply.headers).end(reply.body);
}

async function replyTo(call: Call, method: string, { behind, agent, alarms }: Route): Promise<Reply> {
  if (call.body.includes('Action=DescribeInstanceRefreshes')) {
    return { status: 200, headers: { 'content-type': 'text/xml' }, body: Buffer.from(noRefreshes) };
  }
  if (call.body.includes('Action=ListStacks')) {
    return { status: 200, headers: { 'content-type': 'text/xml' }, body: Buffer.from(noStacks) };
  }
  if (behind.lambda !== undefined && call.url.includes('/durable-executions/')) return behind.lambda(call);
  const action = alarms.actionFor(actionOf(call), call.body.toString());
  const to = action.startsWith('DynamoDB_') ? behind.dynalite : behind.moto;
  // moto finds the service by the signature's scope, so the headers pass as they are.
  const headers = { ...call.headers, ...(action === '' ? {} : { 'x-amz-target': action }) };
  const reply = await forward({ ...call, headers }, { to, method, agent });
  if (!actionOf(call).endsWith('.DescribeAlarms')) return reply;
  const sorted = alarms.sort(call.body.toString(), reply.body.toString());
  return {
    status: 200,
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: Buffer.from(sorted),
  };
}

type Outward = { readonly to: string; readonly method: string; readonly agent: Agent };

async function forward({ url, headers, body }: Call, { to, method, agent }: Outward): Promise<Reply> {
  const outward = request(`${to}${url}`, { method, headers, agent });
  outward.end(body);
  const [reply] = (await once(outward, 'response')) as [IncomingMessage];
  const { 'transfer-encoding': _, ...answered } = reply.headers;
  return { status: reply.statusCode ?? 502, headers: answered, body: await buffer(reply) };
}

function actionOf({ headers }: Pick<Call, 'headers'>): string {
  return String(headers['x-amz-target'] ?? '');
}
