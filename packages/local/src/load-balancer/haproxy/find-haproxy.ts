import { execFile } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { isExecutable } from '../../is-executable.ts';
import { childEnvironment } from '../../processes/child-environment.ts';

/** An HAProxy that can be used: absolute path and version such as `2.6.12`. */
export type HaproxyProgram = { readonly path: string; readonly version: string };

/** Where packages install it, outside an ordinary user's PATH. */
const usualPlaces = ['/usr/sbin', '/usr/local/sbin', '/opt/homebrew/bin', '/usr/local/bin'];

/** The first version that knows every directive of our configuration (`http-error`, `error-status`). */
const oldest = { major: 2, minor: 2 };

const run = promisify(execFile);

async function versionOf(path: string): Promise<string | null> {
  try {
    const { stdout } = await run(path, ['-v'], { timeout: 5000, env: childEnvironment(process.env) });
    const [, version, major, minor] = /version ((\d+)\.(\d+)\S*)/i.exec(stdout) ?? [];
    if (version === undefined) return null;
    const isOldEnough =
      Number(major) === oldest.major ? Number(minor) >= oldest.minor : Number(major) > oldest.major;
    return isOldEnough ? (version.split('-')[0] ?? version) : null;
  } catch {
    return null; // a program that cannot even say its version is not one that can be used
  }
}

/** Looks along `searchPath` (the environment's PATH), then in the usual places; `null` without HAProxy 2.2 or later. */
export async function findHaproxy(searchPath: string): Promise<HaproxyProgram | null> {
  const directories = new Set([...searchPath.split(delimiter).filter(Boolean), ...usualPlaces]);
  for (const directory of directories) {
    const path = join(directory, 'haproxy');
    const version = isExecutable(path) ? await versionOf(path) : null;
    if (version !== null) return { path, version };
  }
  return null;
}
