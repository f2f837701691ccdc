import { setTimeout as sleep } from 'node:timers/promises';
import type { ReadyCheck, Target } from '../load-balancer.ts';
import { type Upstream, watchUpstream } from './upstream.ts';

/** The targets of one load balancer process. */
export type Upstreams = {
  /** Watches exactly these from now on; resolves when each of the new ones has been checked once. */
  readonly set: (targets: readonly Target[]) => Promise<void>;
  readonly inService: () => readonly string[];
  /**
   * The least busy one in service, if possible none of `tried`. If all have fallen silent, they are more likely too
   * busy than hung, and are used all the same. Waits up to `patienceMs` for one; then `null`.
   */
  readonly choose: (tried: ReadonlySet<Upstream>, patienceMs: number) => Promise<Upstream | null>;
};

const lookAgainMs = 20;

/** The same process under the same id keeps its place; a new port under an old id is a new target. */
function keyOf({ id, port }: Target): string {
  return `${port} ${id}`;
}

/** Fewest active requests; among equals the one after the last choice, so that all get their share. */
function leastBusy(candidates: readonly Upstream[], turn: number): Upstream | null {
  const rotated = candidates.map((_, index) => candidates[(index + turn) % candidates.length]);
  return rotated.reduce<Upstream | null>(
    (best, next) => (next !== undefined && (best === null || next.active() < best.active()) ? next : best),
    null,
  );
}

/** `onChange` is called with the ids in service whenever they may have changed. */
export function watchUpstreams(ready: ReadyCheck, onChange: (ids: readonly string[]) => void): Upstreams {
  const known = new Map<string, Upstream>();
  let turn = 0;
  const up = (): readonly Upstream[] => [...known.values()].filter((upstream) => upstream.isUp());
  const idsInService = () => up().map(({ target }) => target.id);
  const silent = (): readonly Upstream[] => [...known.values()].filter((upstream) => upstream.isGivenUp());
  const announce = (): void => {
    onChange(idsInService());
    // Only if another target can take them: otherwise a slow answer is better than none.
    if (up().length > 0) for (const upstream of silent()) upstream.endRequests();
  };

  const pick = (tried: ReadonlySet<Upstream>): Upstream | null => {
    const inService = up();
    const candidates = inService.length > 0 ? inService : silent();
    const fresh = candidates.filter((upstream) => !tried.has(upstream));
    turn += 1;
    return leastBusy(fresh.length > 0 ? fresh : candidates, turn);
  };
  const add = (target: Target): Upstream => {
    const upstream = watchUpstream(target, ready, announce);
    known.set(keyOf(target), upstream);
    return upstream;
  };
  const remove = (key: string): void => {
    known.get(key)?.retire();
    known.delete(key);
  };
  return {
    inService: idsInService,
    set: async (targets) => {
      const wanted = new Map(targets.map((target) => [keyOf(target), target]));
      for (const key of known.keys()) if (!wanted.has(key)) remove(key);
      announce();
      const added = [...wanted].filter(([key]) => !known.has(key)).map(([, target]) => add(target));
      await Promise.all(added.map((upstream) => upstream.check()));
    },
    choose: async (tried, patienceMs) => {
      const deadline = performance.now() + patienceMs;
      for (;;) {
        const chosen = pick(tried);
        if (chosen !== null || performance.now() >= deadline) return chosen;
        await sleep(lookAgainMs);
      }
    },
  };
}
