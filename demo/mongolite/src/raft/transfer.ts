/** Handing over leadership (Raft thesis §3.10): bring the target up to date, then tell it to stand at once. */
import { type Progress, type Raft, timing } from './raft.ts';
import { memberOf } from './replica-set-config.ts';

const recentMs = 500;

/** Followers that could lead, the best first: by priority, then by how much of the log they hold. */
function successors(raft: Raft): readonly (readonly [host: string, progress: Progress, priority: number])[] {
  return [...raft.progress]
    .filter(([, progress]) => progress.isConnected && progress.canVote && progress.isElectable)
    .filter(([, progress]) => raft.ports.nowMs() - progress.heardAtMs < recentMs)
    .map(([host, progress]) => [host, progress, memberOf(raft.config, host)?.priority ?? 0] as const)
    .sort(([, a, priorityOfA], [, b, priorityOfB]) => priorityOfB - priorityOfA || b.match - a.match);
}

/** Tells the target to stand, once it holds the whole log. */
export function orderElection(raft: Raft): void {
  const transfer = raft.transfer;
  if (transfer === null || transfer.isOrdered) return;
  if ((raft.progress.get(transfer.target)?.match ?? 0) < raft.log.last().index) return;
  transfer.isOrdered = true;
  raft.order = { target: transfer.target, atMs: raft.ports.nowMs() };
  raft.ports.send(transfer.target, { kind: 'timeout-now', term: raft.term });
}

/** Starts to hand over; proposals are held until it has ended, one way or the other. */
function startTransfer(raft: Raft, target: string): void {
  const now = raft.ports.nowMs();
  raft.transfer = { target, dueMs: now + timing.transferMs, isOrdered: false };
  raft.transferNotBeforeMs = now + timing.transferRetryMs;
  orderElection(raft);
}

/** Hands over to the best follower. False if no member can take over. */
export function handOver(raft: Raft): boolean {
  if (raft.role !== 'leader') return false;
  const best = successors(raft)[0];
  if (best === undefined) return false;
  startTransfer(raft, best[0]);
  return true;
}

/** A member with a higher priority that has been up to date for a while should lead. */
export function yieldToPriority(raft: Raft): void {
  const now = raft.ports.nowMs();
  if (!raft.isReady || raft.transfer !== null || now < raft.transferNotBeforeMs) return;
  const own = memberOf(raft.config, raft.self)?.priority ?? 0;
  const better = successors(raft).find(
    ([, progress, priority]) =>
      priority > own &&
      progress.caughtUpSinceMs !== null &&
      now - progress.caughtUpSinceMs >= timing.takeoverAfterMs,
  );
  if (better !== undefined) startTransfer(raft, better[0]);
}
