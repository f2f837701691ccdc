import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { patience } from '../acceptance/patience.ts';
import { ask } from '../fixtures/ask.ts';
import {
  findSubjects,
  freePort,
  idsOf,
  type Subject,
  startBefore,
  untilInService,
} from '../fixtures/load-balancer-subject.ts';
import { startUsers } from '../fixtures/open-loop-users.ts';
import { waitUntil } from '../fixtures/wait-until.ts';
import { startWebDouble } from '../fixtures/web-double.ts';

const subjects = await findSubjects();

function insert(index: number): string {
  return `/insert/w${index % 50}`;
}

describe.each(subjects)('a load balancer: %s', (_name, subject) => {
  const on = (sentence: string, check: (subject: Subject) => Promise<void>): void => {
    it.skipIf(subject === null)(sentence, () => (subject === null ? undefined : check(subject)));
  };

  on('takes in a target that comes up after it was registered, and not before', async ({ start }) => {
    const [port, webPort] = [await freePort(), await freePort()];
    const balancer = await start({ port, name: 'lb-a' });
    await balancer.setTargets([{ id: 'i-1', port: webPort }]);
    expect(await idsOf(balancer)).toEqual([]);
    await startWebDouble('i-1', 'serves', webPort);
    await untilInService(balancer, ['i-1']);
    expect((await ask(port, '/echo')).headers['x-instance']).toBe('i-1');
  });

  on('serves at once from the targets it was started with', async ({ start }) => {
    const web = await startWebDouble('i-1');
    const port = await freePort();
    const balancer = await start({ port, name: 'lb-a', targets: [web.target] });
    expect((await ask(port, '/echo')).status).toBe(200);
    await untilInService(balancer, ['i-1']);
  });

  on('sends to exactly the targets set last, however often they are set', async (subject) => {
    const webs = await Promise.all(['i-1', 'i-2', 'i-3'].map((id) => startWebDouble(id)));
    const { port, balancer } = await startBefore(subject, webs);
    const [, second, third] = webs.map(({ target }) => target);
    const next = [second, third].filter((target) => target !== undefined);
    await Promise.all([balancer.setTargets(next), balancer.setTargets(next)]);
    await balancer.setTargets(next);
    await untilInService(balancer, ['i-2', 'i-3']);
    const answers = await Promise.all(Array.from({ length: 30 }, () => ask(port, '/echo')));
    expect(new Set(answers.map(({ headers }) => headers['x-instance']))).toEqual(new Set(['i-2', 'i-3']));
    await balancer.setTargets(webs.map(({ target }) => target));
    await untilInService(balancer, ['i-1', 'i-2', 'i-3']);
  });

  on('follows readiness without breaking what is in flight', async (subject) => {
    const webs = await Promise.all(['i-1', 'i-2'].map((id) => startWebDouble(id)));
    const { port, balancer } = await startBefore(subject, webs);
    const slow = Promise.all(Array.from({ length: 6 }, () => ask(port, '/wait/900')));
    await waitUntil('both work', 2000, () => webs.every(({ seenRequestIds }) => seenRequestIds.length > 0));
    webs[0]?.setReady(false);
    await untilInService(balancer, ['i-2'], 1500);
    expect((await slow).map(({ status }) => status)).toEqual(Array.from({ length: 6 }, () => 200));
    const asked = webs.flatMap(({ seenRequestIds }) => seenRequestIds);
    expect(new Set(asked).size, 'nothing was repeated').toBe(asked.length);
    webs[0]?.setReady(true);
    await untilInService(balancer, ['i-1', 'i-2']);
  });

  on('sends nothing to a new target before its first good check', async (subject) => {
    const [good, fresh] = [await startWebDouble('i-1'), await startWebDouble('i-2')];
    const { port, balancer } = await startBefore(subject, [good]);
    fresh.setReady(false);
    await waitUntil('not ready', 2000, async () => (await ask(fresh.target.port, '/readyz')).status === 503);
    await balancer.setTargets([good.target, fresh.target]);
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(port, '/echo')));
    expect(new Set(answers.map(({ headers }) => headers['x-instance']))).toEqual(new Set(['i-1']));
    expect(fresh.seenRequestIds).toEqual([]);
  });

  on('passes on method, path, body, status and headers, but for the hop-by-hop ones', async (subject) => {
    const { port } = await startBefore(subject, [await startWebDouble('i-1')]);
    const posted = await ask(port, '/status/201?a=b%20c', {
      method: 'POST',
      headers: { 'x-kept': 'yes', te: 'trailers', 'keep-alive': 'timeout=5', 'x-forwarded-for': '192.0.2.7' },
      body: 'hello',
    });
    expect(posted.status).toBe(201);
    const seen = JSON.parse(posted.text);
    expect(seen).toMatchObject({ method: 'POST', path: '/status/201?a=b%20c', body: 'hello' });
    expect(seen.headers).toMatchObject({
      host: `127.0.0.1:${port}`,
      'x-kept': 'yes',
      'x-forwarded-for': '192.0.2.7, 127.0.0.1',
      'x-forwarded-proto': 'http',
    });
    expect(seen.headers).not.toHaveProperty('te');
    expect(seen.headers).not.toHaveProperty('keep-alive');
    expect(posted.headers['keep-alive'] ?? '').not.toContain('65');
  });

  on('answers HEAD, empty and large replies', async (subject) => {
    const { port } = await startBefore(subject, [await startWebDouble('i-1')]);
    expect(await ask(port, '/echo', { method: 'HEAD' })).toMatchObject({ status: 200, text: '' });
    expect(await ask(port, '/big/0')).toMatchObject({ status: 200, text: '' });
    expect((await ask(port, '/big/3000000')).text).toHaveLength(3_000_000);
    expect(await ask(port, '/status/204')).toMatchObject({ status: 204, text: '' });
    expect(await ask(port, '/status/404')).toMatchObject({ status: 404 });
  });

  on('refuses a body over 1 MiB with 413', async (subject) => {
    const { port } = await startBefore(subject, [await startWebDouble('i-1')]);
    const headers = { 'content-length': String(1_048_577), expect: '100-continue' };
    const answer = await new Promise<number>((resolve, reject) => {
      const asked = request({
        host: '127.0.0.1',
        port,
        path: '/echo',
        method: 'POST',
        headers,
        agent: false,
      });
      asked.once('response', (response) => {
        resolve(response.statusCode ?? 0);
        asked.destroy();
      });
      asked.once('error', reject);
      asked.flushHeaders();
    });
    expect(answer).toBe(413);
  });

  on('keeps a request id that the web accepts, and gives one for any other', async (subject) => {
    const { port } = await startBefore(subject, [await startWebDouble('i-1')]);
    const idSentFor = async (id: string | string[] | undefined): Promise<string> => {
      const headers = id === undefined ? {} : { 'x-request-id': id };
      return JSON.parse((await ask(port, '/echo', { headers })).text).headers['x-request-id'];
    };
    expect(await idSentFor('client-1.2:3_x')).toBe('client-1.2:3_x');
    for (const other of [undefined, 'two words', 'x'.repeat(65), ['a', 'b']])
      expect(await idSentFor(other), String(other)).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);
  });

  on('tries another target, under the same id, when one breaks off', async (subject) => {
    const webs = [await startWebDouble('i-good'), await startWebDouble('i-bad', 'breaks')];
    const { port, balancer } = await startBefore(subject, webs);
    const [good, bad] = webs;
    for (let round = 0; round < 20 && bad?.seenRequestIds.length === 0; round += 1) {
      await untilInService(balancer, ['i-good', 'i-bad']);
      expect((await ask(port, '/echo', { method: round % 2 === 0 ? 'GET' : 'POST' })).status).toBe(200);
    }
    const repeated = bad?.seenRequestIds[0];
    expect(repeated).toBeDefined();
    expect(good?.seenRequestIds).toContain(repeated);
  });

  on('does not repeat what is neither idempotent nor counted once', async (subject) => {
    const bad = await startWebDouble('i-bad', 'breaks');
    const { port } = await startBefore(subject, [bad]);
    expect((await ask(port, '/echo', { method: 'PATCH', body: 'x' })).status).toBe(502);
    expect(bad.seenRequestIds).toHaveLength(1);
  });

  on('asks another target when one says 503 to a safe request', async (subject) => {
    const webs = [await startWebDouble('i-good'), await startWebDouble('i-busy', 'busy')];
    const { port } = await startBefore(subject, webs);
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(port, '/echo')));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(webs[1]?.seenRequestIds.length).toBeGreaterThan(0);
  });

  on(
    'lets a request wait for the first target, and then says 503 and when to come again',
    async ({ start }) => {
      const [port, webPort] = [await freePort(), await freePort()];
      const balancer = await start({ port, name: 'lb-a' });
      const refused = await ask(port, '/echo');
      expect(refused).toMatchObject({ status: 503, headers: { 'retry-after': '1' } });
      const early = ask(port, '/echo');
      await balancer.setTargets([{ id: 'i-1', port: webPort }]);
      await startWebDouble('i-1', 'serves', webPort);
      expect((await early).status).toBe(200);
    },
  );

  it.skipIf(subject === null).each(['SIGKILL', 'SIGTERM', 'SIGSTOP'] as const)(
    'hides the end of a target by %s: no user request fails',
    async (signal) => {
      if (subject === null) return;
      const webs = await Promise.all(['i-1', 'i-2', 'i-3'].map((id) => startWebDouble(id)));
      const { port, balancer } = await startBefore(subject, webs);
      const users = startUsers({ port, ratePerSecond: 200, path: insert, retries: 0 });
      await waitUntil('load', 3000, () => users.sent() > 100);
      for (const [index, victim] of webs.slice(0, 2).entries()) {
        const { id } = victim.target;
        victim.child.kill(signal);
        await untilInService(
          balancer,
          ['i-1', 'i-2', 'i-3'].filter((other) => other !== id),
        );
        webs[index] = await startWebDouble(id);
        await balancer.setTargets(webs.map(({ target }) => target));
        await untilInService(balancer, ['i-1', 'i-2', 'i-3']);
        const before = users.sent();
        await waitUntil('load', 3000, () => users.sent() > before + 50);
        // What the victim held is answered by others before the next one falls: no request meets two hung targets.
        await users.answered();
      }
      const totals = await users.stop();
      expect(totals.failures).toEqual([]);
      // A stopped process is never heard of again here: what it held was given up on once (after 4 s by HAProxy), not twice.
      expect(totals.longestMs).toBeLessThan(4_000 + patience(3_500));
    },
  );

  on(
    'shares its port: when one process is cut off, users who retry once notice nothing',
    async ({ start }) => {
      const web = await startWebDouble('i-1');
      const port = await freePort();
      const targets = [web.target];
      const pair = [
        await start({ port, name: 'lb-a', targets }),
        await start({ port, name: 'lb-b', targets }),
      ];
      const users = startUsers({ port, ratePerSecond: 200, path: insert, retries: 1 });
      for (const [index, name] of ['lb-a', 'lb-b'].entries()) {
        const before = users.sent();
        await waitUntil('load', 3000, () => users.sent() > before + 100);
        const victim = pair[index];
        if (victim === undefined) throw new Error('two were started');
        const gone = once(victim.child, 'exit');
        victim.child.kill('SIGKILL');
        await gone;
        expect(await idsOf(victim)).toEqual([]);
        await victim.setTargets(targets);
        pair[index] = await start({ port, name, targets });
      }
      const totals = await users.stop();
      expect(totals.failures).toEqual([]);
      expect(totals.sent).toBeGreaterThan(200);
    },
  );

  on('answers what it has before it leaves in peace', async ({ start, gracefulSignal }) => {
    const web = await startWebDouble('i-1');
    const port = await freePort();
    const balancer = await start({ port, name: 'lb-a', targets: [web.target] });
    const agent = new Agent({ keepAlive: true });
    onTestFinished(() => agent.destroy());
    expect((await ask(port, '/echo', { agent })).status).toBe(200);
    const slow = ask(port, '/wait/800');
    await waitUntil('the request is under way', 2000, () => web.seenRequestIds.length > 1);
    const gone = once(balancer.child, 'exit');
    const askedMs = performance.now();
    balancer.child.kill(gracefulSignal);
    expect((await slow).status).toBe(200);
    await expect(ask(port, '/echo')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(await gone).toEqual([0, null]);
    expect(performance.now() - askedMs, 'an idle client does not keep it').toBeLessThan(patience(6_000));
  });

  on('says in one line that the port belongs to another program', async ({ start }) => {
    const port = await freePort();
    const other = createServer().listen(port, '127.0.0.1');
    onTestFinished(() => void other.close());
    await once(other, 'listening');
    await expect(start({ port, name: 'lb-a' })).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining(`port ${port} on 127.0.0.1 is in use`),
    });
  });

  on('does not hear the Ctrl-C of the terminal', async ({ start }) => {
    const port = await freePort();
    const balancer = await start({ port, name: 'lb-a' });
    if (process.platform !== 'linux') return;
    const groupOf = (pid: number) => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[2];
    expect(groupOf(balancer.pid)).toBe(String(balancer.pid));
  });
});
