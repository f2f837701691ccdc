/** JavaScript of the package: the command and the public modules share their code; each program stands alone. */
import { readFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import { programFormat } from '@garbageday/local/processes/program-format.ts';
import { type BuildOptions, build, type Loader, type Metafile, type Plugin } from 'esbuild';

/** What reads the checkout, and what stands in its place in a package. */
const replaced: Readonly<Record<string, string>> = {
  'packages/cli/src/game-day/programs.ts': 'packages/garbageday/src/programs.ts',
  'packages/local/src/processes/bundle.ts': 'packages/garbageday/src/bundle.ts',
  'packages/render/src/chart/chart-file-path.ts': 'packages/garbageday/src/chart-file-path.ts',
};

const modules = {
  garbageday: 'packages/garbageday/src/garbageday.js',
  index: 'packages/garbageday/src/index.ts',
  config: 'packages/garbageday/src/config.ts',
};

/** The names are those of packages/garbageday/src/programs.ts. */
const programs = {
  wordcount: 'demo/wordcount/src/main.ts',
  mongolite: 'demo/mongolite/src/main.ts',
  'embedded-load-balancer': 'packages/local/src/load-balancer/embedded-main.ts',
  probe: 'packages/prober/src/probe-main.ts',
  users: 'packages/prober/src/users-main.ts',
};

/** Returns every file that went in, relative to `root`; throws esbuild's error when something does not build. */
export async function bundlePackage(root: string, dist: string): Promise<readonly string[]> {
  const common: BuildOptions = {
    ...programFormat,
    absWorkingDir: root,
    minifyIdentifiers: false,
    // Their texts are in THIRD-PARTY-LICENCES.txt.
    legalComments: 'none',
    metafile: true,
    logLevel: 'error',
    mainFields: ['module', 'main'],
  };
  const shared = await build({
    ...common,
    entryPoints: modules,
    outdir: dist,
    splitting: true,
    chunkNames: '[name]-[hash]',
    plugins: [replacing(root)],
  });
  const alone = await build({
    ...common,
    entryPoints: programs,
    outdir: join(dist, 'programs'),
    outExtension: { '.js': '.mjs' },
  });
  const metafiles = [shared, alone].flatMap(({ metafile }) => metafile ?? []);
  assertSelfContained(metafiles);
  return metafiles.flatMap(({ inputs }) => Object.keys(inputs));
}

/** Nothing is installed beside the package. What a driver tries to load, and can do without, does not count. */
function assertSelfContained(metafiles: readonly Metafile[]): void {
  const missing = metafiles
    .flatMap(({ outputs }) => Object.values(outputs))
    .flatMap(({ imports }) => imports)
    .filter(({ path, external, kind }) => external === true && kind !== 'require-call' && !isBuiltin(path));
  if (missing.length === 0) return;
  throw new Error(`not bundled: ${missing.map(({ path }) => path).join(', ')}`);
}

function replacing(root: string): Plugin {
  return {
    name: 'replacing',
    setup: ({ onLoad }) => {
      onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        const replacement = replaced[path.slice(root.length + 1)];
        if (replacement === undefined) return undefined;
        const file = join(root, replacement);
        const loader: Loader = 'ts';
        return { contents: await readFile(file, 'utf8'), resolveDir: dirname(file), loader };
      });
    },
  };
}
