/** The groups of the stack, all started at once: nobody waits for a tier that is not up yet, but tries again. */
import { join } from 'node:path';
import type { GroupConfiguration } from '@garbageday/core/configuration.ts';
import { seededRandom, seedOf } from '@garbageday/core/time/random.ts';
import { type AutoScalingGroup, autoScalingGroup } from '../groups/auto-scaling-group.ts';
import {
  loadBalancerLauncher,
  type StartLoadBalancer,
  type TargetRegistry,
} from '../groups/load-balancer-launcher.ts';
import type { Launcher } from '../groups/machine.ts';
import { webLauncher } from '../groups/web-launcher.ts';
import { startEmbeddedLoadBalancer } from '../load-balancer/start-embedded-load-balancer.ts';
import { startHaproxy } from '../load-balancer/start-haproxy.ts';
import { loadRate, nodeFlagsFor } from '../processes/node-flags.ts';
import type { DataTier, OpenDataTier } from '../service.ts';
import type { LoadBalancerProgram } from './choose-load-balancer.ts';
import type { Foundation } from './foundation.ts';
import type { StartWatch } from './start-watch.ts';

export type Tiers = {
  readonly groups: readonly AutoScalingGroup[];
  readonly data: OpenDataTier;
};

export type TierOptions = {
  readonly foundation: Foundation;
  readonly loadBalancer: LoadBalancerProgram;
  readonly data: DataTier;
  /** Told what ends the start: a port that was taken meanwhile, data that cannot be kept. */
  readonly watch: StartWatch;
};

/** Starts load balancers, web servers and what keeps the data. */
export function startTiers(options: TierOptions): Tiers {
  const { foundation } = options;
  const { configurations } = foundation;
  const data = openData(options);
  const dataGroup = startGroup(foundation, configurations.data, data.launcher);
  const { launcher, registry } = loadBalancerLauncherFor(options);
  const loadBalancers = startGroup(foundation, configurations.loadBalancer, launcher);
  const web = startGroup(foundation, configurations.web, webLauncherFor(foundation, data, registry));
  return { groups: [loadBalancers, web, dataGroup], data };
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

function openData({ foundation, data, watch }: TierOptions): OpenDataTier {
  const { bundles, children, options, clock, dataSlots, emit } = foundation;
  const { program } = data;
  const bundle = async () => {
    if (program === null) throw new Error(`${data.description} has no bundle`);
    return await bundles.pathOf(program);
  };
  const { runtimeDirectory } = options;
  return data.open({ slots: dataSlots, bundle, children, runtimeDirectory, clock, emit, start: watch });
}

function webLauncherFor(
  { options, bundles, children, ports }: Foundation,
  { environment }: OpenDataTier,
  registry: TargetRegistry,
): Launcher {
  const bundle = bundles.pathOf(options.service.web);
  return webLauncher({ bundle, children, ports, environment, registry });
}

function loadBalancerLauncherFor({ foundation, loadBalancer, watch }: TierOptions) {
  const { bundles, children, options, port, guard } = foundation;
  const runtimeDirectory = join(options.runtimeDirectory, 'load-balancers');
  const start: StartLoadBalancer = async (name, targets) => {
    const common = { port, runtimeDirectory, name, targets, guard, onSpawn: children.adopt };
    if (loadBalancer.kind === 'haproxy') return startHaproxy({ ...common, program: loadBalancer.program });
    const script = await bundles.pathOf(options.programs.embeddedLoadBalancer);
    const nodeFlags = nodeFlagsFor(loadRate(options.configuration));
    return startEmbeddedLoadBalancer({ ...common, script, nodeFlags });
  };
  // How old an answer is has nothing to do with what the time is.
  return loadBalancerLauncher({ start, now: () => performance.now(), onUsageError: watch.fail });
}
