/** A journey in a process of its own. */
import type { ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import type { Slice } from '@garbageday/core/probe/slice.ts';
import type { ProberMessage, ProberOptions, ProberTotals } from '@garbageday/prober/messages.ts';
import { describeExit, exitOf } from '../processes/exit.ts';

export type ProberProcess = {
  readonly pid: number;
  /** As of the latest slice. */
  readonly totals: () => ProberTotals;
  /** How long the oldest unanswered journey has waited, half a second ago; 0 when none waits or the process is gone. */
  readonly oldestWaitMs: () => number;
  /**
   * Sends no more, waits for what is in flight, and resolves to the exact totals; the last slices have been heard by
   * then. Safe to repeat. Of a process that died or does not answer it resolves to what was known last.
   */
  readonly stop: () => Promise<ProberTotals>;
};

export type ProberListeners = {
  readonly onSlice: (slice: Slice, totals: ProberTotals) => void;
  /** It ended without having been told to; nobody restarts it, because a gap in what was measured must show. */
  readonly onDeath: (how: string) => void;
};

const nothing: ProberTotals = { sent: 0, failed: 0, retried: 0, acknowledged: 0, longestWaitMs: 0 };

/** What is still unanswered after a request's whole timeout and this is not worth waiting for. */
const spareMs = 2_000;

/** Tells the child to start, listens to it, and resolves once it has begun to send. */
export async function superviseProber(
  child: ChildProcess,
  options: ProberOptions,
  listeners: ProberListeners,
): Promise<ProberProcess> {
  let totals = nothing;
  let oldestMs = 0;
  let isStopping = false;
  const exited = exitOf(child);
  const started = Promise.withResolvers<void>();
  child.on('message', (raw) => {
    const message: unknown = raw;
    if (!isProberMessage(message)) return;
    if (message.kind === 'started') started.resolve();
    else if (message.kind === 'waiting') oldestMs = message.oldestMs;
    else totals = message.totals;
    if (message.kind === 'slice') listeners.onSlice(message.slice, message.totals);
  });
  void exited.then((exit) => {
    started.resolve();
    oldestMs = 0;
    if (!isStopping) listeners.onDeath(describeExit(exit));
  });
  say(child, { ...options, kind: 'start' });
  await started.promise;
  return {
    pid: child.pid ?? -1,
    totals: () => totals,
    oldestWaitMs: () => oldestMs,
    stop: async () => {
      if (!isStopping) say(child, { kind: 'stop' });
      isStopping = true;
      await Promise.race([exited, delay(options.timeoutMs + spareMs, undefined, { ref: false })]);
      child.kill('SIGKILL');
      await exited;
      return totals;
    },
  };
}

/** To one that has just died nothing needs to be said. */
function say(child: ChildProcess, message: object): void {
  if (child.connected) child.send(message, () => {});
}

/** The child is our own program of the same version: its word is taken for what it says it is. */
function isProberMessage(message: unknown): message is ProberMessage {
  if (typeof message !== 'object' || message === null || !('kind' in message)) return false;
  return ['started', 'waiting', 'slice', 'stopped'].some((kind) => kind === message.kind);
}
