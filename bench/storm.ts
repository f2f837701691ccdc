/**
 * `npm run storm`: alternating kills of web servers and data primaries under load, then one load balancer, with each
 * load balancer program. Prints what users felt; exits 1 when a request failed, was sent twice, or a write was lost.
 */
import { parseArgs } from 'node:util';
import { UsageError } from '@garbageday/core/errors.ts';
import { chooseLoadBalancer } from '@garbageday/local/stack/choose-load-balancer.ts';
import { runStorm, type StormResult } from './storm/run-storm.ts';
import { type StormOptions, stormOptions } from './storm/storm-options.ts';
import { stormTable } from './storm/storm-table.ts';

const usage = `Usage: npm run storm -- [--kills 20] [--lb both|haproxy|embedded] [--data auto|mongod|mongolite]
                        [--rate 200] [--seed storm] [--json]`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      kills: { type: 'string', default: '20' },
      lb: { type: 'string', default: 'both' },
      data: { type: 'string', default: 'auto' },
      rate: { type: 'string', default: '200' },
      seed: { type: 'string', default: 'storm' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const options = stormOptions(values);
  const results: StormResult[] = [];
  for (const lb of await loadBalancers(options)) {
    const result = await runStorm({ ...options, lb }, (line) => console.error(line));
    results.push(result);
    if (!values.json) console.log(stormTable(result));
  }
  if (values.json) {
    console.log(JSON.stringify({ schema: 'garbageday/storm@1', seed: options.seed, results }, null, 2));
  }
  return results.every(({ isClean }) => isClean) ? 0 : 1;
}

/** Both, unless HAProxy is not installed: then that is reported, and only the embedded one is used. */
async function loadBalancers({ lb }: StormOptions): Promise<readonly ('haproxy' | 'embedded')[]> {
  if (lb !== 'both') return [lb];
  const found = await chooseLoadBalancer('auto', process.env);
  if (found.kind === 'haproxy') return ['haproxy', 'embedded'];
  console.error('storm: HAProxy is not on this machine; only the embedded load balancer is tried');
  return ['embedded'];
}

try {
  process.exitCode = await main();
} catch (error) {
  const isMistake = error instanceof UsageError || (error instanceof TypeError && 'code' in error);
  if (!isMistake) throw error;
  console.error(`storm: ${error.message.split('\n')[0]}`);
  process.exitCode = 2;
}
