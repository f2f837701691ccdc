/** A Python environment of its own for an emulator, made once and found again. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const caches = join(import.meta.dirname, '../../../node_modules/.cache');

export type PythonEnvironment = {
  readonly emulator: string;
  readonly version: string;
  /** Pinned, as pip takes them. */
  readonly packages: readonly string[];
  /** The suite that needs it. */
  readonly suite: string;
};

/** Path of its Python. The first time needs PyPI, and half a minute at most. */
export async function pythonOf({ emulator, version, packages, suite }: PythonEnvironment): Promise<string> {
  const cache = join(caches, `garbageday-${emulator}`);
  const home = join(cache, `${emulator}-${version}`);
  const python = join(home, 'bin/python');
  if (existsSync(python)) return python;
  // Under another name until it is complete, so that half of one is never found.
  const making = `${home}.making-${process.pid}`;
  mkdirSync(cache, { recursive: true });
  try {
    await run('python3', ['-m', 'venv', making]);
    await run(join(making, 'bin/python'), [
      ...['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'],
      ...packages,
    ]);
    renameSync(making, home);
  } catch (error) {
    if (existsSync(python)) return python;
    throw new Error(
      `${emulator} could not be installed; ${suite} needs python3 with venv and pip, and PyPI: apt install python3-venv`,
      { cause: error },
    );
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
  return python;
}
