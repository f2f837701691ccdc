/**
 * Brings a group's servers to a new launch template, and back to the old one if they do not start. Run by the
 * deployment itself, which fails if the rollout does.
 *
 * Not the provider's `instanceRefresh`: it writes the new template into the group before starting the refresh, so that
 * a rollback returns to the new template, and it does not wait (terraform-provider-aws #34189).
 */

/** As Auto Scaling reports it (API reference, `InstanceRefresh`). */
export type Refresh = {
  readonly id: string;
  readonly status: string;
  readonly reason: string;
  /** Changes while the refresh makes progress. */
  readonly progress: string;
};

export type RollOutPorts = {
  /** The launch template version that the group starts its servers from. */
  readonly runningVersion: () => Promise<string>;
  /** The refresh that was started last; null if there never was one. */
  readonly latest: () => Promise<Refresh | null>;
  readonly start: (version: string) => Promise<void>;
  readonly rollBack: () => Promise<void>;
  readonly wait: (ms: number) => Promise<void>;
  readonly now: () => number;
};

export type RollOutOutcome = 'nothing to do' | 'rolled out';

const pollMs = 15_000;

/** A server boots in a few minutes; Auto Scaling itself would keep trying for an hour. */
const patienceMs = 20 * 60_000;

const ends = new Set(['Successful', 'Failed', 'Cancelled', 'RollbackSuccessful', 'RollbackFailed']);

/** @throws Error if the rollout failed, with its outcome. */
export async function rollOut(ports: RollOutPorts, group: string, version: string): Promise<RollOutOutcome> {
  await untilEnded(ports, group);
  const before = await ports.runningVersion();
  if (before === version) return 'nothing to do';
  await ports.start(version);
  const ended = await untilEnded(ports, group);
  if (ended?.status === 'Successful') return 'rolled out';
  const servers =
    ended?.status === 'RollbackSuccessful' ? `its servers run version ${before} again` : 'check its servers';
  throw new Error(
    `The rollout of ${group} to version ${version} of its launch template ended as ${ended?.status ?? 'unknown'} ` +
      `(${ended?.reason || 'no reason given'}); ${servers}. Correct what the servers are given, and deploy again.`,
  );
}

/** Waits for the latest refresh, and rolls it back if it no longer makes progress. */
async function untilEnded(ports: RollOutPorts, group: string): Promise<Refresh | null> {
  let refresh = await ports.latest();
  let [progress, sinceMs, isRollingBack] = [refresh?.progress, ports.now(), false];
  while (refresh !== null && !ends.has(refresh.status)) {
    if (refresh.progress !== progress) [progress, sinceMs] = [refresh.progress, ports.now()];
    if (ports.now() - sinceMs >= patienceMs) {
      if (isRollingBack) throw new Error(`The rollout of ${group} does not finish: it is ${refresh.status}`);
      await ports.rollBack();
      [sinceMs, isRollingBack] = [ports.now(), true];
    }
    await ports.wait(pollMs);
    refresh = await ports.latest();
  }
  return refresh;
}
