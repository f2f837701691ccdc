/** The JSON body of a request, which cannot be long. */
import type { IncomingMessage } from 'node:http';
import { UsageError } from '@garbageday/core/errors.ts';

/** @throws UsageError if it is longer than that many characters, or not JSON. */
export async function readBody(request: IncomingMessage, longest: number): Promise<unknown> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) {
    text += String(chunk);
    if (text.length > longest) throw new UsageError('the request is too long');
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UsageError('the request is not JSON', { cause });
  }
}
