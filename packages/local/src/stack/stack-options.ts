/** What a stack is made from. */
import type { Configuration } from '@garbageday/core/configuration.ts';
import type { StackPrograms } from '../processes/bundle.ts';
import type { LocalService } from '../service.ts';
import type { StackEvent } from '../stack-event.ts';
import type { SteadyClock } from '../steady-clock.ts';
import type { LoadBalancerChoice } from './choose-load-balancer.ts';

export type StackTiming = {
  /** From the death of an instance to the launch of its replacement. */
  readonly launchDelayMs: number;
  /** From SIGTERM to SIGKILL. */
  readonly graceMs: number;
  /** An instance that has been unhealthy for this long is replaced. */
  readonly unhealthyMs: number;
  /** How long a new instance may take to become healthy: to start, and to copy the data. */
  readonly warmUpMs: number;
  /** A hang that is not renewed undoes itself after this long. */
  readonly leaseMs: number;
  /** Starting is given up after this long. */
  readonly startTimeoutMs: number;
};

export const defaultStackTiming: StackTiming = {
  launchDelayMs: 500,
  graceMs: 3_000,
  unhealthyMs: 10_000,
  warmUpMs: 60_000,
  leaseMs: 5_000,
  startTimeoutMs: 30_000,
};

export type StackOptions = {
  /** Prepared and locked by the caller; holds the ledger and the logs: `.garbageday`. */
  readonly directory: string;
  /** Created by the caller with `makeRuntimeDirectory`; removed with the stack, however it ends. */
  readonly runtimeDirectory: string;
  /** The same seed gives the same instance ids, users and journeys. */
  readonly seed: string;
  readonly configuration: Configuration;
  readonly lb: LoadBalancerChoice;
  /** One of the service's own. */
  readonly data: string;
  /** 0: any free one. */
  readonly port: number;
  readonly programs: StackPrograms;
  readonly service: LocalService;
  /** `PATH`, `HOME`, `GARBAGEDAY_MONGOD` … as the process got them. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly timing: StackTiming;
  /** The clock of everything that runs, including the users and the probe. */
  readonly clock: SteadyClock;
  readonly onEvent: (event: StackEvent) => void;
  /** Called when a running stack can no longer work: the ledger's disk is full, say. */
  readonly onFailure: (error: unknown) => void;
};
