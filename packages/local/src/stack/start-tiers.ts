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
import { startByCommand } from '../groups/start-by-command.ts';
import { type StartWebServer, startByNode, webLauncher } from '../groups/web-launcher.ts';
import { startEmbeddedLoadBalancer } from '../load-balancer/start-embedded-load-balancer.ts';
import { startHaproxy } from '../load-balancer/start-haproxy.ts';
import { loadRate, nodeFlagsFor } from '../processes/node-flags.ts';
import type { DataTier, OpenDataTier, ServerCommand } from '../service.ts';
import type { LoadBalancerProgram } from './choose-load-balancer.ts';
import { commandStart } from './command-start.ts';
import type { Foundation } from './foundation.ts';
import type { StartWatch } from './start-watch.ts';

export type Tiers = {
  readonly groups: readonly AutoScalingGroup[];
  readonly data: OpenDataTier | null;
};

export type TierOptions = {
  readonly foundation: Foundation;
  readonly loadBalancer: LoadBalancerProgram;
  readonly data: DataTier | null;
  /** Told what ends the start: a port that was taken meanwhile, data that cannot be kept. */
  readonly watch: StartWatch;
};

/** Starts load balancers, web servers and what keeps the data. */
export function startTiers(options: TierOptions): Tiers {
  const { foundation } = options;
  const { configurations } = foundation;
  const data = options.data === null ? null : openData(options, options.data);
  const dataGroups =
    data === null || configurations.data === null
      ? []
      : [startGroup(foundation, configurations.data, data.launcher)];
  const { launcher, registry } = loadBalancerLauncherFor(options);
  const loadBalancers = startGroup(foundation, configurations.loadBalancer, launcher);
  const web = startGroup(foundation, configurations.web, webLauncherFor(options, data, registry));
  return { groups: [loadBalancers, web, ...dataGroups], data };
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

function openData({ foundation, watch }: TierOptions, data: DataTier): OpenDataTier {
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
  { foundation, watch }: TierOptions,
  data: OpenDataTier | null,
  registry: TargetRegistry,
): Launcher {
  const { options, bundles, children, ports } = foundation;
  const { web } = options.service;
  const environment = data?.environment ?? {};
  const start =
    web.kind === 'program'
      ? startByNode({ bundle: bundles.pathOf(web), children, environment })
      : startCommand(foundation, web, watch);
  return webLauncher({ start, ports, registry });
}

function startCommand(
  { options, children, emit }: Foundation,
  command: ServerCommand,
  watch: StartWatch,
): StartWebServer {
  const { service, directory, environment, timing } = options;
  const timeoutSeconds = timing.startTimeoutMs / 1_000;
  const explanation = commandStart({ command, check: service.webCheck, directory, timeoutSeconds });
  watch.explainBy(explanation);
  const { graceMs } = timing;
  return startByCommand({
    ...{ command, children, environment, graceMs },
    check: service.webCheck,
    onStart: explanation.started,
    onStillReady: (instance, afterMs) => emit({ kind: 'still-ready', instance, afterMs }),
  });
}

function loadBalancerLauncherFor({ foundation, loadBalancer, watch }: TierOptions) {
  const { bundles, children, options, port, guard } = foundation;
  const runtimeDirectory = join(options.runtimeDirectory, 'load-balancers');
  const start: StartLoadBalancer = async (name, targets) => {
    const check = options.service.webCheck;
    const common = { port, runtimeDirectory, name, targets, guard, check, onSpawn: children.adopt };
    if (loadBalancer.kind === 'haproxy') return startHaproxy({ ...common, program: loadBalancer.program });
    const script = await bundles.pathOf(options.programs.embeddedLoadBalancer);
    const nodeFlags = nodeFlagsFor(loadRate(options.configuration));
    return startEmbeddedLoadBalancer({ ...common, script, nodeFlags });
  };
  // How old an answer is has nothing to do with what the time is.
  return loadBalancerLauncher({ start, now: () => performance.now(), onUsageError: watch.fail });
}
