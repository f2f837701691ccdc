/** A file with objectives in it: OpenSLO, or a configuration of Garbage Day. */

import { extname } from 'node:path';
import { loadConfiguration } from '@garbageday/config/load-configuration.ts';
import { importOpenSloOrThrow, type OpenSloFile } from '@garbageday/config/openslo/import-openslo.ts';
import type { Configuration } from '@garbageday/core/config/configuration.ts';
import { fileName, readTextFile } from './read-text-file.ts';

export type SloFile = { /** For error lines. */ readonly where: string } & (
  | { readonly kind: 'openslo'; readonly file: OpenSloFile }
  | { readonly kind: 'config'; readonly configuration: Configuration }
);

/** @throws UsageError for a file that cannot be read, and for the first mistake in it. */
export async function loadSloFile(path: string, cwd: string): Promise<SloFile> {
  const where = fileName(path, cwd);
  if (await isConfiguration(path, cwd)) {
    return { kind: 'config', where, configuration: await loadConfiguration(path, cwd) };
  }
  return { kind: 'openslo', where, file: importOpenSloOrThrow(await readTextFile(path, cwd), where) };
}

/** By its ending; JSON is OpenSLO where it says so. */
export async function isConfiguration(path: string, cwd: string): Promise<boolean> {
  const extension = extname(path);
  if (['.ts', '.js', '.mjs'].includes(extension)) return true;
  return extension === '.json' && !(await readTextFile(path, cwd)).includes('"apiVersion"');
}
