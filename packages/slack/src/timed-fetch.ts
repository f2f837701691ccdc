/** The platform's fetch with a time limit of its own for each request, the reading of the answer included. */

export type TimedFetch = (url: string | URL, init?: FetchInit) => Promise<Response>;

type FetchInit = {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | FormData;
  readonly redirect?: 'error' | 'follow' | 'manual';
};

/** `timeoutMs` is asked before each request; a request that would have no time fails at once. */
export function timedFetch(timeoutMs: () => number): TimedFetch {
  return (url, init = {}) => {
    const { method, headers, body, redirect } = init;
    const given = Object.entries({ method, headers, body, redirect }).filter(
      ([, value]) => value !== undefined,
    );
    const signal = AbortSignal.timeout(Math.max(0, Math.floor(timeoutMs())));
    return fetch(url, { ...Object.fromEntries(given), signal });
  };
}
