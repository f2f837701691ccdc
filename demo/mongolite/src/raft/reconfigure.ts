/** Changing the members, one voter at a time: any two majorities then overlap (Raft thesis §4.1). */
import { adoptConfig } from './adopt-config.ts';
import { advanceCommit } from './advance.ts';
import type { Raft, Settle } from './raft.ts';
import { memberOf, type ReplicaSetConfig, votersOf } from './replica-set-config.ts';
import { appendAsLeader, replicateToAll } from './replicate.ts';

export type ReconfigRefusal = 'not-leader' | 'in-progress' | 'version' | 'too-many-voters-change';

function refusalOf(raft: Raft, next: ReplicaSetConfig): ReconfigRefusal | null {
  if (raft.role !== 'leader' || !raft.isReady || raft.transfer !== null) return 'not-leader';
  if (raft.configIndex > raft.commit) return 'in-progress';
  if (next.version <= (raft.config?.version ?? 0)) return 'version';
  const before = votersOf(raft.config);
  const after = votersOf(next);
  const changes =
    before.filter((host) => !after.includes(host)).length +
    after.filter((host) => !before.includes(host)).length;
  return changes > 1 ? 'too-many-voters-change' : null;
}

/** New voters start as learners: they get their vote once they have caught up (`promoteLearners`). */
function withLearners(raft: Raft, next: ReplicaSetConfig): ReplicaSetConfig {
  return {
    ...next,
    members: next.members.map((member) => {
      const known = memberOf(raft.config, member.host);
      const isNewlyAdded =
        member.votes > 0 && (known === undefined || known.votes === 0 || known.isNewlyAdded);
      return { ...member, isNewlyAdded };
    }),
  };
}

function appendConfig(raft: Raft, config: ReplicaSetConfig, settle: Settle | null): void {
  const index = appendAsLeader(raft, [
    { term: raft.term, atMs: raft.ports.wallClockMs(), kind: 'config', config },
  ]);
  if (settle !== null) raft.pending.set(index, settle);
  adoptConfig(raft);
  replicateToAll(raft);
  advanceCommit(raft);
}

/** Proposes a configuration. Returns why not, or `null` when `settle` will tell. */
export function reconfigure(raft: Raft, next: ReplicaSetConfig, settle: Settle): ReconfigRefusal | null {
  const config = withLearners(raft, next);
  const refusal = refusalOf(raft, config);
  if (refusal === null) appendConfig(raft, config, settle);
  return refusal;
}

/** Leader: a learner that has caught up becomes a voter. */
export function promoteLearners(raft: Raft): void {
  const config = raft.config;
  if (!raft.isReady || config === null || raft.configIndex > raft.commit || raft.transfer !== null) return;
  const ready = config.members.find(({ host, isNewlyAdded }) => {
    const progress = raft.progress.get(host);
    return isNewlyAdded && progress?.canVote === true && progress.match >= progress.incarnationLastIndex;
  });
  if (ready === undefined) return;
  const members = config.members.map((member) =>
    member === ready ? { ...member, isNewlyAdded: false } : member,
  );
  appendConfig(raft, { ...config, version: config.version + 1, members }, null);
}
