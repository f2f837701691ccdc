/** Giving votes. */
import type { VoteReply, VoteRequest } from './message.ts';
import { electionTimeoutOf, type Raft } from './raft.ts';
import { adoptTerm, hastenElection, postponeElection, saveBallot } from './roles.ts';

function isUpToDate(raft: Raft, request: VoteRequest): boolean {
  const last = raft.log.last();
  return request.lastTerm > last.term || (request.lastTerm === last.term && request.lastIndex >= last.index);
}

/** A live leader is not deposed by a member that merely cannot hear it (Raft thesis §4.2.3). */
function sticksToLeader(raft: Raft, from: string, request: VoteRequest): boolean {
  if (request.isTransfer || raft.leader === null || raft.leader === from) return false;
  return raft.role === 'leader' || raft.ports.nowMs() - raft.leaderHeardAtMs < electionTimeoutOf(raft);
}

function mayVote(raft: Raft): boolean {
  return raft.canVote && !raft.hasDiverged;
}

function answerPreVote(raft: Raft, from: string, request: VoteRequest): VoteReply['answer'] {
  if (!mayVote(raft) || request.term <= raft.term || sticksToLeader(raft, from, request)) return 'refused';
  if (isUpToDate(raft, request)) return 'granted';
  // The candidate cannot win against this member's log, so this member should stand itself.
  if (raft.leader === null && raft.campaign === null) hastenElection(raft, 0);
  return 'behind';
}

function answerVote(raft: Raft, from: string, request: VoteRequest): VoteReply['answer'] {
  if (sticksToLeader(raft, from, request)) return 'refused';
  adoptTerm(raft, request.term);
  if (!mayVote(raft) || request.term !== raft.term) return 'refused';
  if (!isUpToDate(raft, request)) return 'behind';
  if (raft.votedFor !== null && raft.votedFor !== from) return 'refused';
  raft.votedFor = from;
  saveBallot(raft);
  postponeElection(raft);
  return 'granted';
}

/** Answers a candidate. A vote is on disk before it is given. */
export function onVoteRequest(raft: Raft, from: string, request: VoteRequest): void {
  const answer = request.isPreVote ? answerPreVote(raft, from, request) : answerVote(raft, from, request);
  raft.ports.send(from, {
    kind: 'vote-reply',
    term: raft.term,
    forTerm: request.term,
    isPreVote: request.isPreVote,
    answer,
  });
}
