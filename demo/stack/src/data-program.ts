/** Which program stores the data: a real mongod if there is one, else the embedded stand-in. */

import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { UsageError } from '@garbageday/core/errors.ts';
import { childEnvironment } from '@garbageday/local/processes/child-environment.ts';

export type DataProgram = { readonly kind: 'mongolite' } | ({ readonly kind: 'mongod' } & Mongod);

/** @throws UsageError if mongod is requested but none runs. */
export async function chooseDataProgram(
  choice: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<DataProgram> {
  if (choice === 'mongolite') return { kind: 'mongolite' };
  const mongod = await findMongod(environment);
  if (mongod !== null) return { kind: 'mongod', ...mongod };
  if (choice === 'auto') return { kind: 'mongolite' };
  throw new UsageError(
    'no working mongod was found (GARBAGEDAY_MONGOD, PATH, ~/.cache/mongodb-binaries); install it, or use --data mongolite',
  );
}

/** How reports name it, so that no one takes the stand-in for the real thing. */
export function describeDataProgram(program: DataProgram): string {
  return program.kind === 'mongod'
    ? `MongoDB ${program.version}`
    : 'mongolite (embedded stand-in, not MongoDB)';
}

/** A mongod that starts: path and version such as `7.0.14`. */
type Mongod = { readonly path: string; readonly version: string };

type Environment = Readonly<Record<string, string | undefined>>;

const run = promisify(execFile);

/**
 * The mongod that `GARBAGEDAY_MONGOD` names, else the first on PATH, else the newest that `mongodb-memory-server` has
 * downloaded; `null` if none of these runs. Throws `UsageError` if `GARBAGEDAY_MONGOD` names one that does not run.
 */
export async function findMongod(environment: Environment): Promise<Mongod | null> {
  const named = environment['GARBAGEDAY_MONGOD'] ?? '';
  if (named !== '') {
    const mongod = await check(named, environment);
    if (mongod !== null) return mongod;
    throw new UsageError(
      `GARBAGEDAY_MONGOD is ${named}, which is not a mongod that runs here; correct or unset it`,
    );
  }
  for (const path of [...onSearchPath(environment), ...downloaded(environment)]) {
    const mongod = existsSync(path) ? await check(path, environment) : null;
    if (mongod !== null) return mongod;
  }
  return null;
}

function onSearchPath(environment: Environment): readonly string[] {
  const directories = (environment['PATH'] ?? '').split(delimiter).filter(Boolean);
  return directories.map((directory) => join(directory, 'mongod'));
}

/** Names like `mongod-x64-debian-7.0.14`, newest version first. */
function downloaded(environment: Environment): readonly string[] {
  const directory = join(environment['HOME'] ?? '/', '.cache', 'mongodb-binaries');
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((name) => /^mongod-.*\d+\.\d+\.\d+$/.test(name))
    .toSorted((a, b) => versionAtEnd(b).localeCompare(versionAtEnd(a), 'en', { numeric: true }))
    .map((name) => join(directory, name));
}

function versionAtEnd(name: string): string {
  return name.slice(name.lastIndexOf('-') + 1);
}

/** Binaries for another system, or without their libraries, exist but do not run. */
async function check(path: string, environment: Environment): Promise<Mongod | null> {
  try {
    const { stdout } = await run(path, ['--version'], { timeout: 5_000, env: childEnvironment(environment) });
    const version = /db version v(\d+\.\d+\.\d+)/.exec(stdout)?.[1];
    return version === undefined ? null : { path, version };
  } catch {
    return null;
  }
}
