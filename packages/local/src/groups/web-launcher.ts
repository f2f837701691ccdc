/** Launches and checks the web servers. */
import type { Target } from '../load-balancer/load-balancer.ts';
import type { Children } from '../processes/children.ts';
import type { PortFinder } from '../processes/free-port.ts';
import type { InstanceLabel } from '../stack-event.ts';
import type { TargetRegistry } from './load-balancer-launcher.ts';
import type { Candidate, Condition, Launcher, Machine } from './machine.ts';

/** Starts a web server that listens on the port. */
export type StartWebServer = (place: InstanceLabel, port: number) => Promise<Machine>;

export type WebLauncherOptions = {
  readonly start: StartWebServer;
  readonly ports: PortFinder;
  readonly registry: TargetRegistry;
};

export type NodeServerOptions = {
  /** Path of the web server's bundle. */
  readonly bundle: Promise<string>;
  readonly children: Children;
  /** Its port is among them. */
  readonly environmentFor: (port: number) => Readonly<Record<string, string>>;
};

/** For a server that announces over its channel when it listens. */
export function startByNode({ bundle, children, environmentFor }: NodeServerOptions): StartWebServer {
  return async ({ id, slot }, port) => {
    const env = { ...environmentFor(port), INSTANCE_ID: id };
    const child = children.node(await bundle, { name: slot, args: [], env });
    return { child, serving: new Promise((resolve) => child.once('message', () => resolve())) };
  };
}

type State = {
  readonly ports: Map<string, number>;
  /** By slot: a dead instance stays registered until its replacement takes over; the load balancer is not told. */
  readonly targets: Map<string, Target>;
  /** Instances that every load balancer has used at some time. */
  readonly established: Set<string>;
};

/** Instances listen on ports of their own, register once they do, and are in service when the load balancers say so. */
export function webLauncher(options: WebLauncherOptions): Launcher {
  const state: State = { ports: new Map(), targets: new Map(), established: new Set() };
  const register = () => options.registry.register([...state.targets.values()]);
  return {
    launch: async (place) => {
      const port = await options.ports.next();
      state.ports.set(place.id, port);
      return await options.start(place, port);
    },
    condition: (candidate) => conditionOf(options.registry, state, candidate),
    joined: ({ id, slot }) => {
      state.targets.set(slot, { id, port: state.ports.get(id) ?? 0 });
      register();
    },
    left: (slot) => {
      state.targets.delete(slot);
      register();
    },
  };
}

/**
 * The load balancers' own checks decide. A new instance is in service when all of them use it, an old one until none
 * does: in both cases, users then no longer see a difference.
 */
function conditionOf(registry: TargetRegistry, { established }: State, { id }: Candidate): Condition {
  const views = registry.views();
  const isUsedByAll = views.length > 0 && views.every((view) => view.has(id));
  if (isUsedByAll) established.add(id);
  const isInService = isUsedByAll || (established.has(id) && views.some((view) => view.has(id)));
  // Without a load balancer there is nothing to check health, and no reason to replace web servers.
  return { isHealthy: isInService || views.length === 0, isInService, role: 'none' };
}
