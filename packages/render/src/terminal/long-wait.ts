/** A request that has been unanswered for so long is worth a word before it fails. */
const worthAWordMs = 1_000;

export function isWaiting(oldestWaitMs: number | undefined): oldestWaitMs is number {
  return oldestWaitMs !== undefined && oldestWaitMs >= worthAWordMs;
}
