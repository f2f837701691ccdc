/** Committed entries take effect, in order, once. */
import type { Raft } from './raft.ts';

function applyNext(raft: Raft): void {
  const index = raft.applied + 1;
  const entry = raft.log.entryAt(index);
  const position = raft.log.positionAt(index);
  if (entry === null || position === null) throw new Error(`log entry ${index} is committed but missing`);
  const reply = entry.kind === 'command' ? raft.ports.machine.apply(entry.payload) : { ok: 1 };
  if (entry.kind === 'config') raft.appliedConfig = entry.config;
  raft.applied = index;
  raft.appliedPosition = position;
  const settle = raft.pending.get(index);
  raft.pending.delete(index);
  settle?.({ kind: 'applied', reply, position });
}

/** Raises the commit index (never lowers it) and applies up to it. */
export function commitUpTo(raft: Raft, index: number): void {
  if (index <= raft.commit) return;
  raft.commit = index;
  while (raft.applied < raft.commit) applyNext(raft);
  raft.ports.applied(raft.applied);
}
