import { setTimeout as sleep } from 'node:timers/promises';
import { buildApp } from './app.ts';
import { openDatabase } from './database.ts';
import { lameDuck } from './lame-duck.ts';
import { watchReadiness } from './readiness.ts';
import { parseSettings, type Settings } from './settings.ts';
import { wordStore } from './word-store.ts';

/** How long in-flight requests get after the drain; longer than the store's own timeout. */
const lastGraceMs = 10_000;

function say(line: string): void {
  process.stderr.write(`wordcount: ${line}\n`);
}

const exitCodeForUsage = 2;

async function serve({ port, host, mongodbUri, instance, drainMs }: Settings): Promise<void> {
  const database = openDatabase(mongodbUri, instance);
  const duck = lameDuck(drainMs);
  const readiness = watchReadiness({ ping: database.ping, intervalMs: 500, toleranceMs: 3000 });
  const app = buildApp({ instance, store: wordStore(database.words), readiness, duck });
  await app.listen({ port, host });

  const leave = async (): Promise<void> => {
    if (duck.isDraining()) return;
    duck.begin();
    await sleep(drainMs);
    setTimeout(() => process.exit(1), lastGraceMs).unref();
    await app.close();
    readiness.stop();
    await database.close();
    process.exit(0);
  };
  process.on('SIGTERM', leave);
  // Ctrl-C reaches the whole terminal group, including a supervisor, which then decides when each process leaves.
  process.on('SIGINT', () => (process.connected ? undefined : leave()));
  process.on('disconnect', () => process.exit(0));

  const bound = app.server.address();
  const boundPort = typeof bound === 'object' && bound !== null ? bound.port : port;
  process.send?.({ kind: 'listening', port: boundPort });
  if (!process.connected) say(`listening on http://${host}:${boundPort}`);
  database.prepare().catch((error: Error) => say(`the database cannot be used: ${error.message}`));
}

const parsed = parseSettings(process.env);
if (parsed.kind === 'invalid') {
  say(parsed.message);
  process.exit(exitCodeForUsage);
}
serve(parsed.settings).catch((error: Error) => {
  say(error.message);
  process.exit(exitCodeForUsage);
});
