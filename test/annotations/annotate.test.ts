import { type Annotator, annotator } from '@garbageday/annotations/annotate.ts';
import { datadog } from '@garbageday/annotations/datadog.ts';
import type { Destination } from '@garbageday/annotations/destination.ts';
import { destinationsOf } from '@garbageday/annotations/destinations-of.ts';
import { grafana } from '@garbageday/annotations/grafana.ts';
import { killMark } from '@garbageday/annotations/kill-mark.ts';
import { type Posted, postOnce } from '@garbageday/annotations/post-once.ts';
import type { ExperimentState } from '@garbageday/core/chaos/experiment.ts';
import { afterEach, describe, expect, it } from 'vitest';
import { experimentPlan, targetRecord as target } from '../fakes/experiment.ts';
import { eventually } from '../local/eventually.ts';
import { localhostCertificate } from '../prober/localhost-certificate.ts';
import { serveHttps } from '../prober/servers.ts';
import { type FakeApi, fakeApi, type Reply } from './fake-api.ts';

const plan = experimentPlan();
const mark = killMark({ service: 'shop', plan, target, injectedAtMs: 1_700_000_000_123 });
const tags = ['source:garbageday', 'service:shop', 'group:web', 'fault:terminate', 'experiment:gameday-x-1'];
const targetTags = ['target:web-a', 'zone:a'];
const clock = { sleep: async () => {} };
const there: Posted = { kind: 'there' };
const missing = (reason: string): Posted => ({ kind: 'missing', reason });

const apis: FakeApi[] = [];

afterEach(async () => void (await Promise.all(apis.splice(0).map(({ close }) => close()))));

async function api(...replies: Reply[]): Promise<FakeApi> {
  const one = await fakeApi(replies);
  apis.push(one);
  return one;
}

function inGrafana(url: string, dashboardUid: string | null = null): Destination {
  return grafana({ url, dashboardUid, tags: ['team:shop'] }, 'glsa_secret');
}

function inDatadog(url: string): Destination {
  return datadog({ site: 'datadoghq.eu', tags: ['team:shop'] }, 'key', url);
}

describe('a kill as a mark', () => {
  it('is an annotation of Grafana, by its published API', async () => {
    const { url, asked } = await api({ status: 200, body: { message: 'Annotation added', id: 1 } });
    expect(await postOnce(mark, inGrafana(`${url}/grafana/`, 'abc'), { clock })).toEqual(there);
    expect(asked).toMatchObject([
      {
        method: 'POST',
        path: '/grafana/api/annotations',
        headers: { authorization: 'Bearer glsa_secret', 'content-type': 'application/json' },
      },
    ]);
    expect(asked[0]?.body).toEqual({
      dashboardUID: 'abc',
      time: 1_700_000_000_123,
      tags: [...tags, ...targetTags, 'team:shop'],
      text: 'termination of web-a in zone a (web, i-web-a), service shop, experiment gameday-x-1',
    });
  });

  it('is an event of Datadog, by its published API', async () => {
    const { url, asked } = await api({ status: 202, body: { status: 'ok' } });
    expect(await postOnce(mark, inDatadog(url), { clock })).toEqual(there);
    expect(asked).toMatchObject([
      { method: 'POST', path: '/api/v1/events', headers: { 'dd-api-key': 'key' } },
    ]);
    expect(asked[0]?.body).toEqual({
      title: 'Garbage Day: termination of web-a in zone a (web, i-web-a)',
      text: 'termination of web-a in zone a (web, i-web-a), service shop, experiment gameday-x-1',
      date_happened: 1_700_000_000,
      alert_type: 'warning',
      aggregation_key: 'gameday-x-1',
      tags: [...tags, ...targetTags, 'team:shop'],
    });
  });

  it('a name with spaces and commas stays one tag', () => {
    const odd = killMark({ service: 'a b,c', plan, target: null, injectedAtMs: 0 });
    expect(odd.tags).toContain('service:a_b_c');
  });
});

describe('posting once', () => {
  it('is tried again while it is surely not taken, four times at most', async () => {
    const { url, asked } = await api({ status: 429 }, { status: 429 }, { status: 200 });
    expect(await postOnce(mark, inDatadog(url), { clock })).toEqual(there);
    expect(asked).toHaveLength(3);
    const busy = await api({ status: 429 });
    expect(await postOnce(mark, inDatadog(busy.url), { clock })).toEqual({
      kind: 'kept',
      reason: 'HTTP 429',
    });
    expect(busy.asked).toHaveLength(4);
  });

  it('is given up at once where it will never be taken, and the token is not told', async () => {
    const { url, asked } = await api({ status: 403 });
    expect(await postOnce(mark, inGrafana(url), { clock })).toEqual(missing('HTTP 403'));
    expect(asked).toHaveLength(1);
  });

  it('is given up at once where the certificate is not trusted: nothing was sent', async () => {
    const { url } = await serveHttps((_, response) => void response.end(), localhostCertificate());
    expect(await postOnce(mark, inDatadog(url), { clock })).toEqual(missing('DEPTH_ZERO_SELF_SIGNED_CERT'));
  });

  it.each([
    ['500', { status: 500 }],
    ['a broken connection', 'broken'],
  ] as const)('after %s Datadog is not asked again: it may have it', async (_, reply) => {
    const { url, asked } = await api(reply);
    expect(await postOnce(mark, inDatadog(url), { clock })).toEqual(
      missing(expect.stringContaining('it may be there all the same')),
    );
    expect(asked).toHaveLength(1);
  });

  it('after a doubt Grafana is looked into, and not posted to again if the mark is there', async () => {
    const { url, asked } = await api({ status: 502 }, { status: 200, body: [{ id: 1 }] });
    expect(await postOnce(mark, inGrafana(url), { clock })).toEqual(there);
    expect(asked.map(({ method }) => method)).toEqual(['POST', 'GET']);
    const query = new URL(asked[1]?.path ?? '', url).searchParams;
    expect(query.getAll('tags')).toEqual(['source:garbageday', 'experiment:gameday-x-1']);
  });

  it('after a doubt it is posted again to a Grafana that does not have it', async () => {
    const { url, asked } = await api({ status: 502 }, { status: 200, body: [] }, { status: 200 });
    expect(await postOnce(mark, inGrafana(url), { clock })).toEqual(there);
    expect(asked.map(({ method }) => method)).toEqual(['POST', 'GET', 'POST']);
  });

  it('a Grafana that cannot be looked into is not posted to again', async () => {
    const { url, asked } = await api({ status: 502 }, { status: 403 });
    expect(await postOnce(mark, inGrafana(url), { clock })).toEqual(
      missing(expect.stringContaining('it may be there all the same')),
    );
    expect(asked.map(({ method }) => method)).toEqual(['POST', 'GET']);
  });

  it('follows no redirect with its token', async () => {
    const elsewhere = await api({ status: 200 });
    const { url } = await api({ status: 307, location: `${elsewhere.url}/api/annotations` });
    expect(await postOnce(mark, inGrafana(url), { clock })).toEqual(missing('HTTP 307'));
    expect(elsewhere.asked).toEqual([]);
  });
});

describe('the marks of a run', () => {
  function tell({ chaos }: Annotator, state: ExperimentState): void {
    const transition = { experimentId: plan.id, seq: 0, atMs: 0, state };
    chaos({ kind: 'transition', plan, transition });
  }

  it('has one for each kill, however often it is told, and none for what was not a kill', async () => {
    const { url, asked } = await api({ status: 200 });
    const marks = annotator({ service: 'shop', destinations: [inGrafana(url)], clock, warn: () => {} });
    tell(marks, { kind: 'claimed', target });
    tell(marks, { kind: 'injected', injectedAtMs: 5 });
    tell(marks, { kind: 'injected', injectedAtMs: 5 });
    tell(marks, { kind: 'recovering', detectedAtMs: 6 });
    await eventually('a mark', () => asked.length === 1);
    await marks.close(1_000);
    expect(asked).toHaveLength(1);
    expect(asked[0]?.body).toMatchObject({ time: 5, tags: expect.arrayContaining(targetTags) });
  });

  it('a tool that is down costs a line for the kill, and nothing else', async () => {
    const lines: string[] = [];
    const gone = await fakeApi([{ status: 200 }]);
    await gone.close();
    const destinations = [inGrafana(gone.url)];
    const marks = annotator({ service: 'shop', destinations, clock, warn: (text) => void lines.push(text) });
    tell(marks, { kind: 'injected', injectedAtMs: 5 });
    await eventually('a line', () => lines.length > 0);
    expect(lines).toEqual(['the kill gameday-x-1 is not marked in Grafana: ECONNREFUSED']);
  });

  it('the end waits for a silent tool no longer than it is told to', async () => {
    const lines: string[] = [];
    const { url } = await api('silent');
    const destinations = [inDatadog(url)];
    const marks = annotator({ service: 'shop', destinations, clock, warn: (text) => void lines.push(text) });
    tell(marks, { kind: 'injected', injectedAtMs: 5 });
    await marks.close(10);
    expect(lines).toEqual(['a kill may not be marked: there was no answer before the end']);
  });
});

describe('the tools of a configuration', () => {
  const inBoth = {
    grafana: { url: 'https://grafana.example.com', dashboardUid: null, tags: [] },
    datadog: { site: 'datadoghq.eu', tags: [] },
  };

  it.each([
    ['with both tokens', inBoth, ['g', 'd'], ['Grafana', 'Datadog'], []],
    ['with an empty one', inBoth, ['g', ' '], ['Grafana'], ['Datadog: DATADOG']],
    ['without any', inBoth, [null, undefined], [], ['Grafana: GRAFANA', 'Datadog: DATADOG']],
    ['that names one', { ...inBoth, grafana: null }, [null, 'd'], ['Datadog'], []],
    ['that names none', undefined, [null, null], [], []],
  ] as const)('%s', (_, annotations, [ofGrafana, ofDatadog], names, missing) => {
    const lines: string[] = [];
    const tokens = {
      grafana: { name: 'GRAFANA', value: ofGrafana },
      datadog: { name: 'DATADOG', value: ofDatadog },
    };
    const found = destinationsOf(annotations, tokens, (text) => void lines.push(text));
    expect(found.map(({ name }) => name)).toEqual(names);
    expect(lines).toEqual(missing.map((each) => `kills are not marked in ${each} is not set`));
  });
});
