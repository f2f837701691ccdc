/** A configuration counts from the moment it is in the log, committed or not (Raft thesis §4.1). */
import type { Progress, Raft } from './raft.ts';

/** The progress of a member about which nothing is known yet. */
export function newProgress(raft: Raft, host: string): Progress {
  return {
    next: raft.log.last().index + 1,
    match: 0,
    inFlight: null,
    snapshot: null,
    isConnected: raft.connected.has(host),
    heardAtMs: raft.ports.nowMs(),
    provenAtMs: Number.NEGATIVE_INFINITY,
    incarnation: null,
    canVote: false,
    isElectable: false,
    incarnationSinceMs: Number.POSITIVE_INFINITY,
    incarnationLastIndex: Number.POSITIVE_INFINITY,
    caughtUpSinceMs: null,
  };
}

/** The hosts of all other members in the configuration. */
export function othersOf(raft: Raft): readonly string[] {
  return (raft.config?.members ?? []).map(({ host }) => host).filter((host) => host !== raft.self);
}

/** As leader: exactly the members of the configuration are replicated to. */
function trackMembers(raft: Raft): void {
  if (raft.role !== 'leader') return;
  const others = othersOf(raft);
  for (const host of raft.progress.keys()) if (!others.includes(host)) raft.progress.delete(host);
  for (const host of others) if (!raft.progress.has(host)) raft.progress.set(host, newProgress(raft, host));
}

/** Takes the configuration from the log again, after the log has changed. */
export function adoptConfig(raft: Raft): void {
  const latest = raft.log.latestConfig();
  raft.config = latest?.config ?? raft.appliedConfig;
  raft.configIndex = latest?.index ?? 0;
  trackMembers(raft);
  raft.ports.changed();
}
