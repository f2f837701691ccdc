/** The platform's fetch with a separate time limit for each request, including reading the answer. */

export type TimedFetch = (url: string | URL, init?: FetchInit) => Promise<Response>;

type FetchInit = {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | FormData;
  readonly redirect?: 'error' | 'follow' | 'manual';
};

/** `timeoutMs` is called before each request; a request that would have no time is not sent. */
export function timedFetch(timeoutMs: () => number): TimedFetch {
  return async (url, init = {}) => {
    const leftMs = Math.floor(timeoutMs());
    if (leftMs <= 0) throw new DOMException('no time left for a request', 'TimeoutError');
    const { method, headers, body, redirect } = init;
    const given = Object.entries({ method, headers, body, redirect }).filter(
      ([, value]) => value !== undefined,
    );
    const signal = AbortSignal.timeout(leftMs);
    return fetch(url, { ...Object.fromEntries(given), signal });
  };
}
