/** Becoming a follower, recognizing a leader, and when to stop recognizing it. */
import { electionTimeoutOf, type Proposal, type Raft, timing } from './raft.ts';
import { rankOf } from './replica-set-config.ts';

export function saveBallot(raft: Raft): void {
  raft.ports.storage.saveBallot({ term: raft.term, votedFor: raft.votedFor, canVote: raft.canVote });
}

/** After silence: higher-ranked members stand first, so that the same death elects the same member. */
export function postponeElection(raft: Raft): void {
  const { leader } = raft;
  const rank = rankOf(raft.config, raft.self, (host) => host !== leader);
  const stagger = rank * timing.silentRankDelayMs + raft.ports.random() * timing.silentRankDelayMs * 0.3;
  raft.electionDueMs = raft.ports.nowMs() + electionTimeoutOf(raft) + stagger;
}

/** Soon, by rank: a member has reason to know that there is no leader. */
export function hastenElection(raft: Raft, delayMs: number): void {
  const rank = rankOf(raft.config, raft.self, (host) => raft.connected.has(host));
  raft.electionDueMs = raft.ports.nowMs() + delayMs + rank * timing.rankDelayMs;
}

function endProposals(raft: Raft): void {
  const pending = [...raft.pending.values()];
  const unsent: readonly Proposal[] = [...raft.batch, ...raft.held];
  const confirmations = raft.confirmations;
  raft.pending.clear();
  raft.batch = [];
  raft.held = [];
  raft.confirmations = [];
  for (const settle of pending) settle({ kind: 'lost' });
  for (const { settle } of unsent) settle({ kind: 'not-leader' });
  for (const { settle } of confirmations) settle(false);
}

/** Follows `leader` (`null`: none known) in the current term; ends a leadership and everything that it had promised. */
export function follow(raft: Raft, leader: string | null): void {
  const hasChanged = raft.role === 'leader' || raft.leader !== leader;
  raft.role = 'follower';
  raft.leader = leader;
  raft.isReady = false;
  raft.campaign = null;
  raft.transfer = null;
  raft.progress.clear();
  if (hasChanged) raft.ports.changed();
  endProposals(raft);
}

/** A higher term was seen: there may be a newer leader, and there is certainly a new vote to give. */
export function adoptTerm(raft: Raft, term: number): void {
  if (term <= raft.term) return;
  raft.term = term;
  raft.votedFor = null;
  saveBallot(raft);
  if (raft.role === 'leader') postponeElection(raft);
  follow(raft, null);
}

/** A message from the term's leader arrived. */
export function hearLeader(raft: Raft, leader: string, term: number): void {
  adoptTerm(raft, term);
  if (raft.leader !== leader || raft.role !== 'follower') follow(raft, leader);
  raft.leaderHeardAtMs = raft.ports.nowMs();
  postponeElection(raft);
}

/**
 * What is committed cannot differ from a leader's log, unless one of the two lost acknowledged writes. Following would
 * lose them here, too, and dying would certainly lose them, so this member stands aside until a person has looked.
 */
export function standApart(raft: Raft): void {
  raft.hasDiverged = true;
  raft.installation = null;
  follow(raft, null);
  raft.ports.changed();
}

/** The connection to or from the leader closed: its process died, so there is no need to wait for the timeout. */
export function loseLeader(raft: Raft, host: string): void {
  if (raft.role !== 'follower' || raft.leader !== host) return;
  follow(raft, null);
  hastenElection(raft, 0);
}

/** Whether this member would stand for election if asked to. */
export function isElectable(raft: Raft): boolean {
  const me = raft.config?.members.find(({ host }) => host === raft.self);
  if (me === undefined || me.votes === 0 || me.isNewlyAdded || me.priority === 0) return false;
  return raft.canVote && !raft.hasDiverged && raft.ports.nowMs() >= raft.unelectableUntilMs;
}
