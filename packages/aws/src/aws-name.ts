/** Names that Scheduler and durable executions accept: at most 64 letters, digits, `-` and `_`. */
import { createHash } from 'node:crypto';

const maxLength = 64;

/** The text itself if it is such a name; otherwise its legible part, and a hash that keeps it distinct. */
export function awsName(text: string): string {
  if (/^[0-9A-Za-z_-]{1,64}$/.test(text)) return text;
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
  const legible = text.replaceAll(/[^0-9A-Za-z_-]+/g, '-').slice(0, maxLength - hash.length - 1);
  return `${legible}-${hash}`;
}
