import { request } from 'node:http';
import { systemCode } from '../../file-error.ts';
import { type ReadyCheck, saysReady } from '../load-balancer.ts';

/**
 * `not-ready`: it answered that it does not want requests. `refused`: nothing is listening. `silent`: no answer in
 * time. `inconclusive`: our own process was held up, so the target's silence proves nothing.
 */
export type CheckResult = 'ready' | 'not-ready' | 'refused' | 'silent' | 'inconclusive';

/** A timer that fires later than this shows that we were not running ourselves. */
const heldUpMs = 100;

/** Asks over a connection of its own, as a new client would. Never rejects. */
export function checkHealth(port: number, ready: ReadyCheck, timeoutMs: number): Promise<CheckResult> {
  return new Promise((resolve) => {
    const deadlineMs = performance.now() + timeoutMs;
    const check = request({ host: '127.0.0.1', port, path: ready.path, agent: false });
    const conclude = (result: CheckResult): void => {
      clearTimeout(timer);
      resolve(result);
    };
    const timer = setTimeout(() => {
      conclude(performance.now() - deadlineMs > heldUpMs ? 'inconclusive' : 'silent');
      check.destroy();
    }, timeoutMs);
    check.once('response', (response) => {
      response.resume();
      conclude(saysReady(ready, response.statusCode ?? 0) ? 'ready' : 'not-ready');
    });
    check.on('error', (error) => conclude(systemCode(error) === 'ECONNREFUSED' ? 'refused' : 'silent'));
    check.end();
  });
}
