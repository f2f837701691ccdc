/** Starts the users and the probe against the load balancers, and puts what they measure into the ledger. */
import type { Ledger } from '@garbageday/core/ports.ts';
import type { Slice } from '@garbageday/core/probe/slice.ts';
import { seedOf } from '@garbageday/core/schedule/random.ts';
import type { ProberOptions, ProberTotals } from '@garbageday/prober/messages.ts';
import { telling } from '../telling.ts';
import type { Foundation } from './foundation.ts';
import { type ProberProcess, superviseProber } from './prober-process.ts';

/** Hears of each slice once it is in the ledger. */
export type SliceListener = (slice: Slice, totals: ProberTotals) => void;

export type Measured = {
  readonly foundation: Foundation;
  readonly ledger: Ledger;
  readonly url: string;
};

/** Longer than the word counter's own patience with its database. */
const usersTimeoutMs = 10_000;

/** The users are as patient as a browser. */
export function startUsersProcess(measured: Measured, onSlice: SliceListener): Promise<ProberProcess> {
  const { ratePerSecond, latencyThresholdMs } = measured.foundation.options.configuration.users;
  return start(measured, 'users', { ratePerSecond, latencyThresholdMs, timeoutMs: usersTimeoutMs }, onSlice);
}

export function startProbeProcess(measured: Measured, onSlice: SliceListener): Promise<ProberProcess> {
  const { ratePerSecond, latencyThresholdMs, timeoutMs } = measured.foundation.options.configuration.probe;
  return start(measured, 'probe', { ratePerSecond, latencyThresholdMs, timeoutMs }, onSlice);
}

async function start(
  { foundation, ledger, url }: Measured,
  journey: 'users' | 'probe',
  load: Pick<ProberOptions, 'ratePerSecond' | 'latencyThresholdMs' | 'timeoutMs'>,
  onSlice: SliceListener,
): Promise<ProberProcess> {
  const { options, children, bundles, emit } = foundation;
  const child = children.node(await bundles.pathOf(journey), { name: journey, args: [], env: {} });
  const { configuration, seed } = options;
  const tell = telling(onSlice);
  const identity = { service: configuration.service, vantage: 'local', baseUrl: url, sliceSeconds: 1 };
  return superviseProber(
    child,
    { ...identity, ...load, seed: seedOf(seed, journey) },
    {
      onSlice: (slice, totals) => {
        ledger.putSlice(slice).then(() => tell(slice, totals), options.onFailure);
      },
      onDeath: (how) => emit({ kind: 'prober-died', journey, how }),
    },
  );
}
