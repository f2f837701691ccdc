/** The presenter's page shows the code of the audience, and switches it off and on. */
import { type StartedAudience, startAudience } from '@garbageday/page/audience/start-audience.ts';
import { describe, expect, it, onTestFinished } from 'vitest';
import { liveStateAt } from './live-states.ts';
import { fetchRaw, serve } from './served.ts';

async function present() {
  const said: (string | null)[] = [];
  const audience: StartedAudience = await startAudience({
    address: '127.0.0.1',
    state: async () => liveStateAt(3),
    onSwitch: (url) => said.push(url),
  });
  onTestFinished(audience.close);
  const { server, done } = await serve(audience);
  const { text } = await fetchRaw(server.url, '/');
  const token = /name="garbageday-token" content="([^"]+)"/.exec(text)?.[1] ?? '';
  const headers = { origin: server.url, 'content-type': 'application/json', 'x-garbageday-token': token };
  const post = (body: unknown, changes: Readonly<Record<string, string>> = {}) =>
    fetchRaw(server.url, '/audience', { method: 'POST', headers: { ...headers, ...changes }, body });
  return { audience, server, said, post, done, text };
}

describe('the presenter', () => {
  it('sees the code, and a token that is not that of the page', async () => {
    const { server, audience, text, said } = await present();
    const view = JSON.parse((await fetchRaw(server.url, '/audience')).text);
    expect(view).toMatchObject({ isOn: true, url: audience.view().url, phones: 0 });
    expect(view.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#[\w-]{22}$/);
    expect(view.qr.path).toMatch(/^M/);
    expect(text).not.toContain(view.url.split('#')[1]);
    expect(said).toEqual([]);
  });

  it('switches it off, and on with another code; twice is once', async () => {
    const { audience, post, said } = await present();
    const before = audience.view().url;
    const off = [await post({ isOn: false }), await post({ isOn: false })];
    expect(off.map(({ text }) => JSON.parse(text))).toMatchObject([
      { isOn: false, url: null, qr: null },
      { isOn: false },
    ]);
    const on = JSON.parse((await post({ isOn: true })).text);
    expect(on.isOn).toBe(true);
    expect(on.url).not.toBe(before);
    expect(JSON.parse((await post({ isOn: true })).text).url).toBe(on.url);
    expect(said).toEqual([null, on.url]);
  });

  it.each([
    ['without the token of the page', { 'x-garbageday-token': 'x' }, 403],
    ['from another page', { origin: 'http://evil.example' }, 403],
    ['at another name', { host: 'evil.example' }, 421],
  ])('is the only one who does: not %s', async (_, changes, expected) => {
    const { post, said } = await present();
    expect((await post({ isOn: false }, changes)).status).toBe(expected);
    expect(said).toEqual([]);
  });

  it('says which', async () => {
    const { post, said } = await present();
    for (const body of [{}, { isOn: 'no' }, null]) expect((await post(body)).status).toBe(400);
    expect(said).toEqual([]);
  });

  it('has none of it without --audience', async () => {
    const { server } = await serve();
    expect((await fetchRaw(server.url, '/audience')).status).toBe(404);
    expect((await fetchRaw(server.url, '/')).text).not.toContain('id="audience"');
  });
});
