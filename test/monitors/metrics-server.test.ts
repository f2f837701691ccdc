/** `/metrics` on a port of its own: who may ask, and what happens if it is taken. */
import { startMetricsServer } from '@garbageday/monitors/http/metrics-server.ts';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fetchRaw } from '../page/served.ts';

async function serve(port = 0, answer: () => string = () => 'up 1\n') {
  const server = await startMetricsServer(port, async (accept) => ({
    contentType: `text/plain; asked=${accept}`,
    text: answer(),
  }));
  onTestFinished(server.close);
  return { ...server, port: Number(new URL(server.url).port) };
}

describe('the metrics server', () => {
  it('answers at /metrics on loopback, and nowhere else', async () => {
    const { url, port } = await serve();
    expect(url).toBe(`http://127.0.0.1:${port}/metrics`);
    const asked = await fetchRaw(url, '/metrics', { headers: { accept: 'x' } });
    expect([asked.status, asked.headers['content-type'], asked.text]).toEqual([
      ...[200, 'text/plain; asked=x', 'up 1\n'],
    ]);
    for (const path of ['/', '/metrics/..', '/events']) expect((await fetchRaw(url, path)).status).toBe(404);
  });

  it.each([
    [421, { headers: { host: 'evil.example' } }],
    [403, { headers: { origin: 'http://evil.example' } }],
    [403, { headers: { 'sec-fetch-site': 'cross-site' } }],
    [405, { method: 'POST' }],
    [405, { method: 'DELETE' }],
  ])('answers %i to %j, and says no number', async (status, asked) => {
    const { url } = await serve();
    const answer = await fetchRaw(url, '/metrics', asked);
    expect([answer.status, answer.text.includes('up 1')]).toEqual([status, false]);
    if (status === 405)
      expect([answer.headers.allow, answer.text]).toEqual(['GET', 'only GET is answered\n']);
  });

  it('drops the connection when the numbers cannot be had, and answers the next one', async () => {
    let isBroken = true;
    const { url } = await serve(0, () => {
      if (isBroken) throw new Error('no state');
      return 'up 1\n';
    });
    await expect(fetchRaw(url, '/metrics')).rejects.toThrow();
    isBroken = false;
    expect((await fetchRaw(url, '/metrics')).status).toBe(200);
  });

  it('says in one line that its port is taken', async () => {
    const { port } = await serve();
    await expect(startMetricsServer(port, async () => ({ contentType: '', text: '' }))).rejects.toThrow(
      `--metrics-port: port ${port} cannot be used (EADDRINUSE); name another one`,
    );
  });
});
