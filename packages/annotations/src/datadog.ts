/** Datadog's API, "Post an event" (v1): https://docs.datadoghq.com/api/latest/events/#post-an-event */
import type { AnnotationsConfiguration } from '@garbageday/core/configuration.ts';
import { type Destination, postJson } from './destination.ts';

type Datadog = NonNullable<AnnotationsConfiguration['datadog']>;

/** The API's limits. */
const longest = { title: 100, text: 4_000, key: 100 } as const;

/** To read events back, an application key would be needed, too: it is not asked. */
export function datadog(
  { site, tags }: Datadog,
  apiKey: string,
  baseUrl = `https://api.${site}`,
): Destination {
  return {
    name: 'Datadog',
    post: ({ id, atMs, title, text, tags: own }) =>
      postJson({
        url: `${baseUrl}/api/v1/events`,
        headers: { 'DD-API-KEY': apiKey, accept: 'application/json' },
        body: {
          title: title.slice(0, longest.title),
          text: text.slice(0, longest.text),
          date_happened: Math.floor(atMs / 1_000),
          alert_type: 'warning',
          aggregation_key: id.slice(0, longest.key),
          tags: [...own, ...tags],
        },
      }),
    has: null,
  };
}
