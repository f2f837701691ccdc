/**
 * The JavaScript of the package: the command and the public modules share their code; each program is self-contained.
 */
import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import { programFormat } from '@garbageday/local/processes/program-format.ts';
import { type BuildOptions, build, type Loader, type Metafile, type Plugin } from 'esbuild';
import { z } from 'zod';

/** Modules that read the checkout, and their replacements in the package. */
const replaced: Readonly<Record<string, string>> = {
  'packages/cli/src/game-day/programs.ts': 'packages/garbageday/src/programs.ts',
  'packages/local/src/processes/bundle.ts': 'packages/garbageday/src/bundle.ts',
  'packages/sst/src/function-code.ts': 'packages/garbageday/src/function-code.ts',
  'packages/page/src/server/client-files.ts': 'packages/garbageday/src/client-files.ts',
  'packages/render/src/chart/chart-file-path.ts': 'packages/garbageday/src/chart-file-path.ts',
};

const modules = {
  garbageday: 'packages/garbageday/src/garbageday.js',
  index: 'packages/garbageday/src/index.ts',
  config: 'packages/garbageday/src/config.ts',
  sst: 'packages/garbageday/src/sst.ts',
};

/** The names are those of packages/cli/src/game-day/programs.ts. */
const programs = {
  embeddedLoadBalancer: 'packages/local/src/load-balancer/embedded-main.ts',
  journey: 'packages/prober/src/journey-main.ts',
};

/** What a service for game days adds, as data: nothing here imports it. */
const additionSchema = z.strictObject({
  modules: z.record(z.string(), z.string()),
  programs: z.record(z.string(), z.string()),
  replaced: z.record(z.string(), z.string()),
});

/** The demo's addition; without a demo, the package has no game day of its own. */
function additionOf(root: string): z.infer<typeof additionSchema> {
  const file = join(root, 'demo/build.json');
  if (!existsSync(file)) return { modules: {}, programs: {}, replaced: {} };
  return additionSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

/** Returns every file that was bundled, relative to `root`; throws esbuild's error if something does not build. */
export async function bundlePackage(root: string, dist: string): Promise<readonly string[]> {
  const addition = additionOf(root);
  const common: BuildOptions = {
    ...programFormat,
    absWorkingDir: root,
    minifyIdentifiers: false,
    // The licence texts are in THIRD-PARTY-LICENCES.txt.
    legalComments: 'none',
    metafile: true,
    logLevel: 'error',
    mainFields: ['module', 'main'],
  };
  const shared = await build({
    ...common,
    entryPoints: { ...modules, ...addition.modules },
    outdir: dist,
    splitting: true,
    chunkNames: '[name]-[hash]',
    plugins: [replacing(root, { ...replaced, ...addition.replaced })],
  });
  const alone = await build({
    ...common,
    entryPoints: { ...programs, ...addition.programs },
    outdir: join(dist, 'programs'),
    outExtension: { '.js': '.mjs' },
  });
  const metafiles = [shared, alone].flatMap(({ metafile }) => metafile ?? []);
  assertSelfContained(metafiles);
  return metafiles.flatMap(({ inputs }) => Object.keys(inputs));
}

/** Nothing else is installed with the package. Optional modules that a driver tries to load do not count. */
function assertSelfContained(metafiles: readonly Metafile[]): void {
  const missing = metafiles
    .flatMap(({ outputs }) => Object.values(outputs))
    .flatMap(({ imports }) => imports)
    .filter(({ path, external, kind }) => external === true && kind !== 'require-call' && !isBuiltin(path));
  if (missing.length === 0) return;
  throw new Error(`not bundled: ${missing.map(({ path }) => path).join(', ')}`);
}

function replacing(root: string, files: Readonly<Record<string, string>>): Plugin {
  return {
    name: 'replacing',
    setup: ({ onLoad }) => {
      onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        const replacement = files[path.slice(root.length + 1)];
        if (replacement === undefined) return undefined;
        const file = join(root, replacement);
        const loader: Loader = 'ts';
        return { contents: await readFile(file, 'utf8'), resolveDir: dirname(file), loader };
      });
    },
  };
}
