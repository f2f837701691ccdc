/** Files that a function reads only when it needs them, at the paths that they have in this repository. */
import { cp } from 'node:fs/promises';
import { join } from 'node:path';

/** Into the directory that SST is about to zip. Its own `copyFiles` (4.17) puts every single file into the zip twice. */
export async function layBeside(directory: string, paths: readonly string[]): Promise<void> {
  const lay = (path: string) => cp(join($cli.paths.root, path), join(directory, path), { dereference: true });
  await Promise.all(paths.map(lay));
}
