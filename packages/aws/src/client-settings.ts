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

/** Of one call: pauses of at most 1, 2 and 4 seconds while AWS throttles, 7 in all. */
const boundedAttempts = 4;

/**
 * Standard retry (SDKs and Tools Reference, "Retry behavior"): a throttled call is tried again after a pause, and the next
 * call does not pay for it. Adaptive retry slows down the whole client, which turned 3 seconds into 98 when a fifth of the
 * calls were throttled; somebody waits for every call that is made here, and a decision that took minutes is worth nothing.
 * Pass it to the constructor of any client of the SDK. Ten seconds without a word are long enough for a slow answer, and
 * short enough that a Lambda of a minute can try again.
 */
export function clientSettings(options: ClientOptions = {}) {
  const { region, maxAttempts = boundedAttempts, timeoutMs = 10_000, connectionTimeoutMs = 3_000 } = options;
  return {
    ...(region === undefined ? {} : { region }),
    maxAttempts,
    retryMode: 'standard',
    // Not requestTimeout, after which the SDK only warns and goes on waiting.
    requestHandler: { socketTimeout: timeoutMs, connectionTimeout: connectionTimeoutMs },
  };
}
