/** A client whose own retry strategy decides as ever how often and how late to try again; only nobody waits for it. */
import type { RetryStrategyV2, RetryToken } from '@smithy/types';

type Retrying = { readonly config: { retryStrategy: () => Promise<unknown> } };

export function hurried<Client extends Retrying>(client: Client, skip: (ms: number) => void): Client {
  const { retryStrategy } = client.config;
  client.config.retryStrategy = async () => withoutWaiting((await retryStrategy()) as RetryStrategyV2, skip);
  return client;
}

function withoutWaiting(strategy: RetryStrategyV2, skip: (ms: number) => void): RetryStrategyV2 {
  const real = new WeakMap<RetryToken, RetryToken>();
  const realOf = (token: RetryToken) => real.get(token) ?? token;
  return {
    acquireInitialRetryToken: (scope) => strategy.acquireInitialRetryToken(scope),
    recordSuccess: (token) => strategy.recordSuccess(realOf(token) as never),
    refreshRetryTokenForRetry: async (token, error) => {
      const next = await strategy.refreshRetryTokenForRetry(realOf(token) as never, error);
      skip(next.getRetryDelay());
      const hurriedToken = { getRetryCount: () => next.getRetryCount(), getRetryDelay: () => 0 };
      real.set(hurriedToken, next);
      return hurriedToken;
    },
  };
}
