/** One request to another member, and its answer, over a separate connection. */
import { connect } from 'node:net';
import { decodeMessage } from '../wire/decode-message.ts';
import type { Document } from '../wire/document.ts';
import { frameReader } from '../wire/frame-reader.ts';
import { encodeMessage } from '../wire/message.ts';

/** Rejects if there is no answer within `timeoutMs`. `host` is `name:port`. */
export function call(host: string, command: Document, timeoutMs: number): Promise<Document> {
  return new Promise((resolve, reject) => {
    const colon = host.lastIndexOf(':');
    const socket = connect({ host: host.slice(0, colon), port: Number(host.slice(colon + 1)) });
    socket.setTimeout(timeoutMs, () => socket.destroy(new Error(`no answer within ${timeoutMs} ms`)));
    const read = frameReader();
    socket.on('data', (chunk) => {
      const [answer] = typeof chunk === 'string' ? [] : read(chunk);
      if (answer === undefined) return;
      resolve(decodeMessage(answer).document);
      socket.destroy();
    });
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('connection closed')));
    socket.write(encodeMessage({ ...command, $db: 'admin' }, { requestId: 1, responseTo: 0 }, 0));
  });
}
