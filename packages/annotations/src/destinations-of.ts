/** The tools that the configuration names, as far as there are tokens for them. */
import type { Configuration } from '@garbageday/core/configuration.ts';
import { datadog } from './datadog.ts';
import type { Destination } from './destination.ts';
import { grafana } from './grafana.ts';

/** `name`: where a person sets it. */
export type Token = { readonly name: string; readonly value: string | null | undefined };

export type Tokens = { readonly grafana: Token; readonly datadog: Token };

/** A missing token costs one line, and the marks. */
export function destinationsOf(
  annotations: Configuration['annotations'],
  tokens: Tokens,
  warn: (text: string) => void,
): readonly Destination[] {
  const tokenFor = (where: string, { name, value }: Token): string | null => {
    const token = value?.trim() ?? '';
    if (token === '') warn(`kills are not marked in ${where}: ${name} is not set`);
    return token === '' ? null : token;
  };
  const [inGrafana, inDatadog] = [annotations?.grafana ?? null, annotations?.datadog ?? null];
  const token = inGrafana === null ? null : tokenFor('Grafana', tokens.grafana);
  const key = inDatadog === null ? null : tokenFor('Datadog', tokens.datadog);
  return [
    ...(inGrafana === null || token === null ? [] : [grafana(inGrafana, token)]),
    ...(inDatadog === null || key === null ? [] : [datadog(inDatadog, key)]),
  ];
}
