/** What the local platform is told about a service: it runs web servers and what keeps their data, and knows neither. */
import type { Journey, JourneyRole } from '@garbageday/core/probe/journey.ts';
import type { Launcher } from './groups/machine.ts';
import type { ReadyCheck } from './load-balancer/load-balancer.ts';
import type { Children } from './processes/children.ts';
import type { StackIncident } from './stack-event.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** To be bundled and run by Node; it sends its parent one message once it listens. */
export type Program = {
  readonly kind: 'program';
  /** Of the bundle's file. */
  readonly name: string;
  /** Absolute path of the entry file. */
  readonly entry: string;
};

/** Started as a person types it. `{port}` in an argument stands for the port of the copy. */
export type ServerCommand = {
  readonly kind: 'command';
  /** A name on PATH, or a path. */
  readonly path: string;
  readonly args: readonly string[];
  /** The environment variable that tells a copy its port. */
  readonly portVariable: string;
};

export type LocalService = {
  /** What is sent to it where the configuration does not say. */
  readonly journeys: Readonly<Record<JourneyRole, Journey>>;
  /**
   * A web server, which finishes what it has on SIGTERM. A program gets `PORT`, `INSTANCE_ID` and the data tier's
   * environment; a command gets the person's own environment and its port beside.
   */
  readonly web: Program | ServerCommand;
  /** How the load balancers ask each web server. */
  readonly webCheck: ReadyCheck;
  /** Says yes once the whole service works. It is asked again and again, under one `X-Request-ID`. */
  readonly readyCheck: ReadyCheck;
  /** What users will GET, to be answered 2xx before they come: a path that is wrong would look like an outage. */
  readonly triedPaths: readonly string[];
  /** What keeps the data; null: the web servers see to that themselves. @throws UsageError when this choice cannot be had on this machine. */
  readonly chooseData: ((choice: string, environment: Environment) => Promise<DataTier>) | null;
};

export type DataTier = {
  /** How reports name it: `MongoDB 7.0.14`. */
  readonly description: string;
  /** null: a program of the machine, which needs no bundle. */
  readonly program: Program | null;
  /** Begins to watch, and says how members are launched; the group launches them. */
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
  /** Path of the bundle of `program`; not to be asked for when that is null. */
  readonly bundle: () => Promise<string>;
  readonly children: Children;
  /** Has a folder `disks`. */
  readonly runtimeDirectory: string;
  readonly clock: { readonly now: () => number };
  readonly emit: (incident: DataIncident) => void;
  /** The signal is aborted when the start is given up; `fail` gives it up. */
  readonly start: { readonly signal: AbortSignal; readonly fail: (error: unknown) => void };
};

export type OpenDataTier = {
  readonly launcher: Launcher;
  /** For the web servers: where the data is. */
  readonly environment: Readonly<Record<string, string>>;
  /**
   * How many of the writes that were acknowledged to the loads among these are stored, counted past the web servers; null
   * where it cannot tell them from those of the judges.
   */
  readonly countStored: (journeys: readonly Journey[]) => Promise<number | null>;
  readonly close: () => Promise<void>;
};
