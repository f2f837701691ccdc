/** What a group needs from the programs that it runs. */
import type { ChildProcess } from 'node:child_process';
import type { Instance, InstanceState } from '@garbageday/core/chaos/fleet.ts';
import type { Exit } from '../processes/exit.ts';
import type { InstanceLabel } from '../stack-event.ts';

/** One launched process. */
export type Machine = {
  readonly child: ChildProcess;
  /** When it has ended, if that takes more than the end of the process. */
  readonly gone?: Promise<Exit>;
  /** Resolves once its port is open; stays pending if it dies first. */
  readonly serving: Promise<void>;
  /** The signal that it takes for "finish what you have and leave"; SIGTERM by default. */
  readonly terminateSignal?: NodeJS.Signals;
  /** Whether signals go to everything that it started, as on a machine; by default only to the process. */
  readonly isSignalledAsGroup?: boolean;
  /** Called when it has been told to finish and leave. */
  readonly onTerminate?: () => void;
  /** Called before it is told; the signal waits for this, at most a fifth of a second. */
  readonly beforeTerminate?: () => Promise<void>;
};

/** What the latest checks say about one instance. */
export type Condition = Pick<Instance, 'isHealthy' | 'isInService' | 'role'>;

/** What a check may ask about. `slotIndex` counts from 0. */
export type Candidate = InstanceLabel & {
  readonly slotIndex: number;
  readonly state: InstanceState;
  readonly launchedAtMs: number;
};

/** How the instances of one group are launched and checked. */
export type Launcher = {
  readonly launch: (place: InstanceLabel & { readonly slotIndex: number }) => Promise<Machine>;
  /**
   * Answers at once, from checks that run on their own; also called for dead instances, which stay in service until
   * noticed.
   */
  readonly condition: (candidate: Candidate) => Condition;
  /** This instance serves now and has taken over its slot. */
  readonly joined: (instance: InstanceLabel) => void;
  /** The group has shrunk, and this slot no longer exists. */
  readonly left: (slot: string) => void;
};
