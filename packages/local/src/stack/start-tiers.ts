/** The groups of the stack, all started at once: nobody waits for a tier that is not up yet, but tries again. */
import { join } from 'node:path';
import type { GroupConfiguration } from '@garbageday/core/configuration.ts';
import { seededRandom, seedOf } from '@garbageday/core/time/random.ts';
import type { DataProgram } from '../data/data-program.ts';
import { initiateReplicaSet, mongodbUriOf } from '../data/replica-set.ts';
import { type ReplicaSetMonitor, watchReplicaSet } from '../data/replica-set-monitor.ts';
import { type AutoScalingGroup, autoScalingGroup } from '../groups/auto-scaling-group.ts';
import { type DataLauncherOptions, dataLauncher } from '../groups/data-launcher.ts';
import {
  loadBalancerLauncher,
  type StartLoadBalancer,
  type TargetRegistry,
} from '../groups/load-balancer-launcher.ts';
import type { Launcher } from '../groups/machine.ts';
import { webLauncher } from '../groups/web-launcher.ts';
import { startEmbeddedLoadBalancer } from '../load-balancer/start-embedded-load-balancer.ts';
import { startHaproxy } from '../load-balancer/start-haproxy.ts';
import { nodeFlagsFor } from '../processes/node-flags.ts';
import type { LoadBalancerProgram } from './choose-load-balancer.ts';
import type { Foundation } from './foundation.ts';
import type { StartWatch } from './start-watch.ts';

export type Tiers = {
  readonly groups: readonly AutoScalingGroup[];
  readonly monitor: ReplicaSetMonitor;
  readonly mongodbUri: string;
};

export type TierOptions = {
  readonly foundation: Foundation;
  readonly loadBalancer: LoadBalancerProgram;
  readonly data: DataProgram;
  /** Told what ends the start: a port that was taken meanwhile, a set that could not be made. */
  readonly watch: StartWatch;
};

/** Starts load balancers, web servers and replica set. */
export function startTiers(options: TierOptions): Tiers {
  const { foundation, watch } = options;
  const { configurations, places, clock } = foundation;
  const mongodbUri = mongodbUriOf(places);
  const onPrimary = primaryAnnouncer(foundation);
  const monitor = watchReplicaSet({ uri: mongodbUri, now: clock.now, onPrimary });
  const data = startGroup(foundation, configurations.data, dataLauncherFor(options, monitor));
  initiateReplicaSet(places, watch.signal).catch(watch.fail);
  const { launcher, registry } = loadBalancerLauncherFor(options);
  const loadBalancers = startGroup(foundation, configurations.loadBalancer, launcher);
  const web = startGroup(foundation, configurations.web, webLauncherFor(foundation, mongodbUri, registry));
  return { groups: [loadBalancers, web, data], monitor, mongodbUri };
}

function startGroup(
  { options, clock, emit }: Foundation,
  configuration: GroupConfiguration,
  launcher: Launcher,
): AutoScalingGroup {
  const { name, kind, desiredSize, requiredHealthy } = configuration;
  return autoScalingGroup({
    name,
    kind,
    desiredSize,
    requiredHealthy,
    ...options.timing,
    launcher,
    random: seededRandom(seedOf(options.seed, 'instances', name)),
    clock,
    onIncident: emit,
  });
}

function dataLauncherFor({ foundation, data }: TierOptions, monitor: ReplicaSetMonitor): Launcher {
  const { bundles, children, options, clock, places, emit } = foundation;
  const { runtimeDirectory } = options;
  const bundle = () => bundles.pathOf('mongolite');
  const onLost: DataLauncherOptions['onLost'] = (left) => emit({ kind: 'data-lost', ...left });
  const common = { bundle, children, places, monitor, runtimeDirectory, now: clock.now, onLost };
  return dataLauncher({ ...common, program: data });
}

function webLauncherFor(
  { bundles, children, ports }: Foundation,
  mongodbUri: string,
  registry: TargetRegistry,
): Launcher {
  return webLauncher({ bundle: bundles.pathOf('wordcount'), children, ports, mongodbUri, registry });
}

function loadBalancerLauncherFor({ foundation, loadBalancer, watch }: TierOptions) {
  const { bundles, children, options, port, guard } = foundation;
  const runtimeDirectory = join(options.runtimeDirectory, 'load-balancers');
  const start: StartLoadBalancer = async (name, targets) => {
    const common = { port, runtimeDirectory, name, targets, guard, onSpawn: children.adopt };
    if (loadBalancer.kind === 'haproxy') return startHaproxy({ ...common, program: loadBalancer.program });
    const script = await bundles.pathOf('embeddedLoadBalancer');
    const nodeFlags = nodeFlagsFor(options.configuration.users.ratePerSecond);
    return startEmbeddedLoadBalancer({ ...common, script, nodeFlags });
  };
  // How old an answer is has nothing to do with what the time is.
  return loadBalancerLauncher({ start, now: () => performance.now(), onUsageError: watch.fail });
}

/** Says who is primary, and how long there was none. */
function primaryAnnouncer({ emit, clock, places }: Foundation) {
  let last: { readonly slot: string; readonly lostAtMs: number | null } | null = null;
  return (host: string | null): void => {
    const slot = places.find((place) => place.host === host)?.slot ?? null;
    const nowMs = clock.now();
    if (slot !== null) {
      const afterMs = last === null ? null : nowMs - (last.lostAtMs ?? nowMs);
      last = { slot, lostAtMs: null };
      emit({ kind: 'primary-elected', slot, afterMs });
    } else if (last !== null) {
      last = { ...last, lostAtMs: nowMs };
      emit({ kind: 'primary-lost', slot: last.slot });
    }
  };
}
