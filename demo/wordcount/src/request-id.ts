import { randomUUID } from 'node:crypto';

const requestIdPattern = /^[A-Za-z0-9._:-]{1,64}$/;

/**
 * The id under which an insert is counted once, however often it arrives: the received `X-Request-ID` if it is 1–64
 * characters of `A-Za-z0-9._:-`, else a new one.
 */
export function requestIdOf(header: string | readonly string[] | undefined): string {
  return typeof header === 'string' && requestIdPattern.test(header) ? header : randomUUID();
}
