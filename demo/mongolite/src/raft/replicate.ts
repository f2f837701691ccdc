/** Leader: makes every follower's log equal its own. One append is in flight per follower, plus heartbeats. */
import type { Entry } from './entry.ts';
import { type Progress, type Raft, timing } from './raft.ts';
import { majorityOf, memberOf, votersOf } from './replica-set-config.ts';
import { beginSnapshot, resendPage } from './send-snapshot.ts';

function electorate(raft: Raft, without: string): readonly string[] {
  return votersOf(raft.config).filter((host) => host !== without);
}

/**
 * A member that lost its disk forgot its votes and its copies. It may vote again once it holds everything it can have
 * acknowledged before (all that this leader had when it came back), and once a majority without it has followed this
 * leader since: then no other leader can rely on a vote that the member no longer remembers.
 */
function mayVoteAgain(raft: Raft, host: string, progress: Progress): boolean {
  if (progress.canVote || progress.incarnation === null || !raft.isReady) return false;
  if (progress.match < progress.incarnationLastIndex) return false;
  const others = electorate(raft, host);
  const hasProven = (known: Progress | undefined) =>
    known?.canVote === true && known.provenAtMs >= progress.incarnationSinceMs;
  const proven = others.filter((other) => other === raft.self || hasProven(raft.progress.get(other)));
  return proven.length >= Math.min(majorityOf(raft.config), others.length);
}

function sendEntries(raft: Raft, host: string, progress: Progress, entries: readonly Entry[]): void {
  const previous = raft.log.positionAt(progress.next - 1);
  if (previous === null) return;
  const sentAtMs = raft.ports.nowMs();
  raft.seq += 1;
  if (entries.length > 0) progress.inFlight = { seq: raft.seq, sentAtMs };
  raft.ports.send(host, {
    kind: 'append',
    term: raft.term,
    seq: raft.seq,
    sentAtMs,
    prevIndex: previous.index,
    prevTerm: previous.term,
    entries,
    commit: raft.commit,
    grantedTo: mayVoteAgain(raft, host, progress) ? progress.incarnation : null,
  });
}

function isLate(raft: Raft, sentAtMs: number): boolean {
  return raft.ports.nowMs() - sentAtMs > timing.appendTimeoutMs;
}

/** Sends what the follower lacks, unless something is on its way already. */
export function replicateTo(raft: Raft, host: string): void {
  const progress = raft.progress.get(host);
  if (progress === undefined || !progress.isConnected) return;
  if (progress.snapshot !== null) {
    if (isLate(raft, progress.snapshot.sentAtMs)) resendPage(raft, host, progress.snapshot);
    return;
  }
  if (progress.inFlight !== null && !isLate(raft, progress.inFlight.sentAtMs)) return;
  if (raft.log.positionAt(progress.next - 1) === null) {
    beginSnapshot(raft, host, progress);
    return;
  }
  const entries = raft.log.slice(progress.next, raft.ports.messageBytes);
  if (entries.length > 0) sendEntries(raft, host, progress, entries);
}

/** Tells the follower that this leader is alive, and how far the log is committed. */
export function beat(raft: Raft, host: string): void {
  const progress = raft.progress.get(host);
  if (progress?.isConnected) sendEntries(raft, host, progress, []);
}

export function beatAll(raft: Raft): void {
  raft.beatAtMs = raft.ports.nowMs();
  for (const host of raft.progress.keys()) beat(raft, host);
}

export function replicateToAll(raft: Raft): void {
  for (const host of raft.progress.keys()) replicateTo(raft, host);
}

/** Adds entries to the leader's own log and sends them on. Returns the index of the first. */
export function appendAsLeader(raft: Raft, entries: readonly Entry[]): number {
  const from = raft.log.last().index + 1;
  raft.ports.storage.append(from, entries, raft.commit);
  raft.log.append(from, entries);
  return from;
}

/** Whether this leader's configuration still includes it. */
export function isMember(raft: Raft): boolean {
  return memberOf(raft.config, raft.self) !== undefined;
}
