/** A stand-in for a running garbageday: a real lock, and a real control socket that answers from a script. */
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { acquireLock } from '@garbageday/local/lock.ts';
import { onTestFinished } from 'vitest';

export type Asked = { readonly what: string; readonly body: unknown };

export type Answer = { readonly status?: number; readonly body: unknown };

/** Holds `<cwd>/.garbageday`. Answers `GET /status` and the like with what is given; records what it was asked. */
export async function runningStack(
  cwd: string,
  answers: Readonly<Record<string, Answer>>,
): Promise<{ readonly asked: readonly Asked[] }> {
  const asked: Asked[] = [];
  const directory = join(cwd, '.garbageday');
  mkdirSync(directory);
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const what = `${request.method} ${request.url}`;
      const text = Buffer.concat(chunks).toString();
      asked.push({ what, body: text === '' ? null : JSON.parse(text) });
      const { status = 200, body } = answers[what] ?? { status: 404, body: { message: `${what}?` } };
      response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  });
  const controlSocket = join(directory, 'control.sock');
  await new Promise<void>((resolve) => void server.listen(controlSocket, resolve));
  const lock = acquireLock(directory, 'up', 0);
  lock.publish({ url: null, controlSocket });
  onTestFinished(() => {
    lock.release();
    server.closeAllConnections();
    server.close();
  });
  return { asked };
}
