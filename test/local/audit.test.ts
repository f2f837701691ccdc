import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UsageError } from '@garbageday/core/errors.ts';
import { askedAudit, requireWrites } from '@garbageday/local/audit.ts';
import { describe, expect, it, onTestFinished } from 'vitest';

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const total = { get: '/total', json: 'sums[0].total' };

describe('an audit that is asked', () => {
  it('counts what has been added since it was opened', async () => {
    let stored = 40;
    const url = await serve((request, response) => {
      response.end(request.url === '/total' ? JSON.stringify({ sums: [{ total: stored }] }) : '');
    });
    const audit = await askedAudit(url, total);
    expect(audit.roles).toEqual(['load', 'judge']);
    stored = 47;
    expect(await audit.countStored()).toBe(7);
  });

  it('asks again after an answer that says nothing', async () => {
    let asked = 0;
    const url = await serve((_request, response) => {
      asked += 1;
      response.statusCode = asked === 2 ? 503 : 200;
      response.end(String(asked * 10));
    });
    const audit = await askedAudit(url, { get: '/', json: '' });
    expect([await audit.countStored(), asked]).toEqual([20, 3]);
  });

  it.each<[what: string, status: number, body: string, audit: typeof total, line: RegExp]>([
    ['a path that is not there', 404, '', total, /^audit: GET \/total is answered with status 404;/],
    ['another document', 200, '{"total":3}', total, /has no whole number at sums\[0\]\.total in its JSON/],
    ['a text', 200, 'three', { get: '/total', json: '' }, /is not a whole number; it must say/],
    ['a fraction', 200, '1.5', { get: '/total', json: '' }, /is not a whole number/],
  ])('is refused for %s', async (_what, status, body, audit, line) => {
    const url = await serve((_request, response) => {
      response.statusCode = status;
      response.end(body);
    });
    const refused = askedAudit(url, audit);
    await expect(refused).rejects.toBeInstanceOf(UsageError);
    await expect(refused).rejects.toThrow(line);
  });

  it('is refused where nothing listens', async () => {
    await expect(askedAudit('http://127.0.0.1:1', total)).rejects.toThrow(/is not answered/);
  });
});

describe('writes', () => {
  const step = { name: 'a', method: 'GET', path: '/', headers: [], body: null, save: [] } as const;
  const journey = { name: 'users', role: 'load', variables: [] } as const;

  it('are required where something is to be audited', () => {
    expect(() => requireWrites([{ ...journey, steps: [{ ...step, expect: [] }] }])).toThrow(
      /^audit: nothing that is sent counts as a write; add --path 'POST \/add'/,
    );
    const increases = { kind: 'increases', counter: 'writes' } as const;
    expect(() => requireWrites([{ ...journey, steps: [{ ...step, expect: [increases] }] }])).not.toThrow();
  });
});
