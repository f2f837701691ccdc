/** Talks to the garbageday running in a directory, over its control socket. */
import { UsageError } from '@garbageday/core/errors.ts';
import type { Report } from '@garbageday/core/report/report.ts';
import { askControl } from '@garbageday/local/control-client.ts';
import { systemCode } from '@garbageday/local/file-error.ts';
import { readLock } from '@garbageday/local/lock.ts';
import type { LockHolder } from '@garbageday/local/lock-holder.ts';
import { typedAs } from '@garbageday/render/terminal/invocation.ts';
import { controlPaths, type KillResult, type StatusDocument } from './game-day/control-protocol.ts';
import { directoryOption } from './invocation.ts';
import type { KillRequest } from './platform/platform.ts';

/** It accepted the request, but ended before it could answer: whether it has done what was asked is unknown. */
export class BrokenOffError extends Error {
  readonly code = 'broken-off';

  constructor({ name }: Place, options: { readonly cause: unknown }) {
    super(`what ran in ${name} ended before the experiment did: no verdict`, options);
    this.name = 'BrokenOffError';
  }
}

/** A running garbageday. Every call throws a UsageError if it does not answer, or refuses. */
export type Running = {
  readonly status: () => Promise<StatusDocument>;
  /** The report on the run so far. */
  readonly report: () => Promise<Report>;
  /** Resolves when the experiment has ended. Rejects with a BrokenOffError if the running garbageday ends first. */
  readonly kill: (request: KillRequest) => Promise<KillResult>;
  readonly stop: () => Promise<void>;
};

/** `name` is the directory as a person would write it. */
export type Place = { readonly directory: string; readonly name: string };

/** `null` if nothing is running in the directory. */
export function findRunning(place: Place): Running | null {
  const lock = readLock(place.directory);
  if (lock.kind !== 'held') return null;
  const ask = asker(lock.holder, place);
  return {
    status: async () => expectAnswer(isStatus, await ask('GET', controlPaths.status, null)),
    report: async () => expectAnswer(isReport, await ask('GET', controlPaths.report, null)),
    kill: async (request) => {
      const answer = await ask('POST', controlPaths.experiments, request).catch(explainBreak(place));
      return expectAnswer(isKillResult, answer);
    },
    stop: async () => {
      await ask('POST', controlPaths.stop, {});
    },
  };
}

/** @throws UsageError if nothing is running there. */
export function requireRunning(place: Place): Running {
  const running = findRunning(place);
  if (running === null) throw nothingRuns(place);
  return running;
}

export function nothingRuns({ name }: Place): UsageError {
  const up = typedAs('up', { program: 'garbageday', options: directoryOption(name) });
  return new UsageError(`nothing runs in ${name}; start it with \`${up}\``);
}

function asker({ controlSocket, command }: LockHolder, { name }: Place) {
  return async (method: 'GET' | 'POST', path: string, body: unknown): Promise<unknown> => {
    if (controlSocket !== null) return await askControl(controlSocket, { method, path, body });
    throw new UsageError(`\`garbageday ${command}\` in ${name} is still starting; try again in a moment`);
  };
}

/** A process that never answered at all has not received anything. */
function explainBreak(place: Place) {
  return (error: unknown): never => {
    const isBroken = error instanceof UsageError && systemCode(error.cause) === 'ECONNRESET';
    throw isBroken ? new BrokenOffError(place, { cause: error }) : error;
  };
}

/** The other side is usually this very program, but may be an older one. */
function expectAnswer<T>(isAnswer: (value: unknown) => value is T, value: unknown): T {
  if (isAnswer(value)) return value;
  throw new UsageError('what runs there is another version of garbageday; use that one, or stop it');
}

function isStatus(value: unknown): value is StatusDocument {
  return has(value, 'state');
}
function isReport(value: unknown): value is Report {
  return has(value, 'experiments') && has(value, 'resilience');
}
function isKillResult(value: unknown): value is KillResult {
  return has(value, 'outcome');
}

function has(value: unknown, key: string): boolean {
  return typeof value === 'object' && value !== null && key in value;
}
