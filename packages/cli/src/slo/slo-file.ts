/** SLOs from a file: OpenSLO, or a Garbage Day configuration. */

import { extname } from 'node:path';
import { loadConfiguration } from '@garbageday/config/load-configuration.ts';
import { importOpenSloOrThrow, type OpenSloFile } from '@garbageday/config/openslo/import-openslo.ts';
import { problemText } from '@garbageday/config/openslo/problem.ts';
import type { Configuration } from '@garbageday/core/configuration.ts';
import type { Output } from '../output.ts';
import { readOpenSlo, type Source } from './openslo-files.ts';
import { fileName, readTextFile } from './read-text-file.ts';

export type SloFile = { /** For error lines. */ readonly where: string } & (
  | { readonly kind: 'openslo'; readonly file: OpenSloFile }
  | { readonly kind: 'config'; readonly configuration: Configuration }
);

/** @throws UsageError for a file that cannot be read, or the first mistake in it. */
export async function loadSloFile(path: string, source: Source): Promise<SloFile> {
  const where = path === '-' ? '<stdin>' : fileName(path, source.cwd);
  if (await isConfiguration(path, source.cwd)) {
    return { kind: 'config', where, configuration: await loadConfiguration(path, source.cwd) };
  }
  return { kind: 'openslo', where, file: importOpenSloOrThrow(...(await readOpenSlo([path], source))) };
}

/** By its extension; JSON is OpenSLO if it says so. */
export async function isConfiguration(path: string, cwd: string): Promise<boolean> {
  const extension = extname(path);
  if (['.ts', '.js', '.mjs'].includes(extension)) return true;
  return extension === '.json' && !(await readTextFile(path, cwd)).includes('"apiVersion"');
}

/** Prints on stderr how open points of the specification were interpreted, because the numbers depend on it. */
export function tellReadings({ remarks }: Pick<OpenSloFile, 'remarks'>, output: Output): void {
  for (const remark of remarks) {
    if (remark.severity === 'reading') output.line(`garbageday: ${problemText('', remark)}`);
  }
}
