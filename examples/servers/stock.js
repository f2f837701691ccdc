// The second of two tiers, which is told its port as an argument: `node stock.js 8081`.
import { createServer } from 'node:http';

const server = createServer((_request, response) => response.end('7\n'));
server.listen(Number(process.argv[2] ?? 8081));

process.on('SIGTERM', () => server.close(() => process.exit(0)));
