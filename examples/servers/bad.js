// A server as most begin: SIGTERM ends it in the middle of whatever it is answering.
import { createServer } from 'node:http';
import { setTimeout as work } from 'node:timers/promises';

createServer(async (_request, response) => {
  await work(20);
  response.end('hello\n');
}).listen(Number(process.env.PORT ?? 8080));
