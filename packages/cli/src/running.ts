/** Talking to the garbageday that runs in a directory, over its control socket. */
import { UsageError } from '@garbageday/core/errors.ts';
import type { Report } from '@garbageday/core/report/report.ts';
import { type LockHolder, readLock } from '@garbageday/local/lock.ts';
import { askControl, type ControlRequest } from './ask-control.ts';
import {
  controlPaths,
  type KillRequest,
  type KillResult,
  type StatusDocument,
} from './game-day/control-protocol.ts';

/** A running garbageday. Everything throws a UsageError when it does not answer, or refuses to. */
export type Running = {
  readonly status: () => Promise<StatusDocument>;
  /** Of the run so far. */
  readonly report: () => Promise<Report>;
  /** Resolves when the experiment has ended. */
  readonly kill: (request: KillRequest) => Promise<KillResult>;
  readonly stop: () => Promise<void>;
};

/** `name` is the directory as a person would write it. */
export type Place = { readonly directory: string; readonly name: string };

/** `null` when nothing runs in the directory. */
export function findRunning(place: Place): Running | null {
  const lock = readLock(place.directory);
  if (lock.kind !== 'held') return null;
  const ask = <T>(request: ControlRequest): Promise<T> => askHolder(lock.holder, place, request);
  return {
    status: () => ask({ method: 'GET', path: controlPaths.status }),
    report: () => ask({ method: 'GET', path: controlPaths.report }),
    kill: (body) => ask({ method: 'POST', path: controlPaths.experiments, body }),
    stop: () => ask({ method: 'POST', path: controlPaths.stop, body: {} }),
  };
}

/** @throws UsageError when nothing runs there. */
export function requireRunning(place: Place): Running {
  const running = findRunning(place);
  if (running === null) throw nothingRuns(place);
  return running;
}

export function nothingRuns({ name }: Place): UsageError {
  return new UsageError(`nothing runs in ${name}; start it with \`garbageday up\``);
}

async function askHolder<T>(holder: LockHolder, place: Place, request: ControlRequest): Promise<T> {
  const who = `\`garbageday ${holder.command}\` in ${place.name}`;
  if (holder.controlSocket === null) throw new UsageError(`${who} is still starting; try again in a moment`);
  const answer = await askControl<T>(holder.controlSocket, request);
  switch (answer.kind) {
    case 'answered':
      return answer.body;
    case 'refused':
      throw new UsageError(answer.message);
    case 'silent':
      throw new UsageError(`${who} does not answer (${answer.why}); is it just stopping?`);
    default:
      return answer satisfies never;
  }
}
