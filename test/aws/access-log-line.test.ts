/** Lines as the documentation of Application Load Balancers shows them, and others. */
import { parseAccessLogLine } from '@garbageday/aws/access-log-line.ts';
import { describe, expect, it } from 'vitest';

/** As AWS writes it, up to the field `conn_trace_id`. */
function entry(beginning: string, arrived = '2026-11-27T12:00:00.123000Z'): string {
  return `${beginning} 200 34 366 "GET https://www.example.com:443/a?q=\\x22b\\x22 HTTP/1.1" "curl/8 (x; \\"y\\")" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/my-targets/73e2d6bc24d8a067 "Root=1-58337281-1d84f3d73c47ec4e58577259" "www.example.com" "-" 1 ${arrived} "forward" "-" "-" "10.0.0.1:80" "200" "-" "-" TID_1`;
}

const start = 'https 2026-11-27T12:00:01.186641Z app/my-loadbalancer/50dc6c495c0c9188 192.168.131.39:2817';

describe('a line of an access log', () => {
  it.each<[string, string, number, number]>([
    ['over HTTPS', `${start} 10.0.0.1:80 0.086 0.048 0.037 200`, 200, 171],
    ['over HTTP', `${start.replace('https', 'http')} 10.0.0.1:80 0.000 0.001 0.000 200`, 200, 1],
    [
      'over HTTP/2, of an IPv6 client',
      `${start.replace('https', 'h2')} [2001:db8::1]:80 0.001 0.002 0.003 404`,
      404,
      6,
    ],
    ['of a WebSocket', `${start.replace('https', 'wss')} 10.0.1.192:8010 0.001 0.003 0.000 101`, 101, 4],
    ['that a target failed', `${start} 10.0.0.1:80 0.001 0.9 0.000 500`, 500, 901],
  ])('%s', (_, beginning, status, latencyMs) => {
    expect(parseAccessLogLine(entry(beginning))).toEqual({
      ...{ atMs: Date.parse('2026-11-27T12:00:01.186641Z'), status },
      latencyMs: expect.closeTo(latencyMs, 6),
    });
  });

  it.each<[string, string, string, number, number]>([
    ['for which no target was there', '- -1 -1 -1 503', '2026-11-27T12:00:01.186000Z', 503, 0],
    ['whose target did not answer', '10.0.0.1:80 0.001 -1 -1 504', '2026-11-27T12:00:01.100000Z', 504, 86],
    ['that the user gave up', '10.0.0.1:80 0.001 -1 -1 460', '2026-11-27T11:59:31.186000Z', 460, 30_000],
    ['that a redirect answered', '- -1 -1 -1 301', '2026-11-27T12:00:01.185000Z', 301, 1],
    ['that arrived later, by another clock', '- -1 -1 -1 400', '2026-11-27T12:00:02.000000Z', 400, 0],
    ['that arrived no one knows when', '10.0.0.1:80 0.002 -1 -1 504', '-', 504, 2],
  ])('%s took as long as its user waited', (_, rest, arrived, status, latencyMs) => {
    expect(parseAccessLogLine(entry(`${start} ${rest}`, arrived))).toMatchObject({
      ...{ status, latencyMs: expect.closeTo(latencyMs, 6) },
    });
  });

  it('is not told by its user when it arrived', () => {
    const agent = String.raw`x\x22 1 2026-11-27T12:00:01.186000Z \x22y`;
    const line = entry(`${start} 10.0.0.1:80 0.001 -1 -1 460`).replace('curl/8', agent);
    expect(parseAccessLogLine(line)?.latencyMs).toBe(1_063);
  });

  it.each([
    ['nothing', ''],
    ['half an entry', start],
    ['another kind of log', '2026-11-27T12:00:01 INFO something'],
    ['no time', entry(`https yesterday app/x/1 1.1.1.1:1 10.0.0.1:80 0.086 0.048 0.037 200`)],
    ['no number', entry(`${start} 10.0.0.1:80 0.0.8 0.048 0.037 200`)],
    ['no status', entry(`${start} 10.0.0.1:80 0.086 0.048 0.037 -`)],
  ])('that is %s is not a request', (_, line) => {
    expect(parseAccessLogLine(line)).toBeNull();
  });
});
