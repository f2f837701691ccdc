/** What ended recently, for live views: slices wait for their slowest answer, a pulse does not. */
import { type HistogramBuilder, histogramBuilder } from '@garbageday/core/probe/histogram.ts';
import { sumErrorCounts } from '@garbageday/core/probe/merge-slices.ts';
import { type PhaseTallyBuilder, phaseTallyBuilder } from '@garbageday/core/probe/phase-tally.ts';
import type { ErrorKind } from '@garbageday/core/probe/slice.ts';
import type { Phases } from '../http/phases.ts';
import type { JourneyRun } from '../journey/run-journey.ts';
import type { Pulse } from '../messages.ts';

export type Ran = Extract<JourneyRun, { readonly kind: 'ran' }>['outcome'];

export type PulseTally = {
  readonly add: (run: Ran) => void;
  /** The pulse since the last call; `null`: nothing ended. */
  readonly take: () => Pulse | null;
};

type Since = {
  ended: number;
  failed: number;
  readonly errors: Map<ErrorKind, number>;
  readonly latency: HistogramBuilder;
  readonly phases: PhaseTallyBuilder;
};

export function pulseTally(): PulseTally {
  let since = nothing();
  return {
    add: ({ latencyMs, error, steps }) => {
      since.ended += 1;
      since.latency.add(latencyMs);
      for (const { phases } of steps) since.phases.add(timesOf(phases));
      if (error === null) return;
      since.failed += 1;
      since.errors.set(error, (since.errors.get(error) ?? 0) + 1);
    },
    take: () => {
      const { ended, failed, errors, latency, phases } = since;
      if (ended === 0) return null;
      since = nothing();
      return {
        ...{ ended, failed, errors: sumErrorCounts([[...errors]]) },
        ...{ latency: latency.build(), phases: phases.build() },
      };
    },
  };
}

function nothing(): Since {
  return {
    ...{ ended: 0, failed: 0, errors: new Map() },
    ...{ latency: histogramBuilder(), phases: phaseTallyBuilder() },
  };
}

/** The wait for a socket is the prober's own lag; without a queue it is close to zero. */
function timesOf({ lagMs, queueMs, dnsMs, connectMs, tlsMs, ttfbMs, transferMs }: Phases) {
  return {
    lag: lagMs + (queueMs ?? 0),
    ...{ dns: dnsMs, connect: connectMs, tls: tlsMs, firstByte: ttfbMs, transfer: transferMs },
  };
}
