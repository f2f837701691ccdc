/** Files that the package reads besides its code. */
import { chmodSync, copyFileSync, mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { interFonts, resvgWasm } from '@garbageday/render/chart/chart-files.ts';

export function copyFiles(root: string, dist: string): void {
  mkdirSync(join(dist, 'files'), { recursive: true });
  for (const file of [resvgWasm, ...interFonts])
    copyFileSync(join(root, 'node_modules', file), join(dist, 'files', basename(file)));
  for (const file of ['LICENSE', 'README.md']) copyFileSync(join(root, file), join(dist, '..', file));
  chmodSync(join(dist, 'garbageday.js'), 0o755);
}
