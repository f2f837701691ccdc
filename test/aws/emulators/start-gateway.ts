/**
 * One address for all emulators, as `AWS_ENDPOINT_URL` wants it: DynamoDB goes to dynalite, the rest to moto. The one
 * action that moto does not know is answered here (docs/aws-emulators.md).
 */
import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Emulator } from './start-moto.ts';

type Behind = { readonly moto: string; readonly dynalite: string };

const noRefreshes =
  '<DescribeInstanceRefreshesResponse xmlns="http://autoscaling.amazonaws.com/doc/2011-01-01/">' +
  '<DescribeInstanceRefreshesResult><InstanceRefreshes/></DescribeInstanceRefreshesResult>' +
  '<ResponseMetadata><RequestId>gateway</RequestId></ResponseMetadata></DescribeInstanceRefreshesResponse>';

export async function startGateway(behind: Behind): Promise<Emulator> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing, { behind, agent }).catch((error: unknown) => {
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
      agent.destroy();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

type Route = { readonly behind: Behind; readonly agent: Agent };

async function answer(incoming: IncomingMessage, outgoing: ServerResponse, route: Route): Promise<void> {
  const body = await buffer(incoming);
  if (body.includes('Action=DescribeInstanceRefreshes')) {
    outgoing.writeHead(200, { 'content-type': 'text/xml' }).end(noRefreshes);
    return;
  }
  const isDynamo = String(incoming.headers['x-amz-target'] ?? '').startsWith('DynamoDB_');
  const to = isDynamo ? route.behind.dynalite : route.behind.moto;
  const { method = 'GET', headers, url = '/' } = incoming;
  // moto finds the service by the signature's scope, so the headers pass as they are.
  const outward = request(`${to}${url}`, { method, headers, agent: route.agent });
  outward.end(body);
  const [reply] = (await once(outward, 'response')) as [IncomingMessage];
  outgoing.writeHead(reply.statusCode ?? 502, reply.headers);
  reply.pipe(outgoing);
}
