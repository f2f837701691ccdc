/**
 * A server whose answers take as long as a plan says, so that what an open-loop user must feel is known. Started by
 * bench/probe.ts, which sends it a scenario; it reports its address, when its plan began, and at the end what it
 * answered.
 */
import http from 'node:http';
import https from 'node:https';
import { delayOf, type Scenario, scenarios } from './scenarios.ts';

const name = process.argv[2] ?? '';
const tls = process.argv[3] === undefined ? null : JSON.parse(process.argv[3]);
const scenario: Scenario | undefined = scenarios.find((each) => each.name === name);
if (scenario === undefined) throw new Error(`no scenario ${name}`);
const { errorEvery, resetEvery } = scenario;
const startedMs = Date.now();
let requests = 0;
let bad = 0;

const handle: http.RequestListener = (request, response) => {
  requests += 1;
  const index = requests;
  setTimeout(
    () => {
      if (resetEvery > 0 && index % resetEvery === 0) {
        bad += 1;
        request.socket.resetAndDestroy();
        return;
      }
      const isError = errorEvery > 0 && index % errorEvery === 0;
      if (isError) bad += 1;
      response.writeHead(isError ? 500 : 200).end('ok');
    },
    delayOf(scenario, Date.now() - startedMs),
  );
};

const server = tls === null ? http.createServer(handle) : https.createServer(tls, handle);
server.listen({ port: 0, host: '127.0.0.1', backlog: 4_096 }, () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  process.send?.({ kind: 'listening', port: address.port, startedMs });
});
process.on('message', () => process.send?.({ kind: 'served', requests, bad }));
process.on('disconnect', () => process.exit(0));
