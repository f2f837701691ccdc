/** `garbageday probe`, as it is typed, and what it says of URLs that cannot be probed. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { preflight } from '@garbageday/cli/probe/preflight.ts';
import { isProxied, proxiesOf } from '@garbageday/cli/probe/proxies.ts';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../contract/temporary-directory.ts';
import { localhostCertificate } from '../prober/localhost-certificate.ts';
import { refusedUrl, serveHttp } from '../prober/servers.ts';
import { run } from './run.ts';

const url = 'http://127.0.0.1:3000/';

async function typed(...argv: readonly string[]) {
  return await run(['probe', ...argv], { cwd: temporaryDirectory() });
}

async function optionsOf(...argv: readonly string[]) {
  const { probes, stderr } = await typed(...argv);
  const [options] = probes;
  if (options === undefined) throw new Error(stderr);
  return options;
}

describe('what is typed', () => {
  it('needs nothing but a URL', async () => {
    expect(await optionsOf(url)).toMatchObject({
      ...{ ratePerSecond: 10, durationMs: 30_000, thresholdMs: 300, timeoutMs: 5_000, objective: 0.99 },
      ...{ format: 'text', isOwn: false },
      targets: [{ url, baseUrl: 'http://127.0.0.1:3000' }],
    });
  });

  it('is sent as it stands, braces and all, and its password is shown nowhere', async () => {
    const { targets } = await optionsOf('http://me:pw@[::1]:80/a?b={c}#top', '--header', 'X-Id: {word}');
    expect(targets[0]).toMatchObject({ url: 'http://[::1]/a?b={c}', baseUrl: 'http://me:pw@[::1]' });
    expect(targets[0]?.journey.steps[0]).toMatchObject({
      path: '/a?b={open-brace}c}',
      headers: [
        ['User-Agent', 'garbageday-probe'],
        ['X-Id', '{open-brace}word}'],
      ],
    });
  });

  it('says what must hold', async () => {
    const expected = ['204', 'text:Hello', 'json:a[0].b=7', 'json:s=on', 'json:t=true', 'json:n=null'];
    const { targets } = await optionsOf(url, ...expected.flatMap((each) => ['--expect', each]));
    expect(targets[0]?.journey.steps[0]?.expect).toEqual([
      { kind: 'status', equals: 204 },
      { kind: 'text', includes: 'Hello' },
      { kind: 'json', path: 'a[0].b', equals: 7 },
      { kind: 'json', path: 's', equals: 'on' },
      { kind: 'json', path: 't', equals: true },
      { kind: 'json', path: 'n', equals: null },
    ]);
  });

  it.each([
    ['no URL at all', ['probe'], 'probe http://127.0.0.1:3000/'],
    ['a name', ['shop'], '"shop" is not a URL; write one like http://127.0.0.1:3000/'],
    ['a host and a port', ['localhost:3000'], 'write http://localhost:3000'],
    ['another protocol', ['ftp://x/'], '"ftp://x/" is not an address for HTTP; write http:// or https://'],
    ['a header without its name', [url, '--header', 'secret'], '--header: "secret" is not a header'],
    ['a broken header', [url, '--header', 'A: b\nC: d'], '--header: "A" is not a header'],
    ['an expectation', [url, '--expect', 'fast'], '--expect: "fast" is unknown'],
    ['a body of a GET', [url, '--body', 'x'], '--body: a GET has none; add --method POST'],
    ['a short timeout', [url, '--timeout', '200ms'], '--timeout: 200 ms is shorter than --slo 300 ms'],
    ['two documents', [url, '--csv', '--json'], '--csv: cannot be combined with --json'],
    ['a rate', [url, '--rate', '0'], '--rate: 0 is too small; write 0.1 to 20,000 requests a second'],
  ])('is refused in one line: %s', async (what, argv, line) => {
    const { code, stderr, probes } = await typed(...(what === 'no URL at all' ? [] : argv));
    expect([code, probes]).toEqual([2, []]);
    if (what === 'no URL at all') expect(stderr).toMatch(/missing required argument 'urls'/);
    else expect(stderr).toContain(line);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});

describe('a journey of several steps', () => {
  function written(document: unknown) {
    const cwd = temporaryDirectory();
    writeFileSync(join(cwd, 'j.json'), JSON.stringify(document));
    return { cwd, env: { Token: 'secret' } };
  }

  const steps = [
    { name: 'login', method: 'POST', path: '/login', headers: { Authorization: '{secret:Token}' } },
    { name: 'cart', path: '/cart', expect: [{ kind: 'status', equals: 200 }] },
  ];

  it('is read from a file as a configuration has it, below the path of the URL', async () => {
    const { probes } = await run(
      ['probe', `${url}shop`, '--journey', 'j.json'],
      written({ role: 'load', steps }),
    );
    expect(probes[0]).toMatchObject({
      secrets: { Token: 'secret' },
      targets: [{ baseUrl: `${url}shop`, look: null, journey: { name: 'probe-1', role: 'judge' } }],
    });
    expect(probes[0]?.targets[0]?.journey.steps.map(({ path }) => path)).toEqual(['/login', '/cart']);
  });

  it.each([
    ['without steps', {}, [], 'j.json: journeys[0].steps: is missing; write a list'],
    ['with none', { steps: [] }, [], 'j.json: journeys[0].steps: is empty; write at least one step'],
    ['with a misspelt key', { steps: [{ nmae: 'x', path: '/' }] }, [], 'unknown key'],
    ['beside --method', { steps }, ['--method', 'PUT'], '--method: is about one request'],
    ['that is not there', { steps }, ['--journey', 'none.json'], 'none.json: there is no such file'],
  ])('%s is refused in one line', async (_, document, argv, line) => {
    const { code, stderr } = await run(['probe', url, '--journey', 'j.json', ...argv], written(document));
    expect(code).toBe(2);
    expect(stderr).toContain(line);
  });
});

describe('certificates', () => {
  it('are read once, and refused in one line where they are none', async () => {
    const cwd = temporaryDirectory();
    const { cert, key } = localhostCertificate();
    writeFileSync(join(cwd, 'cert.pem'), cert);
    writeFileSync(join(cwd, 'key.pem'), key);
    const argv = ['probe', url, '--ca', 'cert.pem', '--cert', 'cert.pem'];
    const { probes } = await run([...argv, '--key', 'key.pem'], { cwd });
    expect(probes[0]?.transport).toMatchObject({ ca: cert, certificate: { cert, key } });
    expect((await run(argv, { cwd })).stderr).toContain('--cert: needs --key beside it');
    expect((await run([...argv, '--key', 'cert.pem'], { cwd })).stderr).toContain(
      '--key: cert.pem is not PEM',
    );
  });
});

describe('proxies', () => {
  const proxy = { HTTP_PROXY: 'http://p:1', no_proxy: 'shop, .example.com,other:8080' };

  it('are those of the environment', async () => {
    const { probes } = await run(['probe', url], { cwd: temporaryDirectory(), env: proxy });
    expect(probes[0]?.transport.proxies).toEqual({ HTTP_PROXY: 'http://p:1', NO_PROXY: proxy.no_proxy });
    expect((await optionsOf(url)).transport.proxies).toEqual({});
  });

  it.each([
    ['http://far/', true],
    ['https://far/', false],
    ['http://shop/', false],
    ['http://a.example.com/', false],
    ['http://other:8080/', false],
    ['http://other/', true],
  ])('of %s: %s', (address, isBehind) => {
    expect(isProxied(new URL(address), proxiesOf(proxy))).toBe(isBehind);
  });

  it('are refused where they are no addresses, or Node cannot use them', () => {
    expect(() => proxiesOf({ HTTP_PROXY: 'p:1' })).toThrow('HTTP_PROXY: is not the address of a proxy');
    expect(() => proxiesOf(proxy, '22.18.0')).toThrow('cannot use a proxy');
    expect(proxiesOf({ NO_PROXY: '*' }, '22.18.0')).toEqual({});
  });
});

describe('a look at the URL', () => {
  it.each<[what: string, address: () => Promise<string>, line: string]>([
    [
      'refuses',
      refusedUrl,
      'nothing listens there (connection refused); start the server, or check the port',
    ],
    ['does not resolve', async () => 'http://nope.invalid/', 'nope.invalid does not resolve (ENOTFOUND)'],
    ['needs a password', () => answering(401), 'answers 401: it wants to know who asks; add --header'],
    ['forbids', () => answering(403), 'answers 403: it wants to know who asks; add --header'],
    ['is a metadata address', async () => 'http://169.254.169.254/', 'serves credentials (metadata)'],
    ['is one in IPv6', async () => 'http://[fd00:ec2::254]/', 'serves credentials (metadata)'],
    [
      'redirects to one',
      () => answering(302, 'http://169.254.169.254/latest'),
      'redirects to 169.254.169.254, which is where a cloud serves credentials',
    ],
    ['redirects', () => answering(301, '/elsewhere'), 'redirects to http://127.0.0.1'],
    [
      'does not speak TLS',
      async () => (await answering(200)).replace('http:', 'https:'),
      'write http:// instead of https://',
    ],
  ])('that %s says so', async (_, address, line) => {
    const at = await address();
    const failure = await preflight(await optionsOf(at)).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'usage' });
    expect(String(failure)).toContain(line);
  });

  it.each([
    ['fails', () => answering(500), []],
    ['is not found', () => answering(404), []],
    ['never answers', async () => (await serveHttp(() => {})).url, []],
    ['answers as expected', () => answering(401), ['--expect', '401']],
  ])('that %s is measured', async (_, address, argv) => {
    await expect(preflight(await optionsOf(await address(), ...argv))).resolves.toMatchObject([
      { reach: 'world' },
    ]);
  });

  it('sends nothing that might change something', async () => {
    let asked = 0;
    const { url: at } = await serveHttp((_, response) => {
      asked += 1;
      response.end();
    });
    await preflight(await optionsOf(at, '--method', 'POST'));
    expect(asked).toBe(0);
  });
});

describe('more than 50 requests a second', () => {
  // TEST-NET-1 (RFC 5737): no one is there, and nothing is sent before the refusal.
  const far = 'http://192.0.2.1/';

  it('need a word from the owner', async () => {
    await expect(preflight(await optionsOf(far, '--rate', '51'))).rejects.toThrow('add --i-own-this');
    await expect(preflight(await optionsOf(far, `${far}b`, '--rate', '26'))).rejects.toThrow(
      '52 requests a second',
    );
  });

  it('need none on this machine, and no redirect leads them elsewhere', async () => {
    const at = await answering(200);
    const reaches = async (...argv: readonly string[]) =>
      (await preflight(await optionsOf(...argv))).map(({ reach }) => reach);
    expect(await reaches(at, '--rate', '1000')).toEqual(['loopback']);
    expect(await reaches(at, '--rate', '1000', '--i-own-this')).toEqual(['world']);
    // Each alone is few enough; what was meant for this machine stays here all the same.
    expect(await reaches(at, far, '--rate', '40', '--method', 'POST')).toEqual(['loopback', 'world']);
  });
});

async function answering(status: number, location?: string): Promise<string> {
  const server = await serveHttp((_, response) => {
    response.writeHead(status, location === undefined ? {} : { location }).end();
  });
  return `${server.url}/`;
}
