/** Ends everything. Nothing that runs is worth saving: it is disposable, and so is its directory. */
import { setTimeout as delay } from 'node:timers/promises';
import type { LocalFaultInjector } from '../fault-injector.ts';
import type { Foundation } from './foundation.ts';
import type { Tiers } from './start-tiers.ts';
import type { MemoryWatch } from './watch-memory.ts';

type Running = Pick<Tiers, 'groups' | 'data'> & {
  readonly injector: LocalFaultInjector;
  readonly memory: MemoryWatch;
};

const withinMs = 2_000;

export type Ending = {
  /** Kills everything that runs and removes the runtime directory; takes at most 2 s, even if something hangs. */
  readonly kill: () => Promise<void>;
  /** The same, and closes the ledger. */
  readonly stop: () => Promise<void>;
};

/** Both may be repeated. */
export function endingOf(foundation: Foundation, running: Running): Ending {
  let killed: Promise<void> | null = null;
  let stopped: Promise<void> | null = null;
  const kill = (): Promise<void> => {
    killed ??= killAll(foundation, running);
    return killed;
  };
  const stop = (): Promise<void> => {
    stopped ??= kill().then(() => foundation.file.close());
    return stopped;
  };
  return { kill, stop };
}

async function killAll(foundation: Foundation, running: Running): Promise<void> {
  for (const group of running.groups) group.stop();
  running.injector.close();
  running.memory.stop();
  const giveUp = new AbortController();
  await Promise.race([
    endProcesses(foundation, running),
    // The reaper, which cannot hang, finishes what this could not.
    delay(withinMs, undefined, { signal: giveUp.signal }).catch(() => {}),
  ]);
  giveUp.abort();
}

async function endProcesses({ children, reaper, bundles }: Foundation, { data }: Running): Promise<void> {
  await Promise.allSettled([children.killAll(), data?.close(), bundles.close()]);
  await reaper.close();
}
