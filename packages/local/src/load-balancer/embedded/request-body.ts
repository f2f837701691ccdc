import type { IncomingMessage } from 'node:http';

/** A body that was read completely, or one that is too large to hold. `null`: no body at all. */
export type RequestBody =
  | { readonly kind: 'whole'; readonly bytes: Buffer | null }
  | { readonly kind: 'too-large' };

/** Held in memory, so that it can be sent again. */
const bodyLimit = 1_048_576;

/** Reads up to 1 MiB; rejects when the client hangs up meanwhile. */
export async function readRequestBody(request: IncomingMessage): Promise<RequestBody> {
  if (Number(request.headers['content-length'] ?? 0) > bodyLimit) return { kind: 'too-large' };
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > bodyLimit) return { kind: 'too-large' };
    chunks.push(chunk);
  }
  return { kind: 'whole', bytes: length === 0 ? null : Buffer.concat(chunks) };
}
