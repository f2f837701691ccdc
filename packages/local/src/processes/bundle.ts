/** One file per program, so that a child starts in a tenth of a second instead of resolving hundreds of modules. */
import { join } from 'node:path';
import { build, stop } from 'esbuild';

/** What the supervisor runs: absolute paths of the programs' entry files, as the caller resolved them. */
export type StackPrograms = {
  readonly wordcount: string;
  readonly mongolite: string;
  readonly embeddedLoadBalancer: string;
  readonly probe: string;
  readonly users: string;
};

/** CommonJS dependencies call `require`, which an ES module does not have. */
const banner =
  "import { createRequire as garbagedayCreateRequire } from 'node:module'; const require = garbagedayCreateRequire(import.meta.url);";

/**
 * Bundles one program into a directory and resolves to the path of the bundle.
 * Names are kept, because drivers and frameworks read them; throws esbuild's error when the program does not build.
 */
export async function bundle(name: string, entry: string, directory: string): Promise<string> {
  const outfile = join(directory, `${name}.mjs`);
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    logLevel: 'silent',
    banner: { js: banner },
  });
  return outfile;
}

/** Ends esbuild's own process, which would otherwise stay for as long as we do. */
export async function stopBundling(): Promise<void> {
  await stop();
}
