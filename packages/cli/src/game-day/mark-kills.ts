/** Marks the kills of a run in Grafana and Datadog, where the configuration says so (docs/annotations.md). */
import { type Annotator, annotator } from '@garbageday/annotations/annotate.ts';
import { destinationsOf, type Tokens } from '@garbageday/annotations/destinations-of.ts';
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
  const destinations = destinationsOf(annotations, tokensIn(process.env), warn);
  const { chaos, close } = annotator({ service, destinations, clock: systemClock(), warn });
  return {
    chaos,
    close: async () => {
      isOver = true;
      await close(patienceMs);
    },
  };
}

function tokensIn(env: Environment): Tokens {
  return {
    grafana: { name: 'GRAFANA_TOKEN', value: env['GRAFANA_TOKEN'] },
    datadog: { name: 'DD_API_KEY', value: env['DD_API_KEY'] },
  };
}
