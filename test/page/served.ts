/** A page server with a state that goes on, and how to ask it for anything. */
import { request as ask, type IncomingMessage } from 'node:http';
import type { AudienceControl } from '@garbageday/page/audience/audience-control.ts';
import type { Hands } from '@garbageday/page/hands.ts';
import { startPageServer } from '@garbageday/page/server/page-server.ts';
import { onTestFinished } from 'vitest';
import { liveStateAt } from './live-states.ts';

type Asked = {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
};
type Answer = {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
};

export function fetchRaw(
  url: string,
  path: string,
  { method = 'GET', headers = {}, body }: Asked = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(url);
    const request = ask({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
      );
    });
    request.on('error', reject);
    request.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** What the page may do, noted and refused. */
export function notedHands(): { readonly hands: Hands; readonly done: readonly unknown[] } {
  const done: unknown[] = [];
  const hands: Hands = {
    kill: async (wish) => {
      done.push(wish);
      return { kind: 'refused', text: 'Refused (no redundancy): 2 of 3 are healthy.' };
    },
    halt: async (reason) => void done.push({ halt: reason }),
    resume: async () => void done.push('resume'),
  };
  return { hands, done };
}

/** Counts how often the state is asked for, and what is done. */
export async function serve(audience: AudienceControl | null = null) {
  let asked = 0;
  let count = 1;
  const { hands, done } = notedHands();
  const server = await startPageServer(
    async () => {
      asked += 1;
      count += 1;
      return liveStateAt(count);
    },
    { audience, metrics: async (accept) => ({ contentType: 'text/plain', text: `metrics for ${accept}` }) },
  );
  onTestFinished(server.close);
  return { server, hands, done, asked: () => asked };
}
