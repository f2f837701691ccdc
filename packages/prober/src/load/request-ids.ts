/** Request ids that are unique across runs, whatever their seeds. */
import { randomBytes } from 'node:crypto';

/** `<prefix>-<run>-0`, `…-1`, …: at most 64 characters for a prefix of up to 30. */
export function requestIds(prefix: string): () => string {
  const run = randomBytes(8).toString('hex');
  let next = 0;
  return () => `${prefix}-${run}-${next++}`;
}
