/** A tab of the live page, and what it was sent so far. */
import { request as ask, type IncomingMessage } from 'node:http';
import type { PageServer } from '@garbageday/page/server/page-server.ts';
import { eventually } from '../local/eventually.ts';

/** Resolves when it has its first frame. */
export async function openTab({ url }: Pick<PageServer, 'url'>) {
  const { port } = new URL(url);
  const request = ask({ host: '127.0.0.1', port, path: '/events', agent: false }).end();
  const response: IncomingMessage = await new Promise((resolve) => request.on('response', resolve));
  let text = '';
  let isOver = false;
  response
    .setEncoding('utf8')
    .on('data', (chunk) => {
      text += chunk;
    })
    .on('close', () => {
      isOver = true;
    });
  request.on('error', () => {});
  const heard = (what: string) => eventually(`the tab hears ${what}`, () => text.includes(what), 5_000);
  await heard('data:');
  return { heard, text: () => text, isOver: () => isOver, close: () => void request.destroy() };
}
