/** What a run has measured, for `/metrics`: on the live page's server, and on a port of its own if one is named. */
import type { Configuration } from '@garbageday/core/configuration.ts';
import type { ChaosEvent } from '@garbageday/core/ports.ts';
import type { Slice } from '@garbageday/core/probe/slice.ts';
import { type MetricsServer, startMetricsServer } from '@garbageday/monitors/http/metrics-server.ts';
import { type Scrape, scraped } from '@garbageday/monitors/http/scrape.ts';
import { experimentCounts, type MeasuredExperiments } from '@garbageday/monitors/live/experiment-counts.ts';
import { liveFamilies } from '@garbageday/monitors/live/live-families.ts';
import { type Measured, measurements } from '@garbageday/monitors/live/measurements.ts';
import type { LiveState } from '@garbageday/render/live/live-state.ts';
import type { Family } from '@garbageday/render/openmetrics/exposition.ts';
import type { LiveModel } from './live-model.ts';

/** Counted once, for terminal, live page, `/metrics` and OTLP. */
export type LiveMeasurements = {
  readonly slice: (slice: Slice) => void;
  readonly chaos: (event: ChaosEvent) => void;
  readonly read: (nowMs: number) => Measured;
  readonly experiments: () => MeasuredExperiments;
};

export function liveMeasurements({
  service,
  journeys,
  slos,
  groups,
  probe,
}: Configuration): LiveMeasurements {
  const measured = measurements({ service, journeys, slos, maxLagMs: probe.maxLagMs });
  const experiments = experimentCounts(groups);
  return {
    slice: (slice) => {
      const { startMs, widthSeconds } = slice;
      measured.add(slice, experiments.during(startMs, startMs + widthSeconds * 1_000));
    },
    chaos: (event) => {
      if (event.kind === 'transition') experiments.take(event.plan, event.transition);
    },
    read: measured.read,
    experiments: experiments.read,
  };
}

export type LiveMetrics = {
  /** What a scrape would show now. */
  readonly families: () => Promise<readonly Family[]>;
  readonly scrape: Scrape;
  /** Serves them on a port of their own and says where. `null`: not. @throws UsageError if the port cannot be used. */
  readonly open: (port: number | null) => Promise<void>;
  readonly close: () => Promise<void>;
};

type Shown = {
  readonly model: Pick<LiveModel, 'greet'>;
  /** As terminal and page draw it. */
  readonly recent: () => Promise<LiveState>;
  readonly now: () => number;
};

export function liveMetrics(
  { read, experiments }: LiveMeasurements,
  { model, recent, now }: Shown,
): LiveMetrics {
  let server: MetricsServer | null = null;
  const families = async () => {
    const state = await recent();
    return liveFamilies({ state, measured: read(now()), experiments: experiments() });
  };
  const scrape: Scrape = async (accept) => scraped(await families(), accept);
  return {
    ...{ families, scrape },
    open: async (port) => {
      if (port === null) return;
      server = await startMetricsServer(port, scrape);
      model.greet({ tone: 'info', text: `metrics at ${server.url}` });
    },
    close: async () => server?.close(),
  };
}
