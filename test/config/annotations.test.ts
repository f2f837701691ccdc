import { parseConfiguration } from '@garbageday/config/parse-configuration.ts';
import { describe, expect, it } from 'vitest';
import { usageLine } from './usage-line.ts';

const https = 'write it with https://, such as "https://grafana.example.com"';

const badInputs: Record<string, readonly [input: unknown, line: string]> = {
  'a Grafana that would get its token in the clear': [
    { annotations: { grafana: { url: 'http://grafana.example.com' } } },
    `annotations.grafana.url: "http://grafana.example.com" would show the token; ${https}`,
  ],
  'a Grafana that is not an address': [
    { annotations: { grafana: { url: 'grafana' } } },
    `annotations.grafana.url: "grafana" is not an address; ${https}`,
  ],
  'a Grafana with a password, which is not repeated': [
    { annotations: { grafana: { url: 'https://me:secret@grafana.example.com' } } },
    `annotations.grafana.url: has more than an address and a path; ${https}, and put the token into GRAFANA_TOKEN`,
  ],
  'a Datadog site that is an address': [
    { annotations: { datadog: { site: 'https://app.datadoghq.eu' } } },
    'annotations.datadog.site: "https://app.datadoghq.eu" is not a Datadog site; write "datadoghq.com", "datadoghq.eu" or the like',
  ],
  'a tag that would be two': [
    { annotations: { datadog: { tags: ['team:shop, prod'] } } },
    'annotations.datadog.tags[0]: "team:shop, prod" is not a tag; write 1 to 100 characters without spaces and commas, such as "team:shop"',
  ],
  'a token in the configuration': [
    { annotations: { grafana: { url: 'https://grafana.example.com', token: 'x' } } },
    'annotations.grafana.token: unknown key',
  ],
};

describe('where kills are marked', () => {
  it.each(Object.entries(badInputs))('%s is refused in one line', async (_, [input, line]) => {
    expect(await usageLine(() => parseConfiguration(input, 'a.json'))).toContain(line);
  });

  it('is nowhere, unless it is configured', () => {
    expect(parseConfiguration({}, 'a.json')).not.toHaveProperty('annotations');
    expect(parseConfiguration({ annotations: {} }, 'a.json').annotations).toEqual({
      grafana: null,
      datadog: null,
      cloudWatch: null,
    });
  });

  it('has defaults', () => {
    const annotations = { grafana: { url: 'http://localhost:3000' }, datadog: {}, cloudWatch: {} };
    expect(parseConfiguration({ annotations }, 'a.json').annotations).toEqual({
      grafana: { url: 'http://localhost:3000', dashboardUid: null, tags: [] },
      datadog: { site: 'datadoghq.com', tags: [] },
      cloudWatch: { days: 30 },
    });
  });
});
