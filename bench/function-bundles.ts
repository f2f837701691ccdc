/**
 * How large each function is, and how long Node takes to import it on this machine:
 * `node bench/function-bundles.ts [runs]`. Import times are of a fresh process each: the fastest (what it
 * takes when nobody else wants the core), the median and the slowest.
 */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { type BuiltFunctions, buildFunctions, functionNames } from '../test/fixtures/build-functions.ts';

const run = promisify(execFile);
const runs = Number(process.argv[2] ?? 9);

/** As Lambda starts: the runtime is up, then the bundle is imported. */
async function importMs(path: string): Promise<number> {
  const script = `const t = performance.now(); await import(${JSON.stringify(path)}); console.log(performance.now() - t);`;
  const env = { PATH: process.env['PATH'], AWS_REGION: 'eu-central-1' };
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], { env });
  return Number(stdout.trim().split('\n').at(-1));
}

async function measure(built: BuiltFunctions, name: (typeof functionNames)[number]) {
  const code = readFileSync(built.pathOf(name));
  const times: number[] = [];
  for (let index = 0; index < runs; index += 1) times.push(await importMs(built.pathOf(name)));
  const sorted = times.toSorted((a, b) => a - b);
  return {
    function: name,
    kB: Math.round(code.length / 1_000),
    'gzip kB': Math.round(gzipSync(code).length / 1_000),
    'import ms': Math.round(sorted[0] ?? 0),
    'median ms': Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0),
    'slowest ms': Math.round(sorted.at(-1) ?? 0),
    largest: built
      .contentsOf(name)
      .slice(0, 4)
      .map(([part, bytes]) => `${part} ${Math.round(bytes / 1_000)}`)
      .join(', '),
  };
}

const built = await buildFunctions();
try {
  const rows = [];
  for (const name of functionNames) rows.push(await measure(built, name));
  console.table(rows);
} finally {
  built.remove();
}
