/** Runs one journey on schedule, whatever comes back: a judge as a probe, a load in the role of Siege. */
import type { JourneyRole } from '@garbageday/core/probe/journey.ts';
import { seededRandom, seedOf } from '@garbageday/core/time/random.ts';
import { client } from './http/client.ts';
import { counters } from './journey/counter.ts';
import { type Errand, type JourneyContext, runJourney } from './journey/run-journey.ts';
import { variableSource } from './journey/variables.ts';
import { type Attempt, type Prober, startLoad } from './load/load.ts';
import { requestIds } from './load/request-ids.ts';
import type { SliceListener } from './load/slice-series.ts';
import type { ProberOptions } from './messages.ts';
import { systemTimer } from './schedule/timer.ts';

const maxInFlight: Readonly<Record<JourneyRole, number>> = { judge: 1_000, load: 5_000 };

/**
 * Starts sending at the next full second. `onSlice` hears of each slice once, in order, when all of its journeys have ended.
 * `acknowledged` counts the increases that were answered with success: what the service must hold of them. Slices of a
 * load have no steps. Throws a TypeError when the address is invalid.
 */
export function startJourney(options: ProberOptions, onSlice: SliceListener): Prober {
  const { journey, timeoutMs } = options;
  const randomOf = (purpose: string) => seededRandom(seedOf(options.seed, journey.name, purpose));
  const timer = systemTimer(options.anchorMs);
  const http = client({ ...options, ca: null, random: randomOf('fresh'), timer });
  const nextVariables = variableSource(journey.variables, (name) => randomOf(`variable ${name}`));
  const secrets = Object.entries(options.secrets ?? {}).map(
    ([name, value]) => [`secret:${name}`, value] as const,
  );
  const context: JourneyContext = {
    client: http,
    now: timer.now,
    timeoutMs,
    nextRequestId: requestIds(journey.name.slice(0, 30)),
    counterOf: counters(),
  };
  const attempt = (intendedMs: number) =>
    attemptJourney({ journey, intendedMs, variables: new Map([...nextVariables(), ...secrets]) }, context);
  return startLoad(
    {
      options,
      timer,
      jitter: randomOf('jitter'),
      maxInFlight: maxInFlight[journey.role],
      attempt,
      close: http.close,
    },
    onSlice,
  );
}

/** One run of the journey, as its slice counts it. */
export async function attemptJourney(errand: Errand, context: JourneyContext): Promise<Attempt> {
  const run = await runJourney(errand, context);
  if (run.kind === 'unsent') return run;
  const { steps, ...outcome } = run.outcome;
  const isCounting = (name: string) =>
    errand.journey.steps.some(
      (step) => step.name === name && step.expect.some(({ kind }) => kind === 'increases'),
    );
  const acknowledged = steps.filter(({ step, error }) => error === null && isCounting(step)).length;
  return {
    kind: 'ended',
    ended: { ...outcome, steps: errand.journey.role === 'judge' ? steps : [], acknowledged },
  };
}
