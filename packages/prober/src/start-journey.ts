/** Runs one journey on schedule, whatever comes back: a judge as a probe, a load as a load generator such as Siege. */
import type { JourneyRole } from '@garbageday/core/probe/journey.ts';
import { seededRandom, seedOf } from '@garbageday/core/time/random.ts';
import { client } from './http/client.ts';
import { plainTransport } from './http/transport.ts';
import { stepChooser } from './journey/choose-steps.ts';
import { counters } from './journey/counter.ts';
import { type Errand, type JourneyContext, runJourney } from './journey/run-journey.ts';
import { variableSource } from './journey/variables.ts';
import { type Attempt, type Prober, startLoad } from './load/load.ts';
import type { Ran } from './load/pulse.ts';
import { requestIds } from './load/request-ids.ts';
import type { SliceListener } from './load/slice-series.ts';
import type { ProberOptions } from './messages.ts';
import { systemTimer } from './schedule/timer.ts';

const maxInFlight: Readonly<Record<JourneyRole, number>> = { judge: 1_000, load: 5_000 };

/**
 * Starts sending at the next full second, or at once if it is being watched (`pulseMs`). `onSlice` is called once for
 * each slice, in order, when all of its journeys have ended; `onRun` is called for each journey when it has ended.
 * `acknowledged` counts the increases that were answered with success, which the service must have stored. Slices of a
 * load have no steps. Throws a TypeError if the address is invalid.
 */
export function startJourney(
  options: ProberOptions,
  onSlice: SliceListener,
  onRun: (run: Ran) => void = () => {},
): Prober {
  const { journey, timeoutMs, transport = plainTransport } = options;
  const randomOf = (purpose: string) => seededRandom(seedOf(options.seed, journey.name, purpose));
  const timer = systemTimer(options.anchorMs);
  const http = client({ ...options, transport, random: randomOf('fresh'), timer });
  const nextVariables = variableSource(journey.variables, (name) => randomOf(`variable ${name}`));
  const nextSteps = stepChooser(journey.steps, randomOf('steps'));
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
    attemptJourney(
      {
        journey: { role: journey.role, steps: nextSteps() },
        intendedMs,
        variables: new Map([...nextVariables(), ...secrets]),
      },
      context,
      onRun,
    );
  return startLoad(
    {
      options,
      timer,
      jitter: randomOf('jitter'),
      maxInFlight: options.maxInFlight ?? maxInFlight[journey.role],
      attempt,
      close: http.close,
    },
    onSlice,
  );
}

/** One run of the journey, as its slice counts it. */
export async function attemptJourney(
  errand: Errand,
  context: JourneyContext,
  onRun: (run: Ran) => void = () => {},
): Promise<Attempt> {
  const run = await runJourney(errand, context);
  if (run.kind === 'unsent') return run;
  onRun(run.outcome);
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
