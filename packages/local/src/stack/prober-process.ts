/** A journey in a process of its own. */
import type { ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import type { Slice } from '@garbageday/core/probe/slice.ts';
import type { ProberMessage, ProberOptions, ProberTotals, Pulse } from '@garbageday/prober/messages.ts';
import { describeExit, exitOf } from '../processes/exit.ts';

export type ProberProcess = {
  readonly pid: number;
  /** As of the latest slice. */
  readonly totals: () => ProberTotals;
  /** How long the oldest unanswered journey has waited, half a second ago; 0 when none waits or the process is gone. */
  readonly oldestWaitMs: () => number;
  /**
   * Stops sending, waits for what is in flight, and resolves to the exact totals, after the last slices have arrived.
   * Safe to repeat. For a process that died or does not answer, it resolves to the last known totals.
   */
  readonly stop: () => Promise<ProberTotals>;
};

export type ProberListeners = {
  readonly onSlice: (slice: Slice, totals: ProberTotals) => void;
  /** Only for a prober whose options request pulses. */
  readonly onPulse?: (pulse: Pulse) => void;
  /** It ended without being told to. It is not restarted, because a gap in the measurements must show. */
  readonly onDeath: (how: string) => void;
};

const nothing: ProberTotals = { sent: 0, failed: 0, retried: 0, acknowledged: 0, longestWaitMs: 0 };

/** After a request's whole timeout plus this, it is not worth waiting any longer for answers. */
const spareMs = 2_000;

/** Tells the child to start, listens to it, and resolves once it has begun sending. */
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
    else if (message.kind === 'pulse') listeners.onPulse?.(message.pulse);
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

/** A child that has just died needs no message. */
function say(child: ChildProcess, message: object): void {
  if (child.connected) child.send(message, () => {});
}

/** The child is our own program of the same version, so the message's kind is trusted. */
function isProberMessage(message: unknown): message is ProberMessage {
  if (typeof message !== 'object' || message === null || !('kind' in message)) return false;
  return ['started', 'waiting', 'slice', 'pulse', 'stopped'].some((kind) => kind === message.kind);
}
