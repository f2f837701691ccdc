/** Has the kernel kill a child when its parent is gone, even if the reaper is gone and the child is stopped. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { childEnvironment } from './child-environment.ts';

/** What to put before a command, for `spawn`; empty if there is no such guard. */
export type ParentDeathGuard = readonly string[];

const run = promisify(execFile);

const setpriv = ['setpriv', '--pdeathsig', 'KILL'] as const;

/**
 * util-linux's `setpriv`, which sets PR_SET_PDEATHSIG (prctl(2)) and then becomes the program: same pid, same pipes.
 * The kernel goes by the *thread* that started the child; Node starts children on its main thread, which lives as long
 * as the process. None on macOS, whose kernel has nothing like it, or with a busybox `setpriv` without `--pdeathsig`:
 * there Node's programs still end when their channel closes, and HAProxy and mongod depend on the reaper.
 */
export async function findParentDeathGuard(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<ParentDeathGuard> {
  const [program, ...args] = setpriv;
  try {
    await run(program, [...args, 'true'], { env: childEnvironment(environment), timeout: 5_000 });
    return setpriv;
  } catch {
    return [];
  }
}

/** The command line that runs the program under the guard. */
export function guarded(
  guard: ParentDeathGuard,
  path: string,
  args: readonly string[],
): { readonly path: string; readonly args: readonly string[] } {
  const [first, ...rest] = guard;
  return first === undefined ? { path, args } : { path: first, args: [...rest, path, ...args] };
}
