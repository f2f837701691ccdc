/** What is laid beside a function's bundle, into the directory that SST is about to zip. */
import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { configurationFile, shipConfiguration } from '@garbageday/aws/contract/shipped-configuration.ts';
import type { Configuration } from '@garbageday/core/configuration.ts';

/**
 * Files that a function reads only when it needs them, at the paths that they have in this repository. SST's own `copyFiles`
 * (4.17) puts every single file into the zip twice.
 */
export async function layBeside(directory: string, paths: readonly string[]): Promise<void> {
  const lay = (path: string) => cp(join($cli.paths.root, path), join(directory, path), { dereference: true });
  await Promise.all(paths.map(lay));
}

/** Read by functions/configuration.ts. */
export async function layConfiguration(directory: string, configuration: Configuration): Promise<void> {
  await writeFile(join(directory, configurationFile), shipConfiguration(configuration));
}
