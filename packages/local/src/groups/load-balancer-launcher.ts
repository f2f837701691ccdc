/** Launches the load balancers, tells them the targets, and asks them which ones they use. */
import type { ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { UsageError } from '@garbageday/core/errors.ts';
import type { LoadBalancer, Target } from '../load-balancer/load-balancer.ts';
import { isStopped } from '../processes/process-start.ts';
import type { Launcher } from './machine.ts';

/** A load balancer and its process. `gracefulSignal`: what it takes for "finish and leave", if not SIGTERM. */
export type RunningLoadBalancer = LoadBalancer & {
  readonly child: ChildProcess;
  readonly gracefulSignal?: NodeJS.Signals;
};

/**
 * Resolves once it accepts connections; its process is under our control from its start. `name`: unique among running
 * ones.
 */
export type StartLoadBalancer = (name: string, targets: readonly Target[]) => Promise<RunningLoadBalancer>;

/** What the web group needs from the load balancers. */
export type TargetRegistry = {
  /** Registers exactly these with every current and future load balancer. */
  readonly register: (targets: readonly Target[]) => void;
  /** One set of ids per living load balancer: the targets that it sends requests to. */
  readonly views: () => readonly ReadonlySet<string>[];
};

type Running = {
  readonly loadBalancer: RunningLoadBalancer;
  view: ReadonlySet<string>;
  answeredAtMs: number;
};

type State = { readonly running: Map<string, Running>; targets: readonly Target[] };

export type LoadBalancerLauncherOptions = {
  readonly start: StartLoadBalancer;
  readonly now: () => number;
  /** Called for something that only the person can fix, such as a port that is taken. */
  readonly onUsageError: (error: UsageError) => void;
};

const pollEveryMs = 50;
const answerWithinMs = 1_500;

/** Load balancers share the port: the kernel stops sending connections to one the moment it dies. */
export function loadBalancerLauncher(options: LoadBalancerLauncherOptions): {
  readonly launcher: Launcher;
  readonly registry: TargetRegistry;
} {
  const state: State = { running: new Map(), targets: [] };
  const launcher: Launcher = {
    launch: async ({ id, slot }) => {
      const loadBalancer = await start(options, slot, state.targets);
      const running: Running = { loadBalancer, view: new Set(), answeredAtMs: options.now() };
      state.running.set(id, running);
      loadBalancer.child.once('exit', () => state.running.delete(id));
      void loadBalancer.setTargets(state.targets);
      void poll(running, options.now);
      const { child, gracefulSignal = 'SIGTERM' } = loadBalancer;
      return { child, serving: Promise.resolve(), terminateSignal: gracefulSignal };
    },
    condition: ({ id, state: lifeCycle }) => {
      const running = state.running.get(id);
      const isUp = lifeCycle === 'running' && running !== undefined && isAnswering(running, options.now());
      return { isHealthy: isUp, isInService: isUp, role: 'none' };
    },
    joined: () => {},
    left: () => {},
  };
  const registry: TargetRegistry = {
    register: (targets) => {
      state.targets = targets;
      for (const { loadBalancer } of state.running.values()) void setTargets(loadBalancer, targets);
    },
    views: () => [...state.running.values()].map(({ view }) => view),
  };
  return { launcher, registry };
}

async function start(
  { start: startOne, onUsageError }: LoadBalancerLauncherOptions,
  slot: string,
  targets: readonly Target[],
): Promise<RunningLoadBalancer> {
  try {
    return await startOne(slot, targets);
  } catch (error) {
    if (error instanceof UsageError) onUsageError(error);
    throw error;
  }
}

/** If one dies meanwhile, its replacement gets the targets again. */
async function setTargets(loadBalancer: LoadBalancer, targets: readonly Target[]): Promise<void> {
  await loadBalancer.setTargets(targets).catch(() => {});
}

async function poll(running: Running, now: () => number): Promise<void> {
  const { child } = running.loadBalancer;
  while (child.exitCode === null && child.signalCode === null) {
    try {
      running.view = await running.loadBalancer.inService();
      running.answeredAtMs = now();
    } catch {
      // `answeredAtMs` then shows that there was no answer.
    }
    await delay(pollEveryMs);
  }
}

/** A stopped process does not answer, whatever it said before. */
function isAnswering({ loadBalancer, answeredAtMs }: Running, nowMs: number): boolean {
  return nowMs - answeredAtMs < answerWithinMs && !isStopped(loadBalancer.pid);
}
