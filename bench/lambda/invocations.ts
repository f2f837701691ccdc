/**
 * One sandbox of Lambda: the probe's bundle, imported and invoked again and again. Started by ../lambda-lag.ts, which
 * has put this process into its quota: `node invocations.ts <bundle> <invocations>`.
 */
import { pathToFileURL } from 'node:url';

const [, , bundle = '', invocations = '1'] = process.argv;
const { handler } = await import(pathToFileURL(bundle).href);
for (let index = 0; index < Number(invocations); index += 1) {
  const endsMs = performance.now() + 90_000;
  const context = { getRemainingTimeInMillis: () => endsMs - performance.now() };
  await handler({ kind: 'probe', scheduledTime: new Date().toISOString() }, context);
}
