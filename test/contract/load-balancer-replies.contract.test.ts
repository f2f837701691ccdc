/** Replies and clients that are rare and right: what HTTP allows must not make a load balancer suspect the server. */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { patience } from '../acceptance/patience.ts';
import { ask } from '../fixtures/ask.ts';
import { findSubjects, idsOf, type Subject, startBefore } from '../fixtures/load-balancer-subject.ts';
import { sendRaw } from '../fixtures/raw-client.ts';
import { type RawAnswer, type RawWeb, startRawWeb } from '../fixtures/raw-web.ts';
import { startWebDouble } from '../fixtures/web-double.ts';

const subjects = await findSubjects();

async function balancerBefore(subject: Subject, answer: RawAnswer) {
  const web = await startRawWeb('i-1', answer);
  return { web, ...(await startBefore(subject, [web])) };
}

function get(path: string, ...headers: readonly string[]): string {
  return `${[`GET ${path} HTTP/1.1`, 'Host: x', ...headers].join('\r\n')}\r\n\r\n`;
}

/** One after the other over one connection, so that a reply that was cut wrongly would show in the next. */
function threeTimes(port: number, path: string) {
  return sendRaw(port, (socket) => socket.write(get(path) + get(path) + get(path, 'Connection: close')));
}

/** A load balancer that waits for the end of a reply would wait for ever. */
function giveUp() {
  return { signal: AbortSignal.timeout(patience(20_000)) };
}

function statusLines(text: string): readonly string[] {
  return text.match(/HTTP\/1\.1 \d{3}/g) ?? [];
}

describe.each(subjects)('a load balancer: %s', (_name, subject) => {
  const on = (sentence: string, check: (subject: Subject) => Promise<void>, timeoutMs = 60_000): void => {
    it.skipIf(subject === null)(sentence, () => (subject === null ? undefined : check(subject)), timeoutMs);
  };

  const expectUnsuspected = async (web: RawWeb, port: number, ids: () => Promise<readonly string[]>) => {
    expect(web.seen, 'asked once for each request').toHaveLength(3);
    expect(await ids()).toEqual(['i-1']);
    // At once, not after the next good check.
    expect((await ask(port, '/again')).status).toBeGreaterThanOrEqual(200);
  };

  on('passes a 304 that names the length of the body it does not have', async (subject) => {
    const { web, port, balancer } = await balancerBefore(subject, (socket) =>
      socket.write('HTTP/1.1 304 Not Modified\r\nETag: "a"\r\nContent-Length: 1234\r\n\r\n'),
    );
    const { text } = await threeTimes(port, '/');
    expect(statusLines(text)).toEqual(['HTTP/1.1 304', 'HTTP/1.1 304', 'HTTP/1.1 304']);
    expect(text).toMatch(/etag: "a"/i);
    expect(text.endsWith('\r\n\r\n')).toBe(true);
    await expectUnsuspected(web, port, () => idsOf(balancer));
  });

  on('passes a 204', async (subject) => {
    const { web, port, balancer } = await balancerBefore(subject, (socket) =>
      socket.write('HTTP/1.1 204 No Content\r\nX-Kept: yes\r\n\r\n'),
    );
    const { text } = await threeTimes(port, '/');
    expect(statusLines(text)).toEqual(['HTTP/1.1 204', 'HTTP/1.1 204', 'HTTP/1.1 204']);
    expect(text.match(/x-kept: yes/gi)).toHaveLength(3);
    await expectUnsuspected(web, port, () => idsOf(balancer));
  });

  on('passes the reply after a 100 that nobody asked for', async (subject) => {
    const { web, port, balancer } = await balancerBefore(subject, (socket) =>
      socket.write(
        'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Kept: yes\r\n\r\nok',
      ),
    );
    const { text } = await threeTimes(port, '/');
    expect(statusLines(text).filter((line) => line.endsWith('200'))).toHaveLength(3);
    expect(text.match(/x-kept: yes\r\n(.+\r\n)*\r\nok/gi)).toHaveLength(3);
    await expectUnsuspected(web, port, () => idsOf(balancer));
  });

  on('passes the beginning of a reply before its end is there', async (subject) => {
    const isRead = Promise.withResolvers<void>();
    const { port } = await balancerBefore(subject, async (socket) => {
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n');
      await isRead.promise;
      socket.write('4\r\nlast\r\n0\r\n\r\n');
    });
    const began = performance.now();
    const response = await fetch(`http://127.0.0.1:${port}/`, giveUp());
    const reader = response.body?.getReader();
    const first = await reader?.read();
    expect(Buffer.from(first?.value ?? []).toString()).toBe('first');
    expect(performance.now() - began).toBeLessThan(patience(1_000));
    isRead.resolve();
    const last = await reader?.read();
    expect(Buffer.from(last?.value ?? []).toString()).toBe('last');
  });

  on('passes the headers of a reply before there is any body', async (subject) => {
    const isRead = Promise.withResolvers<void>();
    const { port } = await balancerBefore(subject, async (socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n');
      await isRead.promise;
      socket.write('body');
    });
    const began = performance.now();
    const response = await fetch(`http://127.0.0.1:${port}/`, giveUp());
    expect(performance.now() - began).toBeLessThan(patience(1_000));
    isRead.resolve();
    expect(await response.text()).toBe('body');
  });

  on('answers a client that has closed its own side', async (subject) => {
    const { port } = await startBefore(subject, [await startWebDouble('i-1')]);
    const { text } = await sendRaw(port, (socket) => socket.end(get('/wait/500')));
    expect(text).toMatch(/^HTTP\/1\.1 200/);
    expect(JSON.parse(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1))).toMatchObject({
      instance: 'i-1',
      path: '/wait/500',
    });
  });

  /** So many bytes in chunks of 8 KiB, a chunk a millisecond, until something comes back. Says how much it sent. */
  const chunked = async (port: number, bytes: number) => {
    let sentBytes = 0;
    const reply = await sendRaw(port, async (socket) => {
      let isAnswered = false;
      socket.once('data', () => {
        isAnswered = true;
      });
      socket.write(
        'POST /echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n',
      );
      const size = Math.min(bytes, 8192);
      const chunk = `${size.toString(16)}\r\n${'x'.repeat(size)}\r\n`;
      for (; sentBytes < bytes && !isAnswered && !socket.destroyed; sentBytes += size) {
        socket.write(chunk);
        await sleep(1);
      }
      if (!isAnswered) socket.write('0\r\n\r\n');
    });
    return { text: reply.text, sentBytes };
  };

  on('takes a chunked body that is short, and refuses one that has no end', async (subject) => {
    const web = await startWebDouble('i-1');
    const { port } = await startBefore(subject, [web]);
    const short = await chunked(port, 8192);
    expect(short.text).toMatch(/^HTTP\/1\.1 200/);
    expect(short.text).toContain('x'.repeat(8192));
    expect(web.seenRequestIds).toHaveLength(1);
    const endless = 16 * 1_048_576;
    const { text, sentBytes } = await chunked(port, endless);
    // Or nothing: the refusal of a client that is still sending may be lost with the connection.
    expect(text).toMatch(/^HTTP\/1\.1 413|^$/);
    expect(sentBytes).toBeLessThan(endless);
    expect(web.seenRequestIds, 'the web was not asked').toHaveLength(1);
  });
});

it('every load balancer gives a client ten seconds for its headers', async () => {
  const here = subjects.flatMap(([name, subject]) => (subject === null ? [] : [{ name, subject }]));
  expect(here.length).toBeGreaterThan(0);
  const replies = here.map(async ({ name, subject }) => {
    const { port } = await startBefore(subject, [await startWebDouble('i-1')]);
    return {
      name,
      ...(await sendRaw(port, (socket) => socket.write('GET / HTTP/1.1\r\nHost: x\r\n'))),
    };
  });
  for (const { name, text, endMs } of await Promise.all(replies)) {
    expect(text, name).toMatch(/^HTTP\/1\.1 408/);
    expect(endMs, name).toBeGreaterThan(9_500);
    expect(endMs, name).toBeLessThan(10_000 + patience(3_000));
  }
});
