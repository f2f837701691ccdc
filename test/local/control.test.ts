import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { UsageError } from '@garbageday/core/errors.ts';
import { type ControlHandlers, startControlServer } from '@garbageday/local/control.ts';
import { askControl } from '@garbageday/local/control-client.ts';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryDirectory } from '../contract/temporary-directory.ts';

async function serving(handlers: ControlHandlers): Promise<string> {
  const path = join(temporaryDirectory(), 'control.sock');
  const server = await startControlServer(path, handlers);
  onTestFinished(server.close);
  return path;
}

function get(path: string) {
  return { method: 'GET', path, body: null } as const;
}

describe('the control socket', () => {
  it('hands the body to the handler and its answer back', async () => {
    const path = await serving({
      'GET /status': async (body) => ({ said: body }),
      'POST /experiments': async (body) => ({ said: body }),
    });
    expect(await askControl(path, get('/status'))).toEqual({ said: null });
    const body = { group: 'web', note: 'grüße' };
    expect(await askControl(path, { method: 'POST', path: '/experiments', body })).toEqual({ said: body });
  });

  it('answers {} where a handler has nothing to say', async () => {
    const path = await serving({ 'POST /stop': async () => undefined });
    expect(await askControl(path, { method: 'POST', path: '/stop', body: null })).toEqual({});
  });

  it.each([
    ['what the person can mend', new UsageError('there is no group "wbe"')],
    ['a failure', new Error('there is no group "wbe"')],
  ])('passes on %s as one line', async (_, error) => {
    const path = await serving({ 'GET /status': async () => Promise.reject(error) });
    const asked = askControl(path, get('/status'));
    await expect(asked).rejects.toBeInstanceOf(UsageError);
    await expect(asked).rejects.toThrow(/^there is no group "wbe"$/);
  });

  it('refuses what it does not know, what is not JSON, and what is too long', async () => {
    const path = await serving({ 'POST /stop': async () => ({}) });
    await expect(askControl(path, get('/nonsense'))).rejects.toThrow('does not know GET /nonsense');
    expect(await postRaw(path, '{')).toEqual([400, '{"message":"the request is not JSON"}']);
    expect(await postRaw(path, 'x'.repeat(70_000))).toEqual([400, '{"message":"the request is too long"}']);
  });

  it('says that nobody answers when nobody does', async () => {
    const path = join(temporaryDirectory(), 'control.sock');
    await expect(askControl(path, get('/status'))).rejects.toThrow(/does not answer/);
  });

  it('closes at once, even while something is being answered', async () => {
    const path = join(temporaryDirectory(), 'control.sock');
    const asked = Promise.withResolvers<void>();
    const server = await startControlServer(path, {
      'GET /status': () => {
        asked.resolve();
        return new Promise<never>(() => {});
      },
    });
    const answer = askControl(path, get('/status'));
    await asked.promise;
    await server.close();
    await expect(answer).rejects.toThrow(/does not answer/);
    expect(existsSync(path)).toBe(false);
  });
});

async function postRaw(socketPath: string, body: string): Promise<readonly [number | undefined, string]> {
  const sent = request({ socketPath, method: 'POST', path: '/stop' });
  sent.end(body);
  const [response] = await once(sent, 'response');
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return [response.statusCode, Buffer.concat(chunks).toString()];
}
