/** Reads OpenSLO from files, folders, or `-` for standard input. */
import { readdir, stat } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import type { OpenSloText } from '@garbageday/config/openslo/import-openslo.ts';
import { maxYamlBytes, tooLarge } from '@garbageday/config/openslo/yaml-documents.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import { systemCode } from '@garbageday/local/file-error.ts';
import type { Surroundings } from '../surroundings.ts';
import { fileName, readTextFile, unreadable } from './read-text-file.ts';

export type Source = Pick<Surroundings, 'cwd' | 'stdin'>;

/** The name of standard input in a problem's line. */
const stdinName = '<stdin>';

/** No one keeps more files in one folder; a mistaken `/` should not be read to the end. */
const mostFiles = 1_000;

/**
 * The texts of all files, each once. For a folder: every .yaml, .yml and .json below it that mentions OpenSLO.
 *
 * @throws UsageError `<file>: <why it cannot be read>`, and for a folder without any.
 */
export async function readOpenSlo(paths: readonly string[], source: Source): Promise<readonly OpenSloText[]> {
  const texts: OpenSloText[] = [];
  for (const path of paths) texts.push(...(await textsOf(path, source)));
  return texts.filter(({ where }, index) => texts.findIndex((other) => other.where === where) === index);
}

async function textsOf(path: string, { cwd, stdin }: Source): Promise<readonly OpenSloText[]> {
  if (path === '-') return [{ text: await wholeOf(stdin), where: stdinName }];
  if (!(await isDirectory(path, cwd))) {
    return [{ text: await readTextFile(path, cwd), where: fileName(path, cwd) }];
  }
  const found: OpenSloText[] = [];
  for (const file of await filesBelow(resolve(cwd, path), fileName(path, cwd))) {
    const text = await readTextFile(file, cwd);
    if (/openslo\/v1/.test(text)) found.push({ text, where: fileName(file, cwd) });
  }
  if (found.length > 0) return found;
  throw new UsageError(
    `${fileName(path, cwd)}: contains no OpenSLO document; name the files, or another folder`,
  );
}

async function isDirectory(path: string, cwd: string): Promise<boolean> {
  try {
    return (await stat(resolve(cwd, path))).isDirectory();
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw unreadable(fileName(path, cwd), error);
  }
}

/** By name, folder by folder; hidden ones and node_modules are skipped. */
async function filesBelow(directory: string, where: string): Promise<readonly string[]> {
  const files: string[] = [];
  const entries = (await readdir(directory, { withFileTypes: true })).toSorted((a, b) =>
    a.name < b.name ? -1 : 1,
  );
  for (const entry of entries) {
    if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
    const path = join(directory, entry.name);
    if (entry.isDirectory()) files.push(...(await filesBelow(path, where)));
    else if (entry.isFile() && ['.yaml', '.yml', '.json'].includes(extname(entry.name))) files.push(path);
    if (files.length > mostFiles) {
      throw new UsageError(
        `${where}: holds more than ${mostFiles} files; name the folder with the objectives`,
      );
    }
  }
  return files;
}

async function wholeOf(stream: Source['stdin']): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    const part = Buffer.from(chunk);
    bytes += part.length;
    if (bytes > maxYamlBytes) throw new UsageError(`${stdinName}: ${tooLarge(bytes)}`);
    chunks.push(part);
  }
  return Buffer.concat(chunks).toString('utf8');
}
