/** An OpenSLO file that a person named. */
import {
  type ImportedOpenSlo,
  importOpenSlo,
  importOpenSloOrThrow,
  type OpenSloFile,
} from '@garbageday/config/openslo/import-openslo.ts';
import { fileName, readTextFile } from './read-text-file.ts';

/** @throws UsageError with the first problem, if there is one. */
export async function loadOpenSlo(path: string, cwd: string): Promise<OpenSloFile> {
  return importOpenSloOrThrow(await readTextFile(path, cwd), fileName(path, cwd));
}

/** With all its problems. @throws UsageError when it cannot be read at all. */
export async function examineOpenSlo(path: string, cwd: string): Promise<ImportedOpenSlo> {
  return importOpenSlo(await readTextFile(path, cwd));
}
