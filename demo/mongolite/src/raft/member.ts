/** One Raft member as the rest of the program sees it: its inputs and outputs. */
import { adoptConfig } from './adopt-config.ts';
import { onAppendReply, onSnapshotReply } from './advance.ts';
import { commitUpTo } from './apply.ts';
import { awaitFirstElection, onTimeoutNow, onVoteReply } from './election.ts';
import { onAppend } from './follow-log.ts';
import { onSnapshotPage } from './install-snapshot.ts';
import type { RaftMessage } from './message.ts';
import { promisedByMajority } from './quorum.ts';
import { type Confirmation, electionTimeoutOf, type Raft, type Recovered, timing } from './raft.ts';
import type { ReplicaSetConfig } from './replica-set-config.ts';
import { beat, beatAll, replicateTo } from './replicate.ts';
import { loseLeader, saveBallot } from './roles.ts';
import { handOver } from './transfer.ts';
import { onVoteRequest } from './vote.ts';

/**
 * A member that knows its set cannot have missed that many elections: the message is not from a member, or is broken.
 */
function isAbsurd(raft: Raft, message: RaftMessage): boolean {
  return raft.config !== null && message.term > raft.term + timing.maxTermLead;
}

/** Takes one message from another member. */
export function receive(raft: Raft, from: string, message: RaftMessage): void {
  if (isAbsurd(raft, message)) return;
  switch (message.kind) {
    case 'vote-request':
      onVoteRequest(raft, from, message);
      break;
    case 'vote-reply':
      onVoteReply(raft, from, message);
      break;
    case 'append':
      onAppend(raft, from, message);
      break;
    case 'append-reply':
      onAppendReply(raft, from, message);
      break;
    case 'snapshot-page':
      onSnapshotPage(raft, from, message);
      break;
    case 'snapshot-reply':
      onSnapshotReply(raft, from, message);
      break;
    case 'timeout-now':
      onTimeoutNow(raft, from, message.term);
      break;
    default:
      message satisfies never;
  }
}

/** A connection to another member is up: send what it lacks. */
export function connect(raft: Raft, host: string): void {
  raft.connected.add(host);
  const progress = raft.progress.get(host);
  if (progress === undefined) return;
  progress.isConnected = true;
  // A returning member says in its answer how far its log goes.
  beat(raft, host);
  replicateTo(raft, host);
}

/** A connection to or from another member closed: messages in transit are lost, and the member has probably died. */
export function disconnect(raft: Raft, host: string): void {
  raft.connected.delete(host);
  const progress = raft.progress.get(host);
  if (progress !== undefined) {
    progress.isConnected = false;
    // A process that died no longer knows that it followed this leader, and may vote for another at once.
    progress.provenAtMs = Number.NEGATIVE_INFINITY;
    progress.inFlight = null;
    progress.snapshot = null;
    progress.caughtUpSinceMs = null;
    // A returning member may have lost its disk: nothing about it is known until it answers.
    progress.incarnation = null;
    progress.canVote = false;
    progress.isElectable = false;
  }
  loseLeader(raft, host);
}

/** Founds the set. The caller has made sure that every founding member is empty. Repeating it changes nothing. */
export function bootstrap(raft: Raft, config: ReplicaSetConfig): void {
  if (raft.config !== null) return;
  raft.term = 1;
  raft.canVote = true;
  saveBallot(raft);
  const entries = [{ term: 1, atMs: 0, kind: 'config', config }] as const;
  raft.ports.storage.append(1, entries, 0);
  raft.log.append(1, entries);
  awaitFirstElection(raft);
}

/** Applies what was known to be committed when this process last ran. Call once, before the first message. */
export function recover(raft: Raft, recovered: Recovered): void {
  commitUpTo(raft, Math.min(recovered.commit, raft.log.last().index));
  adoptConfig(raft);
}

/** Whether proposals are accepted. */
export function isPrimary(raft: Raft): boolean {
  return raft.role === 'leader' && raft.isReady;
}

/**
 * No other leader can have been elected while a majority has heard from this one so recently, except by a member that
 * was told to stand, until it has answered something sent after that order.
 */
function hasLease(raft: Raft, now: number): boolean {
  const { order } = raft;
  if (order !== null && (raft.progress.get(order.target)?.provenAtMs ?? 0) <= order.atMs) return false;
  const provenAtMs = promisedByMajority(raft, now, (progress) => progress.provenAtMs);
  return now - provenAtMs < electionTimeoutOf(raft) * 0.8;
}

/** Settles with true once it is sure that a read here sees every acknowledged write (Raft thesis §6.4). */
export function confirmLeadership(raft: Raft, settle: Confirmation['settle']): void {
  const now = raft.ports.nowMs();
  if (!isPrimary(raft)) {
    settle(false);
  } else if (hasLease(raft, now)) {
    settle(true);
  } else {
    raft.confirmations.push({ sinceMs: now, settle });
    beatAll(raft);
  }
}

/** Hands over, and neither campaigns nor accepts leadership until then. False if no member can take over. */
export function standAside(raft: Raft, untilMs: number): boolean {
  raft.unelectableUntilMs = untilMs;
  return handOver(raft);
}
