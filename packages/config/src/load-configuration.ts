/** The configuration file, found, read and parsed. */
import { access, readFile, stat } from 'node:fs/promises';
import { registerHooks } from 'node:module';
import { extname, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Configuration } from '@garbageday/core/configuration.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import { z } from 'zod';
import type { Platform } from './group-defaults.ts';
import { parseConfiguration } from './parse-configuration.ts';
import { parseJson } from './parse-json.ts';

/** Looked for in this order if no file is named. */
export const configurationFiles = [
  'garbageday.config.ts',
  'garbageday.config.js',
  'garbageday.config.json',
] as const;

const extensions = ['.ts', '.js', '.mjs', '.json'];

/**
 * Loads the named file, or the first of `configurationFiles` in `cwd`, or the defaults if there is none. A .ts, .js or
 * .mjs file is run; its default export is the configuration.
 *
 * @throws UsageError one line: the file, the key, what is wrong and how to fix it.
 *
 * @example const { slos } = await loadConfiguration(null, process.cwd());
 */
export async function loadConfiguration(
  path: string | null,
  cwd: string,
  platform: Platform = 'local',
): Promise<Configuration> {
  const file = path ?? (await findConfiguration(cwd));
  if (file === null) return parseConfiguration({}, 'the defaults', platform);
  const { input, where } = await readConfiguration(file, cwd);
  return parseConfiguration(input, where, platform);
}

export type WrittenConfiguration = {
  /** The file's content, unchecked. */
  readonly input: unknown;
  readonly text: string;
  readonly where: string;
  readonly isJson: boolean;
};

/** @throws UsageError for a file that cannot be read or run. */
export async function readConfiguration(file: string, cwd: string): Promise<WrittenConfiguration> {
  const absolute = resolve(cwd, file);
  const where = nameOf(absolute, cwd);
  const text = await readText(absolute, where);
  const isJson = extname(absolute) === '.json';
  return {
    input: isJson ? parseJson(text, where) : await importDefault(absolute, where),
    text,
    where,
    isJson,
  };
}

/** The first of `configurationFiles` that exists in `cwd`. */
export async function findConfiguration(cwd: string): Promise<string | null> {
  for (const name of configurationFiles) {
    const isThere = await access(resolve(cwd, name)).then(
      () => true,
      () => false,
    );
    if (isThere) return name;
  }
  return null;
}

/** As short as is clear: relative inside `cwd`, absolute elsewhere. */
function nameOf(absolute: string, cwd: string): string {
  const path = relative(cwd, absolute);
  return path.startsWith('..') ? absolute : path;
}

async function readText(absolute: string, where: string): Promise<string> {
  if (!extensions.includes(extname(absolute))) {
    throw new UsageError(`${where}: is not a configuration; name a ${extensions.join(', ')} file`);
  }
  try {
    // Reading from a named pipe without a writer would never end.
    const found = await stat(absolute);
    if (!found.isFile() && !found.isDirectory()) throw new UsageError(`${where}: is not a file; name one`);
    return await readFile(absolute, 'utf8');
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
    throw new UsageError(`${where}: ${whyUnreadable(code)}`, { cause });
  }
}

function whyUnreadable(code: string | undefined): string {
  if (code === 'ENOENT') return 'the file does not exist; check --config, or omit it for the defaults';
  if (code === 'EISDIR') return 'is a directory; name a file in it';
  if (code === 'EACCES') return 'cannot be read; change its permissions';
  return `cannot be read (${code ?? 'unknown'})`;
}

const moduleSchema = z.object({ default: z.unknown() });

async function importDefault(absolute: string, where: string): Promise<unknown> {
  const url = pathToFileURL(absolute).href;
  const hooks = asModule(url);
  const module: unknown = await import(url)
    .catch((cause: unknown) => {
      const [why = ''] = String(cause).split('\n');
      throw new UsageError(`${where}${lineIn(absolute, cause)}: cannot be run: ${why}`, { cause });
    })
    .finally(() => hooks.deregister());
  const parsed = moduleSchema.safeParse(module);
  if (parsed.success && parsed.data.default !== undefined) return parsed.data.default;
  throw new UsageError(`${where}: has no default export; write \`export default defineConfig({ … })\``);
}

/** Stands for `garbageday/config` where that is not installed: with `npx garbageday` in a project of another language. */
const ownDefineConfig = 'garbageday:config';

/** A .ts configuration is an ES module, even next to a package.json with `"type": "commonjs"`, as `npm init` writes. */
function asModule(file: string) {
  return registerHooks({
    resolve: (specifier, context, nextResolve) => {
      try {
        return nextResolve(specifier, context);
      } catch (error) {
        if (specifier !== 'garbageday/config') throw error;
        return { url: ownDefineConfig, format: 'module', shortCircuit: true };
      }
    },
    load: (url, context, nextLoad) => {
      if (url === ownDefineConfig)
        return {
          format: 'module',
          source: 'export const defineConfig = (input) => input;',
          shortCircuit: true,
        };
      const isConfiguration = url === file && url.endsWith('.ts');
      return nextLoad(url, isConfiguration ? { ...context, format: 'module-typescript' } : context);
    },
  });
}

/** `:3` when the error knows its line in the file. */
function lineIn(absolute: string, cause: unknown): string {
  const stack = cause instanceof Error ? (cause.stack ?? '') : '';
  const [, behind = ''] = stack.split(`${absolute}:`);
  const [digits] = /^\d+/.exec(behind) ?? [];
  return digits === undefined ? '' : `:${digits}`;
}
