/** Starts the journeys against the load balancers, and writes what they measure into the ledger. */
import type { Ledger } from '@garbageday/core/ports.ts';
import type { Journey, JourneyRole } from '@garbageday/core/probe/journey.ts';
import type { Slice } from '@garbageday/core/probe/slice.ts';
import { seedOf } from '@garbageday/core/time/random.ts';
import type { ProberOptions } from '@garbageday/prober/messages.ts';
import { telling } from '../telling.ts';
import type { Foundation } from './foundation.ts';
import { secretValues } from './journey-secrets.ts';
import { type ProberProcess, superviseProber } from './prober-process.ts';
import {
  type RestartableProber,
  restartableProber,
  type SliceListener,
  type StartProber,
} from './restartable-prober.ts';
import type { StackOptions } from './stack-options.ts';

export type Measured = {
  readonly foundation: Foundation;
  readonly ledger: Ledger;
  readonly url: string;
};

/** A journey that is being measured, in its own process: a load must not make a judge late. */
export type RunningJourney = Pick<Journey, 'name' | 'role'> & { readonly prober: RestartableProber };

/** All journeys of the role. */
export function startJourneyProcesses(
  measured: Measured,
  role: JourneyRole,
  onSlice: SliceListener,
): Promise<readonly RunningJourney[]> {
  const { configuration, service } = measured.foundation.options;
  const journeys = configuration.journeys.filter((journey) => journey.role === role);
  return Promise.all(
    journeys.map(async ({ ratePerSecond, latencyThresholdMs, timeoutMs, ...written }) => {
      const journey = withSteps(written, service);
      const load = { journey, ratePerSecond, latencyThresholdMs, timeoutMs };
      const begin: StartProber = (seq, heard) => start(measured, { ...load, seq }, heard);
      return { name: journey.name, role, prober: await restartableProber(begin, onSlice) };
    }),
  );
}

/** All journeys with their steps, for the audit. */
export function journeysOf({
  configuration,
  service,
}: Pick<StackOptions, 'configuration' | 'service'>): readonly Journey[] {
  return configuration.journeys.map((journey) => withSteps(journey, service));
}

/** The configuration's, else the service's own. */
function withSteps(journey: Journey, { journeys }: StackOptions['service']): Journey {
  return journey.steps.length > 0 ? journey : { ...journeys[journey.role], name: journey.name };
}

async function start(
  { foundation, ledger, url }: Measured,
  load: Pick<ProberOptions, 'journey' | 'ratePerSecond' | 'latencyThresholdMs' | 'timeoutMs' | 'seq'>,
  onSlice: (slice: Slice) => void,
): Promise<ProberProcess> {
  const { options, children, bundles, emit, clock } = foundation;
  const { name, role } = load.journey;
  const program = await bundles.pathOf(options.programs.journey);
  const child = children.node(program, { name, args: [name], env: {} });
  const { configuration, seed } = options;
  const tell = telling(onSlice);
  const identity = { service: configuration.service, vantage: 'local', baseUrl: url, sliceSeconds: 1 };
  return superviseProber(
    child,
    {
      ...identity,
      ...load,
      secrets: secretValues(load.journey, options.environment),
      seed: seedOf(seed, `${name}${load.seq === 0 ? '' : `/${load.seq}`}`),
      anchorMs: clock.anchorMs(),
    },
    {
      onSlice: (slice) => {
        ledger.putSlice(slice).then(() => tell(slice), options.onFailure);
      },
      onDeath: (how) => emit({ kind: 'prober-died', journey: name, role, how }),
    },
  );
}
