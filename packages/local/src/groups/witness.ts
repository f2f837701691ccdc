/** Sends requests to a copy just before it is told to leave, to see whether it finishes them. */
import { once } from 'node:events';
import { request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { textOf } from '../answer-text.ts';

/** How the requests that were in flight when the signal was sent ended. */
export type Witnessed = { readonly answered: number; readonly cut: number };

const count = 3;
/** The signal does not wait longer for them. */
const sentWithinMs = 100;
/**
 * Time for the server to read them: a connection that is waiting to be accepted when a server stops listening is reset
 * by the system, and no server can help that.
 */
const readWithinMs = 50;
/** Longer than any copy gets from SIGTERM to SIGKILL. */
const timeoutMs = 30_000;

/**
 * Once they have been sent, on separate connections that bypass the load balancers, resolves to a function to be called
 * at the signal. Requests that were answered before it, or could not be sent, do not count.
 */
export async function sendWitnesses(url: string): Promise<() => Promise<Witnessed>> {
  const witnesses = Array.from({ length: count }, () => witness(url));
  await Promise.race([Promise.all(witnesses.map(({ sent }) => sent)), delay(sentWithinMs)]);
  await delay(readWithinMs);
  return async () => {
    const underWay = witnesses.filter(({ state }) => state() === 'sent').map(({ ended }) => ended);
    const ends = await Promise.all(underWay);
    const answered = ends.filter((isWhole) => isWhole).length;
    return { answered, cut: ends.length - answered };
  };
}

function witness(url: string) {
  let state: 'unsent' | 'sent' | 'ended' = 'unsent';
  const asked = request(url, { agent: false, timeout: timeoutMs });
  const ended = textOf(asked).then((answer) => {
    state = 'ended';
    return answer !== null;
  });
  const sent = once(asked, 'socket')
    .then(([socket]) => once(socket, 'connect'))
    .then(
      () => {
        if (state === 'unsent') state = 'sent';
      },
      () => {},
    );
  return { sent, ended, state: () => state };
}
