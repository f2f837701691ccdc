// The first of two tiers: it asks the other, whose address it is told in STOCK_URL.
import { createServer } from 'node:http';

let isLeaving = false;

const server = createServer(async (request, response) => {
  if (request.url === '/readyz') return void response.writeHead(isLeaving ? 503 : 200).end();
  try {
    const answer = await fetch(process.env.STOCK_URL, { signal: AbortSignal.timeout(2_000) });
    response.writeHead(answer.status).end(`in stock: ${await answer.text()}`);
  } catch {
    response.writeHead(502).end();
  }
});
server.listen(Number(process.env.PORT ?? 8080));

process.on('SIGTERM', () => {
  isLeaving = true;
  server.close(() => process.exit(0));
});
