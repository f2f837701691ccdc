/** One mark in one tool: never twice, whatever its API answers and however often it was tried before. */
import type { Clock, MarkClaims } from '@garbageday/core/ports.ts';
import type { Answer, Destination } from './destination.ts';
import type { KillMark } from './kill-mark.ts';

/** `kept`: it is surely not there, so a later try is safe. `missing`: it may be there all the same, or never will be. */
export type Posted =
  | { readonly kind: 'there' }
  | { readonly kind: 'kept' | 'missing'; readonly reason: string };

type Posting = {
  readonly clock: Pick<Clock, 'sleep'>;
  /** What an earlier attempt is known to have come to. Default: there was none. */
  readonly earlier?: Exclude<Answer, { kind: 'taken' }> | null;
};

const mostTries = 4;
const firstPauseMs = 500;

/**
 * Posted again only if it was surely not taken, or is found not to be there: a second mark would be a second kill to anyone who counts
 * them.
 */
export async function postOnce(
  mark: KillMark,
  destination: Destination,
  { clock, earlier = null }: Posting,
): Promise<Posted> {
  for (let tries = 1; ; tries += 1) {
    const answer = (tries === 1 ? earlier : null) ?? (await destination.post(mark));
    if (answer.kind === 'taken') return { kind: 'there' };
    if (answer.kind === 'refused') return { kind: 'missing', reason: answer.reason };
    if (tries < mostTries) await clock.sleep(firstPauseMs * 2 ** (tries - 1));
    if (answer.kind === 'doubtful') {
      const found = await look(mark, destination, answer);
      if (found.kind !== 'kept') return found;
    }
    if (tries === mostTries) return { kind: 'kept', reason: answer.reason };
  }
}

async function look(
  mark: KillMark,
  { has }: Destination,
  { reason }: { readonly reason: string },
): Promise<Posted> {
  const doubt = {
    kind: 'missing',
    reason: `${reason}; it may be there all the same, so it is not posted again`,
  } as const;
  if (has === null) return doubt;
  try {
    return (await has(mark)) ? { kind: 'there' } : { kind: 'kept', reason };
  } catch {
    return doubt;
  }
}

type Claimed = {
  readonly clock: Pick<Clock, 'now' | 'sleep'>;
  readonly claims: MarkClaims;
};

/** As `postOnce`, among processes that may hear of the same kill. `before`: another was done with it. Throws what the claims throw. */
export async function postAmongOthers(
  mark: KillMark,
  destination: Destination,
  { clock, claims }: Claimed,
): Promise<Posted | { readonly kind: 'before' }> {
  const key = `${mark.id}#${destination.name}`;
  const claim = await claims.claim(key, clock.now());
  if (claim === 'over') return { kind: 'before' };
  if (claim === 'busy') return { kind: 'kept', reason: 'another invocation is posting it' };
  const earlier =
    claim === 'again' ? ({ kind: 'doubtful', reason: 'an earlier attempt did not end' } as const) : null;
  const posted = await postOnce(mark, destination, { clock, earlier });
  await claims.settle(key, posted.kind === 'kept' ? 'free' : 'over', clock.now());
  return posted;
}
