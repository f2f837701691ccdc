/** What must hold at every moment, whatever happens (Raft, figure 3). Each violation is a sentence. */
import type { Simulation } from './simulation.ts';

export type Invariants = { readonly check: () => void; readonly violations: readonly string[] };

/** Watches leaders per term and the order in which members apply. */
export function invariants(simulation: Simulation): Invariants {
  const leaders = new Map<number, string>();
  const history: string[] = [];
  const violations: string[] = [];
  const checkLeaders = (): void => {
    for (const { host, raft } of simulation.members) {
      if (raft?.role !== 'leader') continue;
      const known = leaders.get(raft.term);
      if (known === undefined) leaders.set(raft.term, host);
      else if (known !== host) violations.push(`two leaders in term ${raft.term}: ${known} and ${host}`);
    }
  };
  const seen = new Map<string, number>();
  const checkHistory = (): void => {
    for (const { host, life, applied } of simulation.members) {
      const key = `${host}#${life}`;
      for (let at = Math.min(seen.get(key) ?? 0, applied.length); at < applied.length; at++) {
        const value = applied[at] as string;
        if (at === history.length) history.push(value);
        else if (history[at] !== value) {
          violations.push(`${host} applied ${value} as number ${at}, others ${history[at]}`);
          return;
        }
      }
      seen.set(key, applied.length);
    }
  };
  return {
    violations,
    check: () => {
      if (violations.length > 0) return;
      checkLeaders();
      checkHistory();
    },
  };
}
