/**
 * Answers that are not Slack's, or incomplete: a proxy's page, a wait that is not a number, a message without its
 * timestamp.
 */
import type { TimedFetch } from './timed-fetch.ts';

/** Something answered, but the fate of the request is unknown. */
export class BrokenAnswer extends Error {
  readonly code = 'broken-answer';

  constructor(message: string) {
    super(message);
    this.name = 'BrokenAnswer';
  }
}

/** Used if Slack names no time: its limit is about one message a second per channel. */
export const defaultRetryMs = 1_000;

/** Whole seconds from 0, as Slack gives them (RFC 9110, 10.2.3, also allows a date); else `defaultRetryMs`. */
export function retryAfterOf({ headers }: Response): number {
  const written = headers.get('retry-after') ?? '';
  return /^\d{1,6}$/.test(written.trim()) ? Number(written) * 1_000 : defaultRetryMs;
}

/**
 * For `@slack/web-api`, which throws bare errors for a 429 without seconds, and takes non-JSON answers for error codes.
 * Only answers of the API are checked: uploads go elsewhere, and are answered with text.
 */
export function checkedFetch(request: TimedFetch, apiUrl: string): TimedFetch {
  return async (url, init) => {
    const response = await request(url, init);
    if (!String(url).startsWith(apiUrl)) return response;
    if (response.status === 429) {
      const headers = new Headers(response.headers);
      headers.set('retry-after', String(retryAfterOf(response) / 1_000));
      return new Response(null, { status: 429, headers });
    }
    if (response.status !== 200) return response;
    const body = await response.text();
    if (!isJsonObject(body))
      throw new BrokenAnswer('something between here and Slack answered instead of Slack: is there a proxy?');
    return new Response(body, { status: 200, headers: response.headers });
  };
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
