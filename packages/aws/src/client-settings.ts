/** How every AWS client is set up. */

export type ClientOptions = {
  /** Where; the SDK's own search (`AWS_REGION`, the profile) by default. */
  readonly region?: string;
  /** Of one call, the first included. */
  readonly maxAttempts?: number;
};

/** Long enough for a slow answer, short enough that a Lambda of a minute can try again. */
const requestTimeoutMs = 10_000;

const connectionTimeoutMs = 3_000;

/**
 * Adaptive retry: the client slows itself down when it is throttled (SDKs and Tools Reference, "Retry behavior"). Pass it
 * to the constructor of any client of the SDK.
 */
export function clientSettings({ region, maxAttempts = 5 }: ClientOptions = {}) {
  return {
    ...(region === undefined ? {} : { region }),
    maxAttempts,
    retryMode: 'adaptive',
    requestHandler: { requestTimeout: requestTimeoutMs, connectionTimeout: connectionTimeoutMs },
  };
}
