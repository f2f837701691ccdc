/** The end of a run: every tab gets the report, and the process waits for none that sleeps. */
import { request as ask, type IncomingMessage } from 'node:http';
import type { PageServer } from '@garbageday/page/server/page-server.ts';
import { describe, expect, it } from 'vitest';
import { patience } from '../acceptance/patience.ts';
import { eventually } from '../local/eventually.ts';
import { fetchRaw, serve } from './served.ts';

const html = '<!doctype html><title>Report</title><p style="color:red">97% “kept”</p>';

/** A tab, and what it was sent so far. */
async function openTab({ url }: PageServer) {
  const { port } = new URL(url);
  const request = ask({ host: '127.0.0.1', port, path: '/events', agent: false }).end();
  const response: IncomingMessage = await new Promise((resolve) => request.on('response', resolve));
  let text = '';
  let isOver = false;
  response
    .setEncoding('utf8')
    .on('data', (chunk) => {
      text += chunk;
    })
    .on('close', () => {
      isOver = true;
    });
  request.on('error', () => {});
  const heard = (what: string) => eventually(`the tab hears ${what}`, () => text.includes(what), 5_000);
  await heard('data:');
  return { heard, text: () => text, isOver: () => isOver, close: () => void request.destroy() };
}

describe('when the run is over', () => {
  it('nothing is computed any more, no one can act, and tabs know', async () => {
    const { server, hands, asked } = await serve();
    server.attach(hands);
    const tab = await openTab(server);
    await server.rest();
    await tab.heard('event: over');
    const after = asked();
    const late = await openTab(server);
    await late.heard('event: over');
    expect(asked()).toBe(after);
    const { text } = await fetchRaw(server.url, '/');
    const token = /name="garbageday-token" content="([^"]+)"/.exec(text)?.[1] ?? '';
    const headers = {
      ...{ origin: server.url, 'content-type': 'application/json', 'x-garbageday-token': token },
    };
    const killed = await fetchRaw(server.url, '/kill', { method: 'POST', headers, body: { mode: 'armed' } });
    expect(killed.status).toBe(400);
  });

  it('every tab gets the report, and has the time to show it', async () => {
    const { server } = await serve();
    const tabs = [await openTab(server), await openTab(server)];
    expect((await fetchRaw(server.url, '/report.html')).status).toBe(404);
    const begun = performance.now();
    const finished = server.finish(html);
    for (const tab of tabs) {
      await tab.heard(`event: report\ndata: ${JSON.stringify({ html })}\n\n`);
      tab.close();
      const { status, text, headers } = await fetchRaw(server.url, '/report.html');
      expect([status, text]).toEqual([200, html]);
      const policy = String(headers['content-security-policy']);
      expect(policy).toContain("frame-ancestors 'self'; sandbox");
      expect(policy).not.toMatch(/script-src|connect-src|https?:|\*/);
    }
    await finished;
    expect(performance.now() - begun).toBeLessThan(patience(1_900));
    await expect(fetchRaw(server.url, '/')).rejects.toThrow();
  });

  it('nothing waits where there is no tab', async () => {
    const { server } = await serve();
    const begun = performance.now();
    await server.finish(html);
    expect(performance.now() - begun).toBeLessThan(patience(1_000));
  });

  it('a tab that sleeps is waited for two seconds, and told that it was the end', async () => {
    const { server } = await serve();
    const tab = await openTab(server);
    const begun = performance.now();
    await server.finish(html);
    const took = performance.now() - begun;
    expect(took).toBeGreaterThan(1_900);
    expect(took).toBeLessThan(patience(4_000));
    await eventually('it was closed', tab.isOver, 2_000);
    expect(tab.text()).toMatch(/event: end\ndata: \{\}\n\n$/);
    await server.close();
  });
});
