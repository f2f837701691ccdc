/** A request that has been unanswered for this long is worth mentioning before it fails. */
const worthAWordMs = 1_000;

export function isWaiting(oldestWaitMs: number | undefined): oldestWaitMs is number {
  return oldestWaitMs !== undefined && oldestWaitMs >= worthAWordMs;
}
