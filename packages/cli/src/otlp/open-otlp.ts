/** Metrics and events of a run to a collector, where the environment names one (docs/opentelemetry.md). */
import { randomUUID } from 'node:crypto';
import type { ChaosEvent } from '@garbageday/core/ports.ts';
import { liveMetrics } from '@garbageday/monitors/metric-catalogue.ts';
import { experimentEvents } from '@garbageday/otlp/experiment-events.ts';
import { otlpSettings } from '@garbageday/otlp/otlp-settings.ts';
import type { OtlpExport } from '@garbageday/otlp/start-otlp.ts';
import type { Sentence } from '@garbageday/render/narrate/sentence.ts';
import type { Family } from '@garbageday/render/openmetrics/exposition.ts';
import type { Output } from '../output.ts';
import { ownVersion } from '../program.ts';

export type Otlp = {
  readonly chaos: (event: ChaosEvent) => void;
  /** What is sent from now on is what is known now: the servers are about to be stopped. */
  readonly freeze: () => Promise<void>;
  /** Sends what there is; takes no longer than everything else that ends with a run. */
  readonly close: () => Promise<void>;
};

/** As long as a stack may take to stop. */
const patienceMs = 2_000;

export type OtlpRun = {
  readonly service: string;
  readonly command: string;
  readonly seed: string;
  readonly output: Pick<Output, 'line'>;
};

export type OtlpShown = {
  readonly families: () => Promise<readonly Family[]>;
  readonly now: () => number;
  /** While the run lasts; once it is over, lines are printed. */
  readonly say: (sentence: Sentence) => void;
};

/** A collector that is down or slow costs one line, and nothing else. */
export async function openOtlp(
  { service, command, seed, output }: OtlpRun,
  { families, now, say }: OtlpShown,
): Promise<Otlp> {
  const settings = otlpSettings(process.env);
  if (settings === null) return { chaos: () => {}, freeze: async () => {}, close: async () => {} };
  let isOver = false;
  // Once the view is gone, its log has no readers.
  const warn = (text: string): void =>
    isOver ? output.line(`garbageday: ${text}`) : say({ tone: 'bad', text });
  settings.problems.forEach(warn);
  let last: readonly Family[] | null = null;
  const { startOtlp } = await import('@garbageday/otlp/start-otlp.ts');
  const exporting: OtlpExport = startOtlp(settings, {
    families: async () => last ?? families(),
    resource: {
      'service.version': ownVersion(),
      'service.instance.id': randomUUID(),
      'garbageday.command': command,
      'garbageday.seed': seed,
    },
    ...{ now, warn, patienceMs },
  });
  const eventOf = experimentEvents(service);
  return {
    chaos: (event) => {
      const told = eventOf(event);
      if (told !== null) exporting.emit(told);
    },
    freeze: async () => {
      const now = await families().catch(() => []);
      // The load balancers are closed by now: a service that is over must not look like one that is down.
      last = now.filter(({ name }) => name !== liveMetrics.healthyInstances.name);
    },
    close: async () => {
      isOver = true;
      await exporting.close();
    },
  };
}
