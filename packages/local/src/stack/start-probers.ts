/** Starts the users and the probe against the load balancers, and puts what they measure into the ledger. */
import type { Ledger } from '@garbageday/core/ports.ts';
import type { Journey, JourneyRole } from '@garbageday/core/probe/journey.ts';
import type { Slice } from '@garbageday/core/probe/slice.ts';
import { seedOf } from '@garbageday/core/time/random.ts';
import type { ProberOptions } from '@garbageday/prober/messages.ts';
import { telling } from '../telling.ts';
import type { Foundation } from './foundation.ts';
import { type ProberProcess, superviseProber } from './prober-process.ts';
import { type RestartableProber, restartableProber, type SliceListener } from './restartable-prober.ts';

export type Measured = {
  readonly foundation: Foundation;
  readonly ledger: Ledger;
  readonly url: string;
};

/** Longer than the word counter's own patience with its database. */
const usersTimeoutMs = 10_000;

/** The users are as patient as a browser. */
export function startUsersProcess(measured: Measured, onSlice: SliceListener): Promise<RestartableProber> {
  const { ratePerSecond, latencyThresholdMs } = measured.foundation.options.configuration.users;
  const journey = journeyOf(measured, 'load');
  const load = { ratePerSecond, latencyThresholdMs, timeoutMs: usersTimeoutMs };
  return restartableProber((seq, heard) => start(measured, { ...load, journey, seq }, heard), onSlice);
}

export function startProbeProcess(measured: Measured, onSlice: SliceListener): Promise<RestartableProber> {
  const { ratePerSecond, latencyThresholdMs, timeoutMs } = measured.foundation.options.configuration.probe;
  const journey = journeyOf(measured, 'judge');
  const load = { ratePerSecond, latencyThresholdMs, timeoutMs };
  return restartableProber((seq, heard) => start(measured, { ...load, journey, seq }, heard), onSlice);
}

/** The configuration's, else the service's own. */
function journeyOf({ foundation: { options } }: Measured, role: JourneyRole): Journey {
  return (
    options.configuration.journeys.find((journey) => journey.role === role) ?? options.service.journeys[role]
  );
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
