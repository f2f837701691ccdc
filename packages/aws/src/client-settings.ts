/** How every AWS client is set up. */

export type ClientOptions = {
  /** Where; the SDK's own search (`AWS_REGION`, the profile) by default. */
  readonly region?: string;
  /** Attempts per call, including the first. */
  readonly maxAttempts?: number;
  /** An attempt is given up and retried after this long without any data. */
  readonly timeoutMs?: number;
  /** The same for the attempt to connect. */
  readonly connectionTimeoutMs?: number;
};

/** Attempts per call: with pauses of at most 1, 2 and 4 seconds while AWS throttles, 7 in all. */
const boundedAttempts = 4;

/**
 * Standard retry (SDKs and Tools Reference, "Retry behavior"): a throttled call is retried after a pause, and the next
 * call is not slowed down. Adaptive retry slows down the whole client, which turned 3 seconds into 98 when a fifth of
 * the calls were throttled; someone waits for every call made here, and a decision that took minutes is worthless. Pass
 * it to the constructor of any SDK client. Ten seconds without data are long enough for a slow answer, and short enough
 * for a one-minute Lambda to try again.
 */
export function clientSettings(options: ClientOptions = {}) {
  const { region, maxAttempts = boundedAttempts, timeoutMs = 10_000, connectionTimeoutMs = 3_000 } = options;
  return {
    ...(region === undefined ? {} : { region }),
    maxAttempts,
    retryMode: 'standard',
    // Not requestTimeout, after which the SDK only warns and keeps waiting.
    requestHandler: { socketTimeout: timeoutMs, connectionTimeout: connectionTimeoutMs },
  };
}
