/** The probe: the reference journey on schedule, never retried. */
import { seededRandom, seedOf } from '@garbageday/core/time/random.ts';
import { client } from './http/client.ts';
import { probeWords, referenceJourneys } from './journey/reference-journey.ts';
import { type JourneyContext, runJourney } from './journey/run-journey.ts';
import { type Attempt, type Prober, startLoad } from './load/load.ts';
import { requestIds } from './load/request-ids.ts';
import type { SliceListener } from './load/slice-series.ts';
import type { ProberOptions } from './messages.ts';
import { systemTimer } from './schedule/timer.ts';

const maxInFlight = 1_000;

/**
 * Starts probing at the next full second. `onSlice` hears of each slice once, in order, when all of its journeys have
 * ended. `acknowledged` counts the probe's own inserts. Throws a TypeError when the address is none.
 */
export function startProbe(options: ProberOptions, onSlice: SliceListener): Prober {
  const timer = systemTimer(options.anchorMs);
  const http = client({ ...options, ca: null, random: streamOf(options, 'fresh'), timer });
  const nextJourney = referenceJourneys(probeWords);
  const context: JourneyContext = {
    client: http,
    now: timer.now,
    timeoutMs: options.timeoutMs,
    nextRequestId: requestIds('probe'),
  };
  const attempt = async (intendedMs: number): Promise<Attempt> => {
    const run = await runJourney(nextJourney(), intendedMs, context);
    if (run.kind === 'unsent') return run;
    const isInserted = run.outcome.steps.some(({ step, error }) => step === 'insert' && error === null);
    return { kind: 'ended', ended: { ...run.outcome, acknowledged: isInserted ? 1 : 0 } };
  };
  const jitter = streamOf(options, 'jitter');
  return startLoad(
    { journey: 'probe', options, timer, jitter, maxInFlight, attempt, close: http.close },
    onSlice,
  );
}

function streamOf(options: ProberOptions, purpose: string) {
  return seededRandom(seedOf(options.seed, 'probe', purpose));
}
