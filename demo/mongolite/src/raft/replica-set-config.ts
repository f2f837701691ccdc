/** Who belongs to the replica set, and what follows from it: voters, majority, rank. */

/** One member. A newly added member replicates without a vote until it has caught up. */
export type Member = {
  readonly id: number;
  /** `host:port`, the member's name everywhere. */
  readonly host: string;
  /** 0 is never primary; the caught-up voter with the highest priority becomes primary. */
  readonly priority: number;
  readonly votes: 0 | 1;
  readonly isNewlyAdded: boolean;
};

/** One version of the replica set's configuration. */
export type ReplicaSetConfig = {
  readonly setName: string;
  readonly version: number;
  readonly members: readonly Member[];
  /** Silence of the leader after which the others hold an election. A closed connection does not wait for it. */
  readonly electionTimeoutMs: number;
};

/** Hosts whose vote and whose copy count. */
export function votersOf(config: ReplicaSetConfig | null): readonly string[] {
  return (config?.members ?? [])
    .filter((member) => member.votes > 0 && !member.isNewlyAdded)
    .map(({ host }) => host);
}

/** How many voters make a majority; infinitely many if there are no voters. */
export function majorityOf(config: ReplicaSetConfig | null): number {
  const voters = votersOf(config).length;
  return voters === 0 ? Number.POSITIVE_INFINITY : Math.floor(voters / 2) + 1;
}

export function memberOf(config: ReplicaSetConfig | null, host: string): Member | undefined {
  return config?.members.find((member) => member.host === host);
}

/**
 * How many others should become primary before this host: rank 0 stands first. Equal priorities rank by member id, so
 * that the same deaths elect the same member. Only members that are present count.
 */
export function rankOf(
  config: ReplicaSetConfig | null,
  host: string,
  isPresent: (host: string) => boolean,
): number {
  const me = memberOf(config, host);
  if (config === null || me === undefined) return 0;
  const isBetter = (other: Member) =>
    other.priority > me.priority || (other.priority === me.priority && other.id < me.id);
  return config.members.filter(
    (other) => other.host !== host && other.votes > 0 && isBetter(other) && isPresent(other.host),
  ).length;
}
