/** What happens through the passage of time alone. */
import { campaign, endCampaign } from './election.ts';
import { releaseHeld } from './propose.ts';
import { majorityValue } from './quorum.ts';
import { electionTimeoutOf, type Raft, timing } from './raft.ts';
import { promoteLearners } from './reconfigure.ts';
import { beatAll, replicateToAll } from './replicate.ts';
import { follow, postponeElection } from './roles.ts';
import { yieldToPriority } from './transfer.ts';

/** This process was stopped or starved: silence in that time proves nothing about the others. */
function forgivePause(raft: Raft, now: number): void {
  if (raft.role !== 'leader') postponeElection(raft);
  for (const progress of raft.progress.values()) progress.heardAtMs = now;
}

/** A leader that no majority answers cannot commit anything, so it must not look like one (check-quorum). */
function hasQuorum(raft: Raft, now: number): boolean {
  return now - majorityValue(raft, now, ({ heardAtMs }) => heardAtMs) < electionTimeoutOf(raft) * 1.5;
}

function endTransfer(raft: Raft): void {
  raft.transfer = null;
  releaseHeld(raft);
}

function tickLeader(raft: Raft, now: number): void {
  if (!hasQuorum(raft, now)) {
    postponeElection(raft);
    follow(raft, null);
    return;
  }
  if (now - raft.beatAtMs >= timing.heartbeatMs) beatAll(raft);
  replicateToAll(raft);
  if (raft.transfer !== null && now >= raft.transfer.dueMs) endTransfer(raft);
  promoteLearners(raft);
  yieldToPriority(raft);
}

function tickOther(raft: Raft, now: number): void {
  if (raft.campaign !== null) {
    if (now >= raft.campaign.dueMs) endCampaign(raft, 0);
  } else if (now >= raft.electionDueMs) campaign(raft);
}

/** Call every few milliseconds. */
export function tick(raft: Raft): void {
  const now = raft.ports.nowMs();
  if (now - raft.tickedAtMs > electionTimeoutOf(raft) / 3) forgivePause(raft, now);
  raft.tickedAtMs = now;
  if (raft.role === 'leader') tickLeader(raft, now);
  else tickOther(raft, now);
}
