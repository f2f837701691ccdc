/**
 * One address for all of AWS: EC2, Auto Scaling, load balancers and CodeDeploy go to moto, where they are one world; the rest to
 * ministack. It finds the service by the signature's scope, as the emulators do.
 */
import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { noRefreshes } from '../../aws/emulators/start-gateway.ts';
import type { Emulator } from '../../aws/emulators/start-moto.ts';

export type Routed = { readonly moto: string; readonly ministack: string };

const servers = new Set(['ec2', 'autoscaling', 'elasticloadbalancing', 'codedeploy']);

/** `port`: free; the emulators are told the address before they are there. */
export async function startRouter(port: number, routed: Routed): Promise<Emulator> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const server = createServer((incoming, outgoing) => {
    pass(incoming, outgoing, { routed, agent }).catch((error: unknown) => {
      outgoing.writeHead(502).end(String(error));
    });
  });
  server.keepAliveTimeout = 60_000;
  // A function that is invoked may take its minutes.
  server.requestTimeout = 0;
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      server.closeAllConnections();
      agent.destroy();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

type Way = { readonly routed: Routed; readonly agent: Agent };

async function pass(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { routed, agent }: Way,
): Promise<void> {
  const isOfServers = servers.has(serviceOf(incoming));
  const body = await buffer(incoming);
  if (isOfServers && body.includes('Action=DescribeInstanceRefreshes')) {
    outgoing.writeHead(200, { 'content-type': 'text/xml' }).end(noRefreshes);
    return;
  }
  const to = isOfServers ? routed.moto : routed.ministack;
  const { 'transfer-encoding': _, ...headers } = incoming.headers;
  const outward = request(`${to}${incoming.url}`, {
    method: incoming.method ?? 'GET',
    headers: { ...headers, 'content-length': body.length },
    agent,
  });
  outward.end(body);
  const [reply] = (await once(outward, 'response')) as [IncomingMessage];
  outgoing.writeHead(reply.statusCode ?? 502, reply.headers);
  reply.pipe(outgoing);
}

/** From the signature: `…/eu-west-1/autoscaling/aws4_request, …`. */
function serviceOf({ headers }: IncomingMessage): string {
  return /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(headers.authorization ?? '')?.[1] ?? '';
}
