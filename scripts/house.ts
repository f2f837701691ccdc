/**
 * `npm run house`: figures on how the sources are arranged, next to the committed ones (scripts/house/committed.json).
 * Exits with 1 if one has become worse; `-- --commit` records the current figures. For each figure, less is better.
 */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildFunctions, type FunctionName, functionNames } from '../test/fixtures/build-functions.ts';
import { type Figures, figuresOf } from './house/figures.ts';
import { readImportGraph } from './house/import-graph.ts';

const root = join(import.meta.dirname, '..');
const committedFile = join(root, 'scripts/house/committed.json');

/** A library's patch release may add a little. */
const bundleSlack = 1.02;

async function bundleSizes(): Promise<Figures> {
  const built = await buildFunctions();
  try {
    const kilobytes = (bytes: readonly number[]) =>
      Math.round(bytes.reduce((sum, each) => sum + each, 0) / 1_000);
    const atStart = (name: FunctionName) => kilobytes(built.contentsOf(name).map(([, bytes]) => bytes));
    const late = (name: FunctionName) =>
      kilobytes(built.shippedOf(name).late.map((path) => statSync(path).size));
    return Object.fromEntries([
      ...functionNames.map((name) => [`kB of the function ${name}`, atStart(name)]),
      ...functionNames.map((name) => [`kB that the function ${name} loads only when asked`, late(name)]),
    ]);
  } finally {
    built.remove();
  }
}

function isWorse(name: string, now: number, before: number): boolean {
  return now > (name.startsWith('kB') ? before * bundleSlack : before);
}

const { values } = parseArgs({ options: { commit: { type: 'boolean', default: false } } });
const graph = readImportGraph(root, ['packages', 'functions', 'scripts', 'stacks']);
const figures: Figures = { ...figuresOf(graph, functionNames), ...(await bundleSizes()) };
if (values.commit) writeFileSync(committedFile, `${JSON.stringify(figures, null, 2)}\n`);
const committed: Figures = JSON.parse(readFileSync(committedFile, 'utf8'));
const worse = Object.entries(figures).filter(([name, now]) => isWorse(name, now, committed[name] ?? 0));
for (const [name, now] of Object.entries(figures)) {
  const before = committed[name] ?? 0;
  console.log(`${String(now).padStart(6)}  ${name}${now === before ? '' : ` (committed: ${before})`}`);
}
if (worse.length > 0) {
  console.error(`worse than committed: ${worse.map(([name]) => name).join('; ')}`);
  console.error('Arrange it better, or write down why with npm run house -- --commit.');
  process.exitCode = 1;
}
