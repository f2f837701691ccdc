/**
 * The groups of the stack, all started at once: no tier waits for another, but retries until it is up. Only who depends
 * on one waits.
 */

import { join } from 'node:path';
import type { GroupConfiguration } from '@garbageday/core/configuration.ts';
import { invariant } from '@garbageday/core/errors.ts';
import { seededRandom, seedOf } from '@garbageday/core/time/random.ts';
import { type AutoScalingGroup, autoScalingGroup } from '../groups/auto-scaling-group.ts';
import type { GroupOptions } from '../groups/group-state.ts';
import { loadBalancerLauncher, type StartLoadBalancer } from '../groups/load-balancer-launcher.ts';
import type { Copy } from '../groups/start-by-command.ts';
import { type ReadyCheck, readyCheckOf } from '../load-balancer/load-balancer.ts';
import { startEmbeddedLoadBalancer } from '../load-balancer/start-embedded-load-balancer.ts';
import { startHaproxy } from '../load-balancer/start-haproxy.ts';
import { loadRate, nodeFlagsFor } from '../processes/node-flags.ts';
import type { DataTier, OpenDataTier } from '../service.ts';
import type { LoadBalancerProgram } from './choose-load-balancer.ts';
import type { Foundation } from './foundation.ts';
import { type Addresses, type ServersOptions, serversLauncher } from './start-servers.ts';
import type { StartWatch } from './start-watch.ts';
import type { ServedGroup } from './tier-configurations.ts';
import { untilReady, untilWhole } from './until-ready.ts';

export type Tiers = {
  /** What may be hit. */
  readonly groups: readonly AutoScalingGroup[];
  /** The load balancers between the tiers, which no experiment is about. */
  readonly between: readonly AutoScalingGroup[];
  readonly data: OpenDataTier | null;
  readonly copies: Copies;
};

/** Of commands. */
export type Copies = {
  /** Those that are in service now. */
  readonly inService: () => readonly Copy[];
  /** Calls it for each that listens from now on, before any user gets there. */
  readonly onServing: (listener: (copy: Copy) => void) => void;
};

export type TierOptions = {
  readonly foundation: Foundation;
  readonly loadBalancer: LoadBalancerProgram;
  readonly data: DataTier | null;
  /** Told what makes the start fail: a port that was taken meanwhile, data that cannot be stored. */
  readonly watch: StartWatch;
};

/** Starts load balancers, servers and what keeps the data. */
export function startTiers(options: TierOptions): Tiers {
  const { foundation } = options;
  const { configurations } = foundation;
  const data = options.data === null ? null : openData(options, options.data);
  const dataGroup =
    data === null || configurations.data === null
      ? null
      : startGroup(foundation, configurations.data, { launcher: data.launcher });
  const addresses = addressesOf(foundation, data);
  const readiness = whenReady(options, { addresses, data: dataGroup });
  const [front, ...others] = configurations.servers;
  const copies = new Map<string, Copy>();
  const listeners: ((copy: Copy) => void)[] = [];
  const onCopy: Start['onCopy'] = (copy, serving) => {
    copies.set(copy.id, copy);
    void serving.then(() => {
      for (const listener of listeners) listener(copy);
    });
  };
  const start = (served: ServedGroup, balancers: GroupConfiguration) =>
    startServed(options, { served, balancers, addresses, readiness, onCopy });
  const users = start(front, configurations.loadBalancer);
  const inner = others.map((served) =>
    start(served, betweenTiers(configurations.loadBalancer, served.group)),
  );
  const servers = [users, ...inner].map((tier) => tier.servers);
  return {
    groups: [users.balancers, ...servers, ...(dataGroup === null ? [] : [dataGroup])],
    between: inner.map(({ balancers }) => balancers),
    data,
    copies: {
      inService: () => servers.flatMap(inService).flatMap((id) => copies.get(id) ?? []),
      onServing: (listener) => void listeners.push(listener),
    },
  };
}

function inService(group: AutoScalingGroup): readonly string[] {
  const { instances } = group.describe();
  return instances.flatMap((instance) =>
    instance.state === 'running' && instance.isHealthy && instance.isInService ? [instance.id] : [],
  );
}

type Start = {
  readonly onCopy: ServersOptions['onCopy'];
  readonly served: ServedGroup;
  readonly balancers: GroupConfiguration;
  readonly addresses: Addresses;
  readonly readiness: (group: string) => Promise<void>;
};

function startServed(options: TierOptions, { served, balancers, addresses, readiness, onCopy }: Start) {
  const { foundation, watch } = options;
  const { tier, group } = served;
  const port = foundation.tierPorts.get(group.name);
  invariant(port !== undefined, `no port for ${group.name}`);
  const check = readyCheckOf(tier);
  const { launcher, registry } = loadBalancerLauncherFor(options, { port, check });
  const isFront = port === foundation.port;
  const called = foundation.options.service.triedCalls.find(({ method }) => method === 'GET')?.path;
  const witnessPath = (isFront ? called : undefined) ?? check.path;
  const servers = {
    launcher: serversLauncher({ foundation, watch, tier, addresses, registry, witnessPath, onCopy }),
    ...(tier.dependsOn.length > 0 && { launchesAfter: allOf(tier.dependsOn.map(readiness)) }),
  };
  return {
    balancers: startGroup(foundation, balancers, { launcher }),
    servers: startGroup(foundation, group, servers),
  };
}

async function allOf(waits: readonly Promise<void>[]): Promise<void> {
  await Promise.all(waits);
}

/** One is enough: no experiment hits it, and it is replaced when it dies by itself. */
function betweenTiers(users: GroupConfiguration, { name }: GroupConfiguration): GroupConfiguration {
  return {
    ...users,
    name: `${name}-balancer`,
    desiredSize: 1,
    requiredHealthy: 0,
    requiredPercent: undefined,
  };
}

/** Where each group can be called; what keeps the data is called `data`, too, whatever its group's name. */
function addressesOf({ tierPorts, configurations }: Foundation, data: OpenDataTier | null): Addresses {
  const servers = [...tierPorts].map(([name, port]): [string, string] => [name, `http://127.0.0.1:${port}`]);
  const kept: [string, string][] =
    data === null || configurations.data === null
      ? []
      : [
          ['data', data.url],
          [configurations.data.name, data.url],
        ];
  return new Map([...kept, ...servers]);
}

type Reached = { readonly addresses: Addresses; readonly data: AutoScalingGroup | null };

/** Resolves once the group answers through its load balancers, or has its data; rejects when the start is given up. Asks once for all that wait. */
function whenReady({ foundation, watch }: TierOptions, { addresses, data }: Reached): Start['readiness'] {
  const waits = new Map<string, Promise<void>>();
  const until = async (group: string) => {
    const served = foundation.configurations.servers.find((each) => each.group.name === group);
    if (served === undefined) await untilWhole(data === null ? [] : [data], watch.signal);
    else await untilReady(addresses.get(group) ?? '', readyCheckOf(served.tier), watch.signal);
    watch.goOn();
  };
  return (group) => {
    const wait = waits.get(group) ?? until(group);
    waits.set(group, wait);
    return wait;
  };
}

function startGroup(
  { options, clock, emit }: Foundation,
  configuration: GroupConfiguration,
  launching: Pick<GroupOptions, 'launcher' | 'launchesAfter'>,
): AutoScalingGroup {
  const { name, kind, desiredSize, requiredHealthy } = configuration;
  return autoScalingGroup({
    name,
    kind,
    desiredSize,
    requiredHealthy,
    ...options.timing,
    ...launching,
    random: seededRandom(seedOf(options.seed, 'instances', name)),
    clock,
    onIncident: emit,
  });
}

function openData({ foundation, watch }: TierOptions, data: DataTier): OpenDataTier {
  const { bundles, children, options, clock, dataSlots, emit } = foundation;
  const { program } = data;
  const bundle = async () => {
    invariant(program !== null, `${data.description} has no bundle`);
    return await bundles.pathOf(program);
  };
  const { runtimeDirectory } = options;
  return data.open({ slots: dataSlots, bundle, children, runtimeDirectory, clock, emit, start: watch });
}

type Door = { readonly port: number; readonly check: ReadyCheck };

function loadBalancerLauncherFor({ foundation, loadBalancer, watch }: TierOptions, { port, check }: Door) {
  const { bundles, children, options, guard } = foundation;
  const runtimeDirectory = join(options.runtimeDirectory, 'load-balancers');
  const start: StartLoadBalancer = async (name, targets) => {
    const common = { port, runtimeDirectory, name, targets, guard, check, onSpawn: children.adopt };
    if (loadBalancer.kind === 'haproxy') return startHaproxy({ ...common, program: loadBalancer.program });
    const script = await bundles.pathOf(options.programs.embeddedLoadBalancer);
    const nodeFlags = nodeFlagsFor(loadRate(options.configuration));
    return startEmbeddedLoadBalancer({ ...common, script, nodeFlags });
  };
  // The age of an answer does not depend on the wall clock.
  return loadBalancerLauncher({ start, now: () => performance.now(), onUsageError: watch.fail });
}
