/** Ends everything. There is nothing worth saving in what runs: it is disposable, and so is its directory. */
import { setTimeout as delay } from 'node:timers/promises';
import type { LocalFaultInjector } from '../fault-injector.ts';
import type { Foundation } from './foundation.ts';
import type { Tiers } from './start-tiers.ts';

type Running = Pick<Tiers, 'groups' | 'data'> & { readonly injector: LocalFaultInjector };

const withinMs = 2_000;

/** Kills everything, removes the runtime directory, closes the ledger; at most 2 s, even when something hangs. */
export function stopOnce(foundation: Foundation, running: Running): () => Promise<void> {
  let stopped: Promise<void> | null = null;
  return () => {
    stopped ??= stop(foundation, running);
    return stopped;
  };
}

async function stop(foundation: Foundation, running: Running): Promise<void> {
  for (const group of running.groups) group.stop();
  running.injector.close();
  const giveUp = new AbortController();
  await Promise.race([
    endProcesses(foundation, running),
    // The reaper, which cannot hang, finishes what this could not.
    delay(withinMs, undefined, { signal: giveUp.signal }).catch(() => {}),
  ]);
  giveUp.abort();
  foundation.file.close();
}

async function endProcesses({ children, reaper, bundles }: Foundation, { data }: Running): Promise<void> {
  await Promise.allSettled([children.killAll(), data.close(), bundles.close()]);
  await reaper.close();
}
