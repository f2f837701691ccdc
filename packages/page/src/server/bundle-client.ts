/** Makes one script and one style sheet of the page, and of that for phones. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Writes `page.js`, `page.css`, `phone.js` and `phone.css` into `directory`. In a process of its own: the one of esbuild's API is shared, and the
 * bundling of a stack's programs ends it when it is done.
 */
export async function bundleClient(directory: string, options: readonly string[] = []): Promise<void> {
  const esbuild = fileURLToPath(import.meta.resolve('esbuild/bin/esbuild'));
  const entries = ['page.ts', 'page.css', 'phone/phone.ts', 'phone/phone.css'].map((name) =>
    fileURLToPath(import.meta.resolve(`@garbageday/page/client/${name}`)),
  );
  await run(esbuild, [
    ...entries,
    ...[
      '--bundle',
      '--minify',
      '--format=esm',
      '--target=es2022',
      '--entry-names=[name]',
      '--legal-comments=none',
      '--log-level=error',
    ],
    ...[`--outdir=${directory}`, ...options],
  ]);
}
