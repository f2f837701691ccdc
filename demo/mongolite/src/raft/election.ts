/** Standing for election: first a pre-vote that does not disturb anyone, then the vote. */
import { adoptConfig, newProgress, othersOf } from './adopt-config.ts';
import { advanceCommit } from './advance.ts';
import type { VoteReply } from './message.ts';
import { type Campaign, type Raft, timing } from './raft.ts';
import { majorityOf, rankOf, votersOf } from './replica-set-config.ts';
import { appendAsLeader, beatAll, replicateToAll } from './replicate.ts';
import { adoptTerm, follow, hastenElection, isElectable, postponeElection, saveBallot } from './roles.ts';

/** A pre-vote lost because a voter has not noticed the leader's death yet is soon worth another try. */
const retryMs = { refused: 10, behind: 150 } as const;

function becomeLeader(raft: Raft): void {
  raft.campaign = null;
  raft.role = 'leader';
  raft.leader = raft.self;
  raft.isReady = false;
  raft.order = null;
  raft.progress.clear();
  for (const host of othersOf(raft)) raft.progress.set(host, newProgress(raft, host));
  raft.transferNotBeforeMs = raft.ports.nowMs() + timing.takeoverAfterMs;
  // Committing an entry of its own term is what tells a leader which older entries are committed (Raft §5.4.2).
  appendAsLeader(raft, [{ term: raft.term, atMs: raft.ports.wallClockMs(), kind: 'noop' }]);
  raft.ports.changed();
  replicateToAll(raft);
  beatAll(raft);
  advanceCommit(raft);
}

function askVoters(raft: Raft, campaign: Campaign): void {
  const { index, term } = raft.log.last();
  for (const host of votersOf(raft.config)) {
    if (host === raft.self) continue;
    raft.ports.send(host, {
      kind: 'vote-request',
      term: campaign.term,
      isPreVote: campaign.isPreVote,
      isTransfer: campaign.isTransfer,
      lastIndex: index,
      lastTerm: term,
    });
  }
}

function startCampaign(raft: Raft, kind: Pick<Campaign, 'term' | 'isPreVote' | 'isTransfer'>): void {
  const campaign: Campaign = {
    ...kind,
    dueMs: raft.ports.nowMs() + timing.campaignMs,
    granted: new Set([raft.self]),
    refused: new Map(),
  };
  raft.campaign = campaign;
  askVoters(raft, campaign);
  countVotes(raft, campaign);
}

function startVote(raft: Raft, isTransfer: boolean): void {
  raft.term += 1;
  raft.votedFor = raft.self;
  saveBallot(raft);
  follow(raft, null);
  raft.role = 'candidate';
  startCampaign(raft, { term: raft.term, isPreVote: false, isTransfer });
}

/** Votes that may still come. Dead members do not answer, so they are not waited for. */
function openVotes(raft: Raft, { granted, refused }: Campaign): number {
  return votersOf(raft.config).filter(
    (host) => raft.connected.has(host) && !granted.has(host) && !refused.has(host),
  ).length;
}

function countVotes(raft: Raft, campaign: Campaign): void {
  const needed = majorityOf(raft.config);
  if (campaign.granted.size >= needed) {
    if (campaign.isPreVote) startVote(raft, campaign.isTransfer);
    else becomeLeader(raft);
  } else if (campaign.granted.size + openVotes(raft, campaign) < needed) {
    const isBehind = [...campaign.refused.values()].includes('behind');
    endCampaign(raft, isBehind ? retryMs.behind : retryMs.refused);
  }
}

/** Gives up and tries again after a while, with a random delay so that two candidates do not collide for ever. */
export function endCampaign(raft: Raft, retryAfterMs: number): void {
  raft.campaign = null;
  if (raft.role === 'candidate') follow(raft, null);
  hastenElection(raft, retryAfterMs + raft.ports.random() * 10);
}

/** Stands for election, if this member may lead at all. */
export function campaign(raft: Raft): void {
  if (!isElectable(raft)) {
    postponeElection(raft);
    return;
  }
  if (raft.role === 'follower' && raft.leader !== null) follow(raft, null);
  startCampaign(raft, { term: raft.term + 1, isPreVote: true, isTransfer: false });
}

/** The leader asked this member to take over: no pre-vote, no waiting. */
export function onTimeoutNow(raft: Raft, from: string, term: number): void {
  if (term !== raft.term || raft.leader !== from || !isElectable(raft)) return;
  startVote(raft, true);
}

/** One voter's answer. */
export function onVoteReply(raft: Raft, from: string, reply: VoteReply): void {
  adoptTerm(raft, reply.term);
  const current = raft.campaign;
  if (current === null || current.term !== reply.forTerm || current.isPreVote !== reply.isPreVote) return;
  if (reply.answer === 'granted') current.granted.add(from);
  else current.refused.set(from, reply.answer);
  countVotes(raft, current);
}

/** After an initiation: the highest-ranked member stands almost at once. */
export function awaitFirstElection(raft: Raft): void {
  adoptConfig(raft);
  // No one is connected yet, so every member counts.
  const rank = rankOf(raft.config, raft.self, () => true);
  raft.electionDueMs = raft.ports.nowMs() + timing.initiateDelayMs + rank * timing.rankDelayMs;
}
