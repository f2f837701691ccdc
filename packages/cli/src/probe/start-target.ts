/** One URL's probe in a process of its own, so that drawing a view does not make it late. */
import { fork } from 'node:child_process';
import type { Slice } from '@garbageday/core/probe/slice.ts';
import { childEnvironment } from '@garbageday/local/processes/child-environment.ts';
import { type ProberProcess, superviseProber } from '@garbageday/local/stack/prober-process.ts';
import type { Transport } from '@garbageday/prober/http/transport.ts';
import type { ProberTotals, Pulse } from '@garbageday/prober/messages.ts';
import { lightNodeFlags } from '@garbageday/prober/node-flags.ts';
import { stackPrograms } from '../game-day/programs.ts';
import type { ProbeOptions, ProbeTarget } from './probe-options.ts';

/** One URL while it is being probed. */
export type RunningTarget = {
  readonly target: ProbeTarget;
  readonly prober: ProberProcess;
  readonly slices: readonly Slice[];
  /** Lines that the process wrote, and a remark if it ended by itself. */
  readonly remarks: () => readonly string[];
};

const pulseMs = 250;

/** Above this rate the optimizing compilers pay for themselves. */
const busyFromRate = 500;

export type TargetStart = {
  readonly options: ProbeOptions;
  readonly transport: Transport;
  readonly onPulse: (pulse: Pulse) => void;
  readonly onSlice: (slice: Slice, totals: ProberTotals) => void;
};

export async function startTarget(target: ProbeTarget, start: TargetStart): Promise<RunningTarget> {
  const { options, transport, onPulse, onSlice } = start;
  const child = fork(stackPrograms().journey.entry, [], {
    execArgv: options.ratePerSecond > busyFromRate ? [] : [...lightNodeFlags],
    env: childEnvironment(process.env),
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // Ctrl-C must reach only us: what is in flight is still needed.
    detached: true,
  });
  const [slices, lines]: [Slice[], string[]] = [[], []];
  child.stderr?.setEncoding('utf8').on('data', (text: string) => void lines.push(...text.trim().split('\n')));
  const { ratePerSecond, thresholdMs, timeoutMs, secrets, seed } = options;
  const prober = await superviseProber(
    child,
    {
      ...{ service: serviceOf(target), journey: target.journey, vantage: 'local' },
      ...{ baseUrl: target.baseUrl, ratePerSecond, latencyThresholdMs: thresholdMs, timeoutMs },
      ...{ secrets, seed, sliceSeconds: 1, transport, pulseMs, maxInFlight: crowdOf(options) },
    },
    {
      onSlice: (slice, totals) => {
        slices.push(slice);
        onSlice(slice, totals);
      },
      onPulse,
      onDeath: (how) => void lines.push(`the probe of ${target.url} ended: ${how}`),
    },
  );
  return { target, prober, slices, remarks: () => lines };
}

/** What its slices and metrics name the service. */
export function serviceOf({ url }: Pick<ProbeTarget, 'url'>): string {
  return new URL(url).hostname;
}

/** All that can wait within the timeout, up to the number of connections that a process may have. */
function crowdOf({ ratePerSecond, timeoutMs }: ProbeOptions): number {
  return Math.min(20_000, Math.max(1_000, Math.ceil((ratePerSecond * timeoutMs * 1.1) / 1_000)));
}
