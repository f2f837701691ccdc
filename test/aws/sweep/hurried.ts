/** A client whose own retry strategy decides as ever how often and how late to try again; only nobody waits for it. */

type Backoff = {
  readonly setDelayBase: (ms: number) => void;
  readonly computeNextBackoffDelay: (attempt: number) => number;
};

type Retrying = { readonly config: { retryStrategy: () => Promise<unknown> } };

/** Of the standard strategy, which waits by itself: the wait passes on the clock of the sweep. */
export function hurried<Client extends Retrying>(client: Client, skip: (ms: number) => void): Client {
  const { retryStrategy } = client.config;
  client.config.retryStrategy = async () => {
    const strategy = (await retryStrategy()) as { readonly mode: string; retryBackoffStrategy: Backoff };
    if (strategy.mode !== 'standard') throw new Error(`a client retries in the mode ${strategy.mode}`);
    strategy.retryBackoffStrategy = withoutWaiting(strategy.retryBackoffStrategy, skip);
    return strategy;
  };
  return client;
}

function withoutWaiting(backoff: Backoff & { isHurried?: boolean }, skip: (ms: number) => void): Backoff {
  if (backoff.isHurried === true) return backoff;
  const hurriedBackoff = {
    isHurried: true,
    setDelayBase: (ms: number) => backoff.setDelayBase(ms),
    computeNextBackoffDelay: (attempt: number) => {
      skip(backoff.computeNextBackoffDelay(attempt));
      return 0;
    },
  };
  return hurriedBackoff;
}
