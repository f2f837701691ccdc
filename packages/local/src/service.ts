/**
 * What the local platform needs to know about a service: it runs web servers and data stores without knowing either.
 */
import type { ServerConfiguration } from '@garbageday/core/configuration.ts';
import type { Journey, JourneyRole, JourneyStep } from '@garbageday/core/probe/journey.ts';
import type { Launcher } from './groups/machine.ts';
import type { ReadyCheck } from './load-balancer/load-balancer.ts';
import type { Children } from './processes/children.ts';
import type { StackIncident } from './stack-event.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** A program to bundle and run with Node; it sends its parent one message once it listens. */
export type Program = {
  readonly kind: 'program';
  /** The name of the bundle's file. */
  readonly name: string;
  /** Absolute path of the entry file. */
  readonly entry: string;
};

/** Servers of one kind, as a group of a configuration writes them. They finish what they have on SIGTERM. */
export type ServerTier = ServerConfiguration & {
  /** The group that runs them; null: the only one of kind `web`. */
  readonly group: string | null;
  /**
   * null: started as a person types it, with the person's own environment. Else the command is `node` and an entry file of ours, which is
   * bundled under this name, gets few variables of the person's, and sends its parent one message once it listens.
   */
  readonly bundle: string | null;
};

/** A request without headers and body. */
export type Call = Pick<JourneyStep, 'method' | 'path'>;

export type LocalService = {
  /** What is sent to the service if the configuration does not say. */
  readonly journeys: Readonly<Record<JourneyRole, Journey>>;
  /** Each behind load balancers of its own; users call the first. */
  readonly tiers: readonly [ServerTier, ...(readonly ServerTier[])];
  /** Succeeds once the whole service works. Repeated with the same `X-Request-ID`. */
  readonly readyCheck: ReadyCheck;
  /** What users will send; must be answered 2xx before they start, because a wrong path would look like an outage. */
  readonly triedCalls: readonly Call[];
  /**
   * What stores the data; null: the web servers take care of that themselves. Throws a UsageError if this choice is not
   * available on this machine.
   */
  readonly chooseData: ((choice: string, environment: Environment) => Promise<DataTier>) | null;
};

export type DataTier = {
  /** How reports name it: `MongoDB 7.0.14`. */
  readonly description: string;
  /** null: an installed program, which needs no bundle. */
  readonly program: Program | null;
  /** Starts watching, and returns how to launch members; the group launches them. */
  readonly open: (surroundings: DataSurroundings) => OpenDataTier;
};

export type DataSlot = {
  readonly slot: string;
  /** On 127.0.0.1; a replacement takes it over. */
  readonly port: number;
};

export type DataIncident = Extract<
  StackIncident,
  { readonly kind: 'primary-lost' | 'primary-elected' | 'data-lost' }
>;

export type DataSurroundings = {
  readonly slots: readonly DataSlot[];
  /** Path of the bundle of `program`; must not be called if that is null. */
  readonly bundle: () => Promise<string>;
  readonly children: Children;
  /** Contains a folder `disks`. */
  readonly runtimeDirectory: string;
  readonly clock: { readonly now: () => number };
  readonly emit: (incident: DataIncident) => void;
  /** The signal is aborted when the start is given up; `fail` gives up the start. */
  readonly start: { readonly signal: AbortSignal; readonly fail: (error: unknown) => void };
};

export type OpenDataTier = {
  readonly launcher: Launcher;
  /** For the servers: where the data is, in place of `{url:data}`. */
  readonly url: string;
  /**
   * How many writes acknowledged to the loads among these are stored, counted without going through the web servers;
   * null if they cannot be distinguished from the judges'.
   */
  readonly countStored: (journeys: readonly Journey[]) => Promise<number | null>;
  readonly close: () => Promise<void>;
};
