/** How every AWS client is set up. */

export type ClientOptions = {
  /** Where; the SDK's own search (`AWS_REGION`, the profile) by default. */
  readonly region?: string;
  /** Of one call, the first included. */
  readonly maxAttempts?: number;
  /** An attempt is given up, and tried again, when nothing was heard for so long. */
  readonly timeoutMs?: number;
  /** The same for the attempt to connect. */
  readonly connectionTimeoutMs?: number;
};

/**
 * Adaptive retry: the client slows itself down when it is throttled (SDKs and Tools Reference, "Retry behavior"). Pass it
 * to the constructor of any client of the SDK. Ten seconds without a word are long enough for a slow answer, and short
 * enough that a Lambda of a minute can try again.
 */
export function clientSettings(options: ClientOptions = {}) {
  const { region, maxAttempts = 5, timeoutMs = 10_000, connectionTimeoutMs = 3_000 } = options;
  return {
    ...(region === undefined ? {} : { region }),
    maxAttempts,
    retryMode: 'adaptive',
    // Not requestTimeout, after which the SDK only warns and goes on waiting.
    requestHandler: { socketTimeout: timeoutMs, connectionTimeout: connectionTimeoutMs },
  };
}
