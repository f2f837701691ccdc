// A server that survives being told to leave: it stops listening, finishes what it has, and exits.
import { createServer } from 'node:http';
import { setTimeout as work } from 'node:timers/promises';

const server = createServer(async (_request, response) => {
  await work(20);
  response.end('hello\n');
});
server.listen(Number(process.env.PORT ?? 8080));

process.on('SIGTERM', () => {
  // Since Node 19 this also closes the connections on which nothing is under way.
  server.close(() => process.exit(0));
});
