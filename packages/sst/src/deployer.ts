/**
 * AWS calls of the deployment itself, between what Pulumi creates: not during a preview, and with the deployer's
 * credentials.
 */

/** SST gives its program the credentials that it deploys with; without them the SDK finds its own, as SST did. */
export function deployerSettings() {
  const { SST_AWS_REGION, SST_AWS_ACCESS_KEY_ID, SST_AWS_SECRET_ACCESS_KEY, SST_AWS_SESSION_TOKEN } =
    process.env;
  return {
    maxAttempts: 10,
    ...(SST_AWS_REGION === undefined ? {} : { region: SST_AWS_REGION }),
    ...(SST_AWS_ACCESS_KEY_ID === undefined || SST_AWS_SECRET_ACCESS_KEY === undefined
      ? {}
      : {
          credentials: {
            accessKeyId: SST_AWS_ACCESS_KEY_ID,
            secretAccessKey: SST_AWS_SECRET_ACCESS_KEY,
            ...(SST_AWS_SESSION_TOKEN === undefined ? {} : { sessionToken: SST_AWS_SESSION_TOKEN }),
          },
        }),
  };
}

/** Runs once all of `after` exist; the deployment fails if it throws. What depends on the result waits for it. */
export function onceDeployed<T>(
  after: readonly $util.Input<unknown>[],
  run: () => Promise<T>,
): $util.Output<T | null> {
  return $util.all([...after]).apply(async () => ($util.runtime.isDryRun() ? null : await run()));
}

/** A pause between two calls. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
