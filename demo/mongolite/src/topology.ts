/** The version of the answer to `hello`, and the clients waiting for the next one. */
import { Long, ObjectId } from 'bson';
import type { Document } from './wire/document.ts';

export type Topology = {
  /** `{processId, counter}`, as drivers compare it. */
  readonly version: () => Document;
  /** Resolves when the version is no longer this one, after `maxMs`, or when `cancel` is aborted. */
  readonly changeFrom: (version: unknown, maxMs: number, cancel: AbortSignal) => Promise<void>;
  readonly changed: () => void;
};

function isCurrent(version: unknown, processId: ObjectId, counter: number): boolean {
  if (typeof version !== 'object' || version === null) return false;
  if (!('processId' in version) || !('counter' in version)) return false;
  return processId.equals(String(version.processId)) && Number(version.counter) === counter;
}

/** A new process is a new topology: drivers then forget what they knew about the old one. */
export function createTopology(): Topology {
  const processId = new ObjectId();
  const waiting = new Set<() => void>();
  let counter = 1;
  return {
    version: () => ({ processId, counter: Long.fromNumber(counter) }),
    changed: () => {
      counter += 1;
      for (const wake of [...waiting]) wake();
    },
    changeFrom: (version, maxMs, cancel) => {
      if (!isCurrent(version, processId, counter) || cancel.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        const wake = (): void => {
          clearTimeout(timer);
          waiting.delete(wake);
          cancel.removeEventListener('abort', wake);
          resolve();
        };
        const timer = setTimeout(wake, maxMs);
        waiting.add(wake);
        cancel.addEventListener('abort', wake);
      });
    },
  };
}
