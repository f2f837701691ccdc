/** What a group asks of the programs that it runs. */
import type { ChildProcess } from 'node:child_process';
import type { Instance, InstanceState } from '@garbageday/core/chaos/fleet.ts';
import type { Exit } from '../processes/exit.ts';
import type { InstanceLabel } from '../stack-event.ts';

/** One launched process. */
export type Machine = {
  readonly child: ChildProcess;
  /** When it has ended, if that takes more than the end of the process. */
  readonly gone?: Promise<Exit>;
  /** Resolves once its port is open; stays pending when it dies before. */
  readonly serving: Promise<void>;
  /** What it takes for "finish what you have and leave"; SIGTERM when left out. */
  readonly terminateSignal?: NodeJS.Signals;
  /** Signals go to all that it started, as to a machine's; to the process alone when left out. */
  readonly isSignalledAsGroup?: boolean;
  /** It has been told to finish and leave. */
  readonly onTerminate?: () => void;
};

/** What the latest checks say of one instance. */
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
  /** Answers at once, from checks that run by themselves; also asked about the dead, who stay in service until noticed. */
  readonly condition: (candidate: Candidate) => Condition;
  /** This instance serves now and has taken over its slot. */
  readonly joined: (instance: InstanceLabel) => void;
  /** The group has grown smaller: this slot is no more. */
  readonly left: (slot: string) => void;
};
