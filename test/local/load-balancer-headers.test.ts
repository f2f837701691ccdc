import { endToEnd, forwardedHeaders } from '@garbageday/local/load-balancer/embedded/headers.ts';
import { describe, expect, it } from 'vitest';

describe('the headers that a proxy passes on', () => {
  it.each([
    [
      'the fixed hop-by-hop ones go',
      { te: 'trailers', 'keep-alive': 'timeout=5', upgrade: 'h2c', a: '1' },
      { a: '1' },
    ],
    [
      'those that Connection names go',
      { connection: 'X-Hop, close', 'x-hop': '1', 'x-stays': '2' },
      { 'x-stays': '2' },
    ],
    ['Connection may come twice', { connection: ['a', ' B '], a: '1', b: '2', c: '3' }, { c: '3' }],
    [
      'a header that came more than once stays a list',
      { 'set-cookie': ['a=1', 'b=2'] },
      { 'set-cookie': ['a=1', 'b=2'] },
    ],
  ])('%s', (_sentence, headers, kept) => {
    expect(endToEnd(headers)).toEqual(kept);
  });

  it('adds who asked, and frames the body anew', () => {
    const headers = {
      host: 'example.org',
      'content-length': '5',
      expect: '100-continue',
      'x-request-id': 'a-1',
    };
    expect(forwardedHeaders(headers, '192.0.2.1')).toEqual({
      host: 'example.org',
      'x-request-id': 'a-1',
      'x-forwarded-for': '192.0.2.1',
      'x-forwarded-proto': 'http',
    });
  });

  it('appends to the proxies before it', () => {
    const headers = { 'x-forwarded-for': '192.0.2.1, 192.0.2.2' };
    expect(forwardedHeaders(headers, '127.0.0.1')['x-forwarded-for']).toBe('192.0.2.1, 192.0.2.2, 127.0.0.1');
  });

  it.each([[undefined], [''], ['two words'], ['x'.repeat(65)], ['a,b'], ['ü']])(
    'gives a request id of its own for %j',
    (id) => {
      const headers = id === undefined ? {} : { 'x-request-id': id };
      expect(forwardedHeaders(headers, '127.0.0.1')['x-request-id']).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);
    },
  );
});
