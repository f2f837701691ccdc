/** Grafana's HTTP API, "Annotations": https://grafana.com/docs/grafana/latest/developers/http_api/annotations/ */
import type { AnnotationsConfiguration } from '@garbageday/core/configuration.ts';
import { type Destination, getJson, postJson } from './destination.ts';

type Grafana = NonNullable<AnnotationsConfiguration['grafana']>;

/** `token`: of a service account with the permission `annotations:create`, and `annotations:read` for a second look. */
export function grafana({ url, dashboardUid, tags }: Grafana, token: string): Destination {
  const address = `${url.replace(/\/+$/, '')}/api/annotations`;
  const headers = { authorization: `Bearer ${token}`, accept: 'application/json' };
  return {
    name: 'Grafana',
    post: ({ atMs, text, tags: own }) => {
      const where = dashboardUid === null ? {} : { dashboardUID: dashboardUid };
      return postJson({
        url: address,
        headers,
        body: { ...where, time: atMs, tags: [...own, ...tags], text },
      });
    },
    has: async ({ id, atMs, tags: own }) => {
      const tag = own.find((one) => one.startsWith('experiment:')) ?? id;
      const query = new URLSearchParams({ from: `${atMs - 1}`, to: `${atMs + 1}`, type: 'annotation' });
      for (const one of ['source:garbageday', tag]) query.append('tags', one);
      const found = await getJson(`${address}?${query}`, headers);
      return Array.isArray(found) && found.length > 0;
    },
  };
}
