/**
 * How long the built `garbageday --help` takes, compared with the time that Node takes to do nothing: `npm run build &&
 * npm run bench:help [-- --runs 20] [--json]`
 *
 * Each run is a fresh process; the two alternate, so that other load on the machine affects both. The bar: a median of
 * 150 ms, or three times Node's own start if that alone takes more than 50 ms. Exit code 0: met, 1: missed.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const barMs = 150;
const barTimes = 3;
const { values } = parseArgs({
  options: { runs: { type: 'string', default: '20' }, json: { type: 'boolean', default: false } },
});
const runs = Number(values.runs);
const program = join(import.meta.dirname, '../packages/garbageday/dist/garbageday.js');

function timeOf(argv: readonly string[]): number {
  const startMs = performance.now();
  const { status, stderr } = spawnSync(process.execPath, argv, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`node ${argv.join(' ')}: ${stderr}; npm run build first`);
  return performance.now() - startMs;
}

const commands = { 'node -e 0': ['-e', '0'], 'garbageday --help': [program, '--help'] } as const;
// Node caches compiled code between runs; the first one has none.
for (const argv of Object.values(commands)) timeOf(argv);
const times = { 'node -e 0': [] as number[], 'garbageday --help': [] as number[] };
for (let run = 0; run < runs; run += 1) {
  times['node -e 0'].push(timeOf(commands['node -e 0']));
  times['garbageday --help'].push(timeOf(commands['garbageday --help']));
}

function summary(name: keyof typeof times) {
  const sorted = times[name].toSorted((a, b) => a - b);
  const rank = (index: number) => Math.round(sorted[index] ?? 0);
  return { fastestMs: rank(0), medianMs: rank(Math.floor(runs / 2)), slowestMs: rank(runs - 1) };
}

const node = summary('node -e 0');
const help = summary('garbageday --help');
const ratio = Number((help.medianMs / node.medianMs).toFixed(2));
const isMet = help.medianMs <= Math.max(barMs, barTimes * node.medianMs);
if (values.json) {
  console.log(JSON.stringify({ runs, node, help, ratio, bar: { barMs, barTimes, isMet } }, null, 2));
} else {
  console.table({ 'node -e 0': node, 'garbageday --help': help });
  console.log(`${ratio} times Node's own start`);
  console.log(`The bar of ${barMs} ms, or ${barTimes} times Node: ${isMet ? 'met' : 'missed'}`);
}
process.exitCode = isMet ? 0 : 1;
