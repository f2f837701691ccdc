/** Marks the kills of a run in Grafana and Datadog, where the configuration says so (docs/annotations.md). */
import { type Annotator, annotator } from '@garbageday/annotations/annotate.ts';
import { datadog } from '@garbageday/annotations/datadog.ts';
import type { Destination } from '@garbageday/annotations/destination.ts';
import { grafana } from '@garbageday/annotations/grafana.ts';
import type { Configuration } from '@garbageday/core/configuration.ts';
import { systemClock } from '@garbageday/local/clock.ts';
import type { Output } from '../output.ts';
import type { Environment } from '../screen.ts';
import type { LiveModel } from './live-model.ts';

export type Marks = Pick<Annotator, 'chaos'> & { readonly close: () => Promise<void> };

type Run = {
  readonly options: { readonly configuration: Pick<Configuration, 'service' | 'annotations'> };
  readonly output: Pick<Output, 'line'>;
};

/** As long as a stack may take to stop. */
const patienceMs = 2_000;

export function markKills({ options, output }: Run, { say }: Pick<LiveModel, 'say'>): Marks {
  const { service, annotations } = options.configuration;
  let isOver = false;
  // Once the view is gone, its log has no readers.
  const warn = (text: string): void =>
    isOver ? output.line(`garbageday: ${text}`) : say({ tone: 'bad', text });
  const destinations = destinationsOf(annotations, process.env, warn);
  const { chaos, close } = annotator({ service, destinations, clock: systemClock(), warn });
  return {
    chaos,
    close: async () => {
      isOver = true;
      await close(patienceMs);
    },
  };
}

/** A missing token costs one line, and the marks. */
export function destinationsOf(
  annotations: Configuration['annotations'],
  env: Environment,
  warn: (text: string) => void,
): readonly Destination[] {
  const tokenFor = (where: string, name: string): string | null => {
    const value = env[name]?.trim() ?? '';
    if (value === '') warn(`kills are not marked in ${where}: ${name} is not set`);
    return value === '' ? null : value;
  };
  const [inGrafana, inDatadog] = [annotations?.grafana ?? null, annotations?.datadog ?? null];
  const token = inGrafana === null ? null : tokenFor('Grafana', 'GRAFANA_TOKEN');
  const key = inDatadog === null ? null : tokenFor('Datadog', 'DD_API_KEY');
  return [
    ...(inGrafana === null || token === null ? [] : [grafana(inGrafana, token)]),
    ...(inDatadog === null || key === null ? [] : [datadog(inDatadog, key)]),
  ];
}
