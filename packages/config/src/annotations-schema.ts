/** `annotations`: where each kill is marked. */
import type { AnnotationsConfiguration } from '@garbageday/core/configuration.ts';
import { z } from 'zod';
import type { AnnotationsInput } from './annotations-input.ts';
import { shown } from './describe-issue.ts';
import { checkedText, strict } from './fields.ts';

/** Anyone on the way could read a token that is sent over http:. */
function whyNoGrafana(text: string): string | null {
  const url = URL.parse(text);
  const example = 'write it with https://, such as "https://grafana.example.com"';
  if (url === null || !/^https?:$/.test(url.protocol)) return `${shown(text)} is not an address; ${example}`;
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    return `has more than an address and a path; ${example}, and put the token into GRAFANA_TOKEN`;
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  return url.protocol === 'https:' || isHere ? null : `${shown(text)} would show the token; ${example}`;
}

/** The sites of https://docs.datadoghq.com/getting_started/site/ are host names. */
function whyNoSite(text: string): string | null {
  if (/^([a-z0-9-]+\.)+[a-z]{2,}$/.test(text)) return null;
  return `${shown(text)} is not a Datadog site; write "datadoghq.com", "datadoghq.eu" or the like`;
}

/** Both tools split lists of tags at commas. */
function whyNoTag(text: string): string | null {
  if (/^[^\s,]{1,100}$/.test(text)) return null;
  return `${shown(text)} is not a tag; write 1 to 100 characters without spaces and commas, such as "team:shop"`;
}

function tags() {
  return z.array(checkedText(whyNoTag)).readonly().default([]);
}

export const annotationsSchema = strict({
  grafana: strict({
    url: checkedText(whyNoGrafana),
    dashboardUid: z.string().min(1).max(40).nullable().default(null),
    tags: tags(),
  })
    .nullable()
    .default(null),
  datadog: strict({ site: checkedText(whyNoSite).default('datadoghq.com'), tags: tags() })
    .nullable()
    .default(null),
  cloudWatch: strict({ days: z.int().min(1).max(90).default(30) })
    .meta({ platform: 'aws' })
    .nullable()
    .default(null),
}) satisfies z.ZodType<AnnotationsConfiguration, AnnotationsInput>;
