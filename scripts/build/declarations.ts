/** Types of the public modules, one file each. */
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { dts } from 'rolldown-plugin-dts';

/** Writes index.d.ts and config.d.ts, and what they share, into `dist`. */
export async function writeDeclarations(root: string, dist: string): Promise<void> {
  const bundle = await rolldown({
    cwd: root,
    input: {
      index: 'packages/garbageday/src/index.ts',
      config: 'packages/garbageday/src/config.ts',
    },
    plugins: [ownPackages(root), dts({ generator: 'oxc', dtsOnly: true, tsconfig: false })],
  });
  await bundle.write({ dir: dist, chunkFileNames: '[name].d.ts' });
  await bundle.close();
}

/** Otherwise they would stay imports of packages that nobody can install. */
function ownPackages(root: string) {
  return {
    name: 'own-packages',
    resolveId(specifier: string) {
      const [, name, path] = /^@garbageday\/([^/]+)\/(.+)$/.exec(specifier) ?? [];
      return name === undefined || path === undefined ? null : join(root, 'packages', name, 'src', path);
    },
  };
}
