/** Leader: commands from clients enter the log, together with others that arrived at the same moment. */
import { advanceCommit } from './advance.ts';
import type { Entry } from './entry.ts';
import type { Proposal, Raft } from './raft.ts';
import { appendAsLeader, replicateToAll } from './replicate.ts';

function flush(raft: Raft): void {
  const batch = raft.batch;
  raft.batch = [];
  raft.isBatchScheduled = false;
  if (batch.length === 0) return;
  const atMs = raft.ports.wallClockMs();
  const entries = batch.map(({ payload }): Entry => ({ term: raft.term, atMs, kind: 'command', payload }));
  const from = appendAsLeader(raft, entries);
  for (const [offset, { settle }] of batch.entries()) raft.pending.set(from + offset, settle);
  replicateToAll(raft);
  advanceCommit(raft);
}

function enqueue(raft: Raft, proposal: Proposal): void {
  raft.batch.push(proposal);
  if (raft.isBatchScheduled) return;
  raft.isBatchScheduled = true;
  raft.ports.soon(() => flush(raft));
}

/** Settles once, when the command is applied here, or when this member can no longer promise that. */
export function propose(raft: Raft, proposal: Proposal): void {
  if (raft.role !== 'leader' || !raft.isReady) proposal.settle({ kind: 'not-leader' });
  else if (raft.transfer !== null) raft.held.push(proposal);
  else enqueue(raft, proposal);
}

/** The transfer failed: this member continues to lead, and held proposals enter the log. */
export function releaseHeld(raft: Raft): void {
  const held = raft.held;
  raft.held = [];
  for (const proposal of held) enqueue(raft, proposal);
}
