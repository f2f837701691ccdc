/** Adds up pulses while a probe runs. */
import { type Histogram, histogramBuilder, quantile } from '@garbageday/core/probe/histogram.ts';
import { sumErrorCounts } from '@garbageday/core/probe/merge-slices.ts';
import { mergePhases, noPhases } from '@garbageday/core/probe/phase-tally.ts';
import type { ErrorCounts } from '@garbageday/core/probe/slice.ts';
import type { Pulse } from '@garbageday/prober/messages.ts';
import type { LiveTarget } from '@garbageday/render/live/probe-live.ts';

export type LiveSums = {
  readonly add: (pulse: Pulse, atMs: number) => void;
  readonly target: (url: string, oldestWaitMs: number) => LiveTarget;
};

/** As many as a wide terminal can show. */
const mostSeconds = 200;

export function liveSums(): LiveSums {
  const latency = histogramBuilder();
  let [ended, failed, phases] = [0, 0, noPhases];
  let errors: ErrorCounts = [];
  let current = { second: Number.NaN, builder: histogramBuilder() };
  const seconds: (number | null)[] = [];
  return {
    add: (pulse, atMs) => {
      ended += pulse.ended;
      failed += pulse.failed;
      errors = sumErrorCounts([errors, pulse.errors]);
      phases = mergePhases(phases, pulse.phases);
      latency.merge(pulse.latency);
      const second = Math.floor(atMs / 1_000);
      if (second !== current.second) {
        // A second in which nothing ended is a gap.
        const empty = Math.min(mostSeconds, Math.max(0, second - current.second - 1) || 0);
        for (let index = 0; index < empty; index += 1) seconds.push(null);
        current = { second, builder: histogramBuilder() };
        seconds.push(null);
      }
      current.builder.merge(pulse.latency);
      seconds[seconds.length - 1] = p99Of(current.builder.build());
      seconds.splice(0, seconds.length - mostSeconds);
    },
    target: (url, oldestWaitMs) => ({
      ...{ url, ended, failed, errors, phases, oldestWaitMs },
      ...{ latency: latency.build(), seconds: [...seconds] },
    }),
  };
}

function p99Of(histogram: Histogram): number | null {
  return quantile(histogram, 0.99);
}
