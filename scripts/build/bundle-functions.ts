/** The functions as the component deploys them, each in its own folder. */

import { join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { specs } from '../../functions/specs.ts';

/** Returns every file that was bundled, relative to `root`. */
export async function bundleFunctions(root: string, dist: string): Promise<readonly string[]> {
  const inputs: string[] = [];
  for (const name of Object.keys(specs)) {
    const { metafile } = await build({
      ...functionFormat,
      absWorkingDir: root,
      entryPoints: [`functions/${name}.ts`],
      outdir: join(dist, 'functions', name),
      // The licence texts are in THIRD-PARTY-LICENCES.txt.
      legalComments: 'none',
    });
    inputs.push(...Object.keys(metafile.inputs));
  }
  return inputs;
}

const banner = [
  "import { createRequire as topLevelCreateRequire } from 'module';",
  'const require = topLevelCreateRequire(import.meta.url);',
  'import { fileURLToPath as topLevelFileUrlToPath, URL as topLevelURL } from "url"',
  'const __filename = topLevelFileUrlToPath(import.meta.url)',
  'const __dirname = topLevelFileUrlToPath(new topLevelURL(".", import.meta.url))',
].join('\n');

export const functionFormat = {
  outExtension: { '.js': '.mjs' },
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'esnext',
  mainFields: ['module', 'main'],
  minify: true,
  keepNames: true,
  metafile: true,
  banner: { js: banner },
  logLevel: 'error',
} as const satisfies BuildOptions;
