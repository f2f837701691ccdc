/** Launches and checks the members of the replica set. */

import type { ChildProcess } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Candidate, Condition, Launcher } from '@garbageday/local/groups/machine.ts';
import type { Children } from '@garbageday/local/processes/children.ts';
import { untilAccepting } from '@garbageday/local/processes/until-accepting.ts';
import type { DataProgram } from './data-program.ts';
import { type QuorumWatch, type QuorumWatchOptions, quorumWatch } from './quorum-watch.ts';
import { type ReplicaSetPlace, replicaSetName } from './replica-set.ts';
import type { ReplicaSetMonitor } from './replica-set-monitor.ts';

export type DataLauncherOptions = {
  readonly program: DataProgram;
  /** Path of mongolite's bundle; not called for mongod. */
  readonly bundle: () => Promise<string>;
  readonly children: Children;
  readonly places: readonly ReplicaSetPlace[];
  readonly monitor: ReplicaSetMonitor;
  readonly runtimeDirectory: string;
  readonly now: () => number;
  /** Called once when no majority with the data is left. */
  readonly onLost: QuorumWatchOptions['onLost'];
};

type Launched = {
  /** The latest instance of each slot; earlier ones are dead. */
  readonly current: Map<string, string>;
  /** Instances that have been in service. */
  readonly established: Set<string>;
  /** Dead instances that the set has been seen without. */
  readonly letGo: Set<string>;
  readonly quorum: QuorumWatch;
};

/** How long a member that should be primary may take to become it before it counts as in service anyway. */
const takeoverMs = 10_000;

/** Every launch starts with an empty disk in the slot; the other members bring it up to date. */
export function dataLauncher(options: DataLauncherOptions): Launcher {
  const launched: Launched = {
    current: new Map(),
    established: new Set(),
    letGo: new Set(),
    quorum: quorumOf(options),
  };
  return {
    launch: async ({ id, slot }) => {
      const dbPath = freshDisk(options.runtimeDirectory, slot, id);
      const place = placeOf(options, slot);
      const child = await startMember(options, place, dbPath);
      child.once('exit', () => {
        launched.quorum.lost(id);
        void discardDisk(dbPath);
      });
      return { child, serving: untilAccepting(child, portOf(place)) };
    },
    condition: (candidate) => {
      launched.quorum.look();
      return conditionOf(options, launched, candidate);
    },
    joined: ({ id, slot }) => {
      launched.current.set(slot, id);
    },
    left: () => {},
  };
}

function quorumOf({ places, monitor, onLost }: DataLauncherOptions): QuorumWatch {
  const hasPrimary = () => monitor.primary() !== null;
  return quorumWatch({ size: places.length, hasPrimary, now: () => performance.now(), onLost });
}

function conditionOf(options: DataLauncherOptions, launched: Launched, candidate: Candidate): Condition {
  const { monitor } = options;
  const place = placeOf(options, candidate.slot);
  if (candidate.state === 'terminated') return afterDeath(options, launched, candidate);
  if (launched.current.get(candidate.slot) !== candidate.id) {
    return { isHealthy: false, isInService: false, role: 'none' };
  }
  const role = monitor.roleOf(place.host);
  const isHealthy = role === 'primary' || role === 'secondary';
  // Reports about an earlier instance of the slot do not count.
  if (isHealthy && monitor.roleSinceMs(place.host) >= candidate.launchedAtMs)
    launched.quorum.gained(candidate.id);
  const isEstablished = launched.established.has(candidate.id);
  const isTaken = isEstablished || (monitor.isUsed(place.host) && !awaitsTakeover(options, place));
  const isInService = isHealthy && isTaken;
  if (isInService) launched.established.add(candidate.id);
  return { isHealthy, isInService, role };
}

/**
 * Dead members stay in service until the set has let go of them: a new primary says so, or a successor took their
 * place.
 */
function afterDeath(options: DataLauncherOptions, launched: Launched, dead: Candidate): Condition {
  const { monitor } = options;
  const { host } = placeOf(options, dead.slot);
  const hasSuccessor = launched.current.get(dead.slot) !== dead.id;
  if (hasSuccessor || !monitor.isUsed(host)) launched.letGo.add(dead.id);
  return { isHealthy: false, isInService: !launched.letGo.has(dead.id), role: 'none' };
}

/**
 * A new member with a higher priority than the primary is about to take over. Until it has, the set is not back to
 * normal: the next experiment would hit a different primary, and a short election would be attributed to no experiment.
 */
function awaitsTakeover({ monitor, places, now }: DataLauncherOptions, place: ReplicaSetPlace): boolean {
  const primary = places.find(({ host }) => host === monitor.latestPrimary());
  if (primary === undefined || primary.priority >= place.priority) return false;
  const settledMs = Math.max(monitor.roleSinceMs(place.host), monitor.roleSinceMs(primary.host));
  return now() - settledMs < takeoverMs;
}

async function startMember(
  { program, bundle, children }: DataLauncherOptions,
  place: ReplicaSetPlace,
  dbPath: string,
): Promise<ChildProcess> {
  const common = ['--replSet', replicaSetName, '--port', String(portOf(place)), '--bind_ip', '127.0.0.1'];
  const args = [...common, '--dbpath', dbPath, '--nounixsocket', '--oplogSize', '64'];
  const name = place.slot;
  if (program.kind === 'mongolite') return children.node(await bundle(), { name, args, env: {} });
  const small = ['--wiredTigerCacheSizeGB', '0.25', '--quiet'];
  return children.program(program.path, { name, args: [...args, ...small], env: {} });
}

function placeOf({ places }: Pick<DataLauncherOptions, 'places'>, slot: string): ReplicaSetPlace {
  const place = places.find((each) => each.slot === slot);
  if (place === undefined) throw new Error(`the replica set has no place ${slot}`);
  return place;
}

function portOf({ host }: ReplicaSetPlace): number {
  return Number(host.slice(host.lastIndexOf(':') + 1));
}

function freshDisk(runtimeDirectory: string, slot: string, id: string): string {
  const path = join(runtimeDirectory, 'disks', `${slot}-${id}`);
  mkdirSync(path, { recursive: true });
  return path;
}

async function discardDisk(path: string): Promise<void> {
  // At the end the reaper removes everything at once, and may be faster.
  await rm(path, { recursive: true, force: true }).catch(() => {});
}
