/** Follower: makes its log equal the leader's. */
import { adoptConfig } from './adopt-config.ts';
import { commitUpTo } from './apply.ts';
import type { Entry } from './entry.ts';
import type { Append, FollowerHealth } from './message.ts';
import type { Raft } from './raft.ts';
import { hearLeader, isElectable, saveBallot, standApart } from './roles.ts';

export function healthOf(raft: Raft): FollowerHealth {
  return {
    incarnation: raft.incarnation,
    canVote: raft.canVote,
    isElectable: isElectable(raft),
  };
}

type Verdict = { readonly isAccepted: boolean; readonly index: number };

/** Entries that are here already (same index, same term) are the same: skip them (Raft's log matching). */
function firstNewAt(raft: Raft, from: number, entries: readonly Entry[]): number {
  let skipped = 0;
  for (; skipped < entries.length; skipped++) {
    const index = from + skipped;
    if (index <= raft.log.base().index) continue;
    if (raft.log.positionAt(index)?.term !== entries[skipped]?.term) break;
  }
  return skipped;
}

function takeEntries(raft: Raft, from: number, entries: readonly Entry[]): void {
  const last = raft.log.last().index;
  const dropsConfig = from <= last && raft.configIndex >= from;
  raft.ports.storage.append(from, entries, raft.commit);
  raft.log.append(from, entries);
  if (dropsConfig || entries.some(({ kind }) => kind === 'config')) adoptConfig(raft);
}

/** `null`: the leader's log contradicts what is committed here. */
function matchLog(raft: Raft, message: Append): Verdict | null {
  const { prevIndex, prevTerm, entries } = message;
  const last = raft.log.last().index;
  if (prevIndex > last) return { isAccepted: false, index: last };
  const known = raft.log.positionAt(prevIndex);
  if (known !== null && known.term !== prevTerm) {
    // What is committed here cannot differ from the leader's log, so it need not search further back than that.
    return prevIndex <= raft.commit ? null : { isAccepted: false, index: raft.commit };
  }
  const firstNew = prevIndex + 1 + firstNewAt(raft, prevIndex + 1, entries);
  const added = entries.slice(firstNew - prevIndex - 1);
  if (added.length > 0 && firstNew <= raft.commit) return null;
  if (added.length > 0) takeEntries(raft, firstNew, added);
  return { isAccepted: true, index: prevIndex + entries.length };
}

/**
 * The leader confirms that this member, which had lost its disk, may vote again. It counts as having voted for that
 * leader.
 */
function takeGrant(raft: Raft, from: string, message: Append): void {
  if (raft.canVote || message.grantedTo !== raft.incarnation) return;
  raft.canVote = true;
  raft.votedFor = from;
  saveBallot(raft);
  raft.ports.changed();
}

function takeAppend(raft: Raft, from: string, message: Append): Verdict | null {
  if (message.term < raft.term) return { isAccepted: false, index: raft.log.last().index };
  hearLeader(raft, from, message.term);
  const verdict = matchLog(raft, message);
  if (verdict === null || !verdict.isAccepted) return verdict;
  commitUpTo(raft, Math.min(message.commit, verdict.index));
  takeGrant(raft, from, message);
  return verdict;
}

/** Accepts the leader's entries and answers. What is acknowledged is on disk. A contradiction gets no answer. */
export function onAppend(raft: Raft, from: string, message: Append): void {
  if (raft.hasDiverged) return;
  const verdict = takeAppend(raft, from, message);
  if (verdict === null) {
    standApart(raft);
    return;
  }
  raft.ports.send(from, {
    kind: 'append-reply',
    term: raft.term,
    seq: message.seq,
    sentAtMs: message.sentAtMs,
    ...verdict,
    ...healthOf(raft),
  });
}
