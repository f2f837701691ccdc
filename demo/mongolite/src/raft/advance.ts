/** Leader: what an acknowledgement moves forward. */

import { commitUpTo } from './apply.ts';
import type { AppendReply, FollowerHealth, SnapshotReply } from './message.ts';
import { promisedByMajority } from './quorum.ts';
import type { Progress, Raft } from './raft.ts';
import { beat, isMember, replicateTo } from './replicate.ts';
import { adoptTerm, follow, postponeElection } from './roles.ts';
import { sendPage } from './send-snapshot.ts';
import { orderElection } from './transfer.ts';

/** Commits what a majority holds, if this term's leader wrote it (Raft §5.4.2). */
export function advanceCommit(raft: Raft): void {
  if (raft.role !== 'leader') return;
  const index = promisedByMajority(raft, raft.log.last().index, (progress) => progress.match);
  if (index <= raft.commit || raft.log.positionAt(index)?.term !== raft.term) return;
  commitUpTo(raft, index);
  if (!isMember(raft) && raft.configIndex <= raft.commit) {
    postponeElection(raft);
    follow(raft, null);
  } else if (!raft.isReady) {
    raft.isReady = true;
    raft.ports.changed();
  }
}

function confirmReads(raft: Raft): void {
  if (raft.confirmations.length === 0) return;
  const provenAtMs = promisedByMajority(raft, raft.ports.nowMs(), (progress) => progress.provenAtMs);
  const settled = raft.confirmations.filter(({ sinceMs }) => sinceMs <= provenAtMs);
  raft.confirmations = raft.confirmations.filter(({ sinceMs }) => sinceMs > provenAtMs);
  for (const { settle } of settled) settle(true);
}

function noteHealth(raft: Raft, progress: Progress, health: FollowerHealth): void {
  const now = raft.ports.nowMs();
  progress.heardAtMs = now;
  if (progress.incarnation !== health.incarnation) {
    progress.incarnation = health.incarnation;
    progress.incarnationSinceMs = now;
    progress.incarnationLastIndex = raft.log.last().index;
    progress.caughtUpSinceMs = null;
    if (!health.canVote) progress.match = 0;
  }
  progress.canVote = health.canVote;
  progress.isElectable = health.isElectable;
}

function noteCaughtUp(raft: Raft, progress: Progress): void {
  const isCaughtUp = progress.match >= raft.commit;
  if (isCaughtUp) progress.caughtUpSinceMs ??= raft.ports.nowMs();
  else if (raft.commit - progress.match > 200) progress.caughtUpSinceMs = null;
}

function noteIndex(progress: Progress, reply: AppendReply): void {
  if (progress.inFlight !== null && reply.seq >= progress.inFlight.seq) progress.inFlight = null;
  if (reply.isAccepted) {
    progress.match = Math.max(progress.match, reply.index);
    progress.next = Math.max(progress.next, progress.match + 1);
  } else if (progress.snapshot === null) {
    progress.inFlight = null;
    progress.next = Math.max(1, Math.min(progress.next - 1, reply.index + 1));
    if (progress.match >= progress.next) progress.match = progress.next - 1;
  }
}

function followerOf(raft: Raft, from: string, term: number): Progress | null {
  adoptTerm(raft, term);
  if (raft.role !== 'leader' || raft.term !== term) return null;
  return raft.progress.get(from) ?? null;
}

/** A follower accepted entries, or said from where it needs them. */
export function onAppendReply(raft: Raft, from: string, reply: AppendReply): void {
  const progress = followerOf(raft, from, reply.term);
  if (progress === null) return;
  noteHealth(raft, progress, reply);
  progress.provenAtMs = Math.max(progress.provenAtMs, reply.sentAtMs);
  noteIndex(progress, reply);
  noteCaughtUp(raft, progress);
  advanceCommit(raft);
  if (raft.role !== 'leader') return;
  confirmReads(raft);
  orderElection(raft);
  if (reply.isAccepted || progress.next <= raft.log.last().index) replicateTo(raft, from);
  else beat(raft, from);
}

/** A follower accepted a page, or all of them. */
export function onSnapshotReply(raft: Raft, from: string, reply: SnapshotReply): void {
  const progress = followerOf(raft, from, reply.term);
  if (progress === null) return;
  noteHealth(raft, progress, reply);
  const transfer = progress.snapshot;
  if (transfer === null || transfer.id !== reply.transfer) return;
  if (reply.wanted !== null) {
    sendPage(raft, from, transfer, reply.wanted);
    return;
  }
  progress.snapshot = null;
  progress.match = Math.max(progress.match, transfer.snapshot.position.index);
  progress.next = progress.match + 1;
  advanceCommit(raft);
  replicateTo(raft, from);
}
