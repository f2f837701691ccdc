/** The end of a run: every tab gets the report, and the process waits for none that sleeps. */
import { describe, expect, it } from 'vitest';
import { patience } from '../acceptance/patience.ts';
import { eventually } from '../local/eventually.ts';
import { fetchRaw, serve } from './served.ts';
import { openTab } from './tab.ts';

const html = '<!doctype html><title>Report</title><p style="color:red">97% “kept”</p>';

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
