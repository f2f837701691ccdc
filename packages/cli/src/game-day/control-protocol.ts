/**
 * What another terminal may ask of a running stack, over its control socket:
 * `GET /status` → `StatusDocument`; `GET /report` → core's `Report` of the run so far;
 * `POST /experiments` with a `KillRequest` → `KillResult`, once the experiment has ended; `POST /stop` → `{}`.
 */

import type { ExperimentOutcome } from '@garbageday/core/chaos/experiment-outcome.ts';
import type { LiveState } from '@garbageday/render/live/live-state.ts';
import type { Unfinished } from '../unfinished.ts';

export const controlPaths = {
  status: '/status',
  report: '/report',
  experiments: '/experiments',
  stop: '/stop',
} as const;

export type KillResult = { readonly outcome: ExperimentOutcome };

export type StatusDocument = {
  readonly schema: 'garbageday/status@1';
  readonly pid: number;
  /** Resident memory of everything that runs, in bytes; null if the system does not tell. */
  readonly residentBytes: number | null;
  readonly state: LiveState;
  /** Experiments of this run without an end; an older garbageday does not send this. */
  readonly unfinished?: readonly Unfinished[];
};
