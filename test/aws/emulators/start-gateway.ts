/**
 * One address for all emulators, as `AWS_ENDPOINT_URL` wants it: DynamoDB goes to dynalite, the rest to moto. What moto
 * does not know is made up for here, as little as the adapters need (docs/aws-emulators.md).
 */
import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer, text } from 'node:stream/consumers';
import { type CompositeAlarms, compositeAlarms } from './composite-alarms.ts';
import type { Emulator } from './start-moto.ts';

type Behind = { readonly moto: string; readonly dynalite: string };

const noRefreshes =
  '<DescribeInstanceRefreshesResponse xmlns="http://autoscaling.amazonaws.com/doc/2011-01-01/">' +
  '<DescribeInstanceRefreshesResult><InstanceRefreshes/></DescribeInstanceRefreshesResult>' +
  '<ResponseMetadata><RequestId>gateway</RequestId></ResponseMetadata></DescribeInstanceRefreshesResponse>';

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
  if (body.includes('Action=DescribeInstanceRefreshes')) {
    outgoing.writeHead(200, { 'content-type': 'text/xml' }).end(noRefreshes);
    return;
  }
  const reply = await forward(incoming, body, route);
  if (!actionOf(incoming).endsWith('.DescribeAlarms')) {
    outgoing.writeHead(reply.statusCode ?? 502, reply.headers);
    reply.pipe(outgoing);
    return;
  }
  const sorted = route.alarms.sort(body.toString(), await text(reply));
  outgoing.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end(sorted);
}

async function forward(incoming: IncomingMessage, body: Buffer, route: Route): Promise<IncomingMessage> {
  const { method = 'GET', url = '/' } = incoming;
  const action = route.alarms.actionFor(actionOf(incoming), body.toString());
  const to = action.startsWith('DynamoDB_') ? route.behind.dynalite : route.behind.moto;
  // moto finds the service by the signature's scope, so the headers pass as they are.
  const headers = { ...incoming.headers, ...(action === '' ? {} : { 'x-amz-target': action }) };
  const outward = request(`${to}${url}`, { method, headers, agent: route.agent });
  outward.end(body);
  const [reply] = (await once(outward, 'response')) as [IncomingMessage];
  return reply;
}

function actionOf({ headers }: IncomingMessage): string {
  return String(headers['x-amz-target'] ?? '');
}
