/**
 * How late is the probe itself on Lambda? `node bench/lambda-lag.ts [--memory 256] [--sandboxes 4] [--invocations 3]
 * [--json]`
 *
 * The deployed bundle runs in sandboxes, each with the share of a core that Lambda grants for that much memory, against
 * a word counter and stand-ins for DynamoDB and CloudWatch outside the quota. It prints the lag p99 of the written
 * slices, which is what `probe.maxLag` is compared with: the first invocation of a sandbox is cold, later ones are
 * warm. Starts are spread over the minute, because a slice is a minute of the clock: a run that begins in a minute's
 * last second has a slice that contains only its start.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { dynamoLedger } from '@garbageday/aws/ledger.ts';
import { readSlices } from '@garbageday/core/probe/read-slices.ts';
import { buildFunctions } from '../test/fixtures/build-functions.ts';
import { startDynamoTable } from '../test/fixtures/dynamo-table.ts';
import { serveRecorder, serveWords } from '../test/fixtures/loopback.ts';
import { coreShareOf, cpuQuota, periodMicroseconds } from './lambda/cpu-quota.ts';

const { values } = parseArgs({
  options: {
    memory: { type: 'string', default: '256' },
    sandboxes: { type: 'string', default: '4' },
    invocations: { type: 'string', default: '3' },
    json: { type: 'boolean', default: false },
  },
});
const [sandboxes, invocations] = [Number(values.sandboxes), Number(values.invocations)];
const share = coreShareOf(Number(values.memory));

type Measured = { readonly lagP99Ms: number; readonly journeys: number; readonly isCold: boolean };

const [built, table, aws, words] = await Promise.all([
  buildFunctions(),
  startDynamoTable(),
  serveRecorder(() => '{}'),
  serveWords(),
]);

function environment(service: string): NodeJS.ProcessEnv {
  const measuring = { service, ratePerSecond: 10, latencyThresholdMs: 300, timeoutMs: 5_000 };
  return {
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL: aws.url,
    AWS_ENDPOINT_URL_DYNAMODB: table.endpoint,
    LEDGER_TABLE: 'ledger',
    METRICS_NAMESPACE: 'bench',
    TARGET_URL: words.url,
    MEASURING: JSON.stringify(measuring),
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    POWERTOOLS_METRICS_DISABLED: 'true',
  };
}

const ledger = dynamoLedger({ ...table.connect(), clock: Date });

/** The slices of one sandbox, in order; those of its first invocation are cold. */
async function sandbox(index: number): Promise<readonly Measured[]> {
  const service = `sandbox-${index}`;
  // Spread over the minute and never together, so that each has its own first second.
  await new Promise((resolve) => setTimeout(resolve, (index * 60_000) / sandboxes));
  const quota = cpuQuota(`garbageday-${process.pid}-${index}`, share);
  const script = fileURLToPath(new URL('lambda/invocations.ts', import.meta.url));
  const enter = `echo $$ >'${quota.processes}' && exec "$@"`;
  const program = [process.execPath, script, built.pathOf('probe'), `${invocations}`];
  const child = spawn('sh', ['-c', enter, 'sh', ...program], {
    env: environment(service),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const fromMs = Date.now() - 60_000;
  const [code] = await once(child, 'exit');
  if (!values.json) console.log(`${service}: ${quota.throttled()}`);
  quota.remove();
  if (code !== 0) throw new Error(`${service} ended with ${code}`);
  const slices = await readSlices(ledger, { service, journey: 'probe', fromMs, toMs: Date.now() + 60_000 });
  const firstSeq = slices[0]?.seq;
  return slices.map(({ lagP99Ms, availability, seq }) => ({
    lagP99Ms,
    journeys: availability.total,
    isCold: seq === firstSeq,
  }));
}

function row(kind: string, slices: readonly Measured[]) {
  const lags = slices.map(({ lagP99Ms }) => lagP99Ms).toSorted((a, b) => a - b);
  const at = (q: number) => Number((lags[Math.ceil(q * lags.length) - 1] ?? Number.NaN).toFixed(1));
  const shortest = Math.min(...slices.map(({ journeys }) => journeys));
  const [median, p90, worst] = [at(0.5), at(0.9), at(1)];
  return {
    slices: kind,
    count: lags.length,
    'median ms': median,
    'p90 ms': p90,
    'worst ms': worst,
    'fewest journeys': shortest,
  };
}

try {
  const measured = (
    await Promise.all(Array.from({ length: sandboxes }, (_, index) => sandbox(index)))
  ).flat();
  const rows = [
    row(
      'cold',
      measured.filter(({ isCold }) => isCold),
    ),
    row(
      'warm',
      measured.filter(({ isCold }) => !isCold),
    ),
  ];
  const quota = `${(share * 100).toFixed(1)}% of a core in periods of ${periodMicroseconds / 1_000} ms`;
  if (values.json) console.log(JSON.stringify({ memoryMb: Number(values.memory), share, rows, measured }));
  else {
    console.log(`lag p99 of the probe's slices at ${values.memory} MB: ${quota}`);
    console.table(rows);
  }
} finally {
  await Promise.all([table.stop(), aws.close(), words.close()]);
  built.remove();
}
