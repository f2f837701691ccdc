/** Makes sure that no child outlives the supervisor, however it dies. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { childEnvironment } from './child-environment.ts';

/** A tiny separate process that is told every pid, and kills what is left once we are gone. */
export type Reaper = {
  readonly pid: number;
  readonly watch: (pid: number) => void;
  readonly forget: (pid: number) => void;
  /** Makes it do its work now: kill what is left, remove the runtime directory, exit. Safe to repeat. */
  readonly close: () => Promise<void>;
};

/**
 * Reads `+pid` and `-pid`; the end of its input means that the supervisor is dead, even by SIGKILL. SIGKILL wakes a
 * stopped process too; each child leads a process group of its own, which goes with it.
 */
const script = `
trap '' HUP INT TERM
pids=
while read -r line; do
  case $line in
    +*) pids="$pids \${line#+}" ;;
    -*) kept=
        for pid in $pids; do [ "$pid" = "\${line#-}" ] || kept="$kept $pid"; done
        pids=$kept ;;
  esac
done
for pid in $pids; do kill -s KILL -- "-$pid"; kill -s KILL "$pid"; kill -s CONT "$pid"; done 2>/dev/null
rm -rf -- "$1"
`;

type Environment = Readonly<Record<string, string | undefined>>;

/** Starts the reaper in its own session, so that the terminal's signals do not reach it. `environment`: our own. */
export function startReaper(runtimeDirectory: string, environment: Environment): Reaper {
  const watched = new Set<number>();
  let isClosing = false;
  let child = spawnReaper(runtimeDirectory, environment);
  const say = (line: string) => child.stdin?.write(`${line}\n`);
  const replaceWhenGone = () => {
    child.once('exit', () => {
      if (isClosing) return;
      child = spawnReaper(runtimeDirectory, environment);
      for (const pid of watched) say(`+${pid}`);
      replaceWhenGone();
    });
  };
  replaceWhenGone();
  return {
    get pid() {
      return child.pid ?? -1;
    },
    watch: (pid) => {
      watched.add(pid);
      say(`+${pid}`);
    },
    forget: (pid) => {
      if (watched.delete(pid)) say(`-${pid}`);
    },
    close: async () => {
      isClosing = true;
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.ref();
      const gone = once(child, 'exit');
      child.stdin?.end();
      await gone;
    },
  };
}

function spawnReaper(runtimeDirectory: string, environment: Environment): ChildProcess {
  const child = spawn('sh', ['-c', script, 'garbageday-reaper', runtimeDirectory], {
    detached: true,
    // Its `rm` must be found, whatever our own PATH is.
    env: { ...childEnvironment(environment), PATH: '/usr/bin:/bin' },
    stdio: ['pipe', 'ignore', 'ignore'],
    cwd: '/',
  });
  // A reaper that died is replaced on `exit`; what was being written to it is written again there.
  child.stdin?.on('error', () => {});
  child.unref();
  return child;
}
