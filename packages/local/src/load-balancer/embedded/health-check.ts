import { request } from 'node:http';

/** `not-ready`: it answered and asks not to be sent requests. `failed`: no answer in time, or no connection. */
export type CheckResult = 'ready' | 'not-ready' | 'failed';

/** Asks `GET /readyz` over a connection of its own, as a new client would. Never rejects. */
export const checkHealth = (port: number, timeoutMs: number): Promise<CheckResult> =>
  new Promise((resolve) => {
    const check = request({
      host: '127.0.0.1',
      port,
      path: '/readyz',
      agent: false,
      signal: AbortSignal.timeout(timeoutMs),
    });
    check.once('response', (response) => {
      response.resume();
      resolve(response.statusCode === 200 ? 'ready' : 'not-ready');
    });
    check.on('error', () => resolve('failed'));
    check.end();
  });
