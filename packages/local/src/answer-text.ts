/** Reads a small answer to one request completely. */
import type { ClientRequest } from 'node:http';

export type TextAnswer = { readonly status: number; readonly text: string };

/** Much more than a number needs. */
const mostCharacters = 1_000_000;

/** Sends the request, which has its own timeout; null: the answer was incomplete, or longer than a megabyte. */
export async function textOf(sent: ClientRequest): Promise<TextAnswer | null> {
  return await new Promise((resolve) => {
    sent.on('timeout', () => sent.destroy());
    sent.on('error', () => resolve(null));
    sent.on('close', () => resolve(null));
    sent.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
        if (text.length > mostCharacters) sent.destroy();
      });
      response.on('error', () => resolve(null));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    sent.end();
  });
}
