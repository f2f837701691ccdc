/** What a majority of the voters has in common, as their leader knows it. */
import type { Progress, Raft } from './raft.ts';
import { majorityOf, votersOf } from './replica-set-config.ts';

/** The `majority`-th best of a number per voter; the leader's own counts only while it is a voter itself. */
export function majorityValue(raft: Raft, own: number, of: (progress: Progress) => number): number {
  const values = votersOf(raft.config).map((host) => {
    if (host === raft.self) return own;
    const progress = raft.progress.get(host);
    return progress === undefined ? Number.NEGATIVE_INFINITY : of(progress);
  });
  return values.sort((a, b) => b - a)[majorityOf(raft.config) - 1] ?? Number.NEGATIVE_INFINITY;
}

/**
 * The same for promises: to hold a copy, or to have followed. Members that lost their disk do not count, because they
 * may have promised themselves to a newer leader and forgotten it: a leader that does not yet know that it was deposed
 * could commit something else with their help.
 */
export function promisedByMajority(raft: Raft, own: number, of: (progress: Progress) => number): number {
  return majorityValue(raft, own, (progress) => (progress.canVote ? of(progress) : Number.NEGATIVE_INFINITY));
}
