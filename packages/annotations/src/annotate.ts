/** Marks each kill once at each destination, whatever happens in between. */
import type { ChaosEvent, Clock } from '@garbageday/core/ports.ts';
import { knownTargets } from '@garbageday/render/narrate/known-targets.ts';
import type { Answer, Destination } from './destination.ts';
import { type KillMark, killMark } from './kill-mark.ts';

export type Annotator = {
  /** Returns at once. */
  readonly chaos: (event: ChaosEvent) => void;
  /** Waits for what is being posted, and not longer. */
  readonly close: (patienceMs: number) => Promise<void>;
};

export type AnnotatorPorts = {
  readonly service: string;
  readonly destinations: readonly Destination[];
  readonly clock: Pick<Clock, 'sleep'>;
  /** A mark that is missing, or may be. */
  readonly warn: (text: string) => void;
};

/** A run of days has thousands of experiments, and a repeat comes soon or never. */
const remembered = 1_000;

export function annotator({ service, destinations, clock, warn }: AnnotatorPorts): Annotator {
  const targetOf = knownTargets();
  const known = new Set<string>();
  const posting = new Set<Promise<void>>();
  const mark = async (kill: KillMark, destination: Destination): Promise<void> => {
    const why = await postOnce(kill, destination, clock);
    if (why !== null) warn(`the kill ${kill.id} is not marked in ${destination.name}: ${why}`);
  };
  return {
    chaos: (event) => {
      if (event.kind !== 'transition') return;
      const { plan, transition } = event;
      const target = targetOf(plan, transition);
      if (transition.state.kind !== 'injected' || known.has(plan.id)) return;
      known.add(plan.id);
      if (known.size > remembered) known.delete([...known][0] ?? '');
      const { injectedAtMs } = transition.state;
      const kill = killMark({ service, plan, target, injectedAtMs });
      for (const destination of destinations) {
        const one: Promise<void> = mark(kill, destination).finally(() => posting.delete(one));
        posting.add(one);
      }
    },
    close: async (patienceMs) => {
      if (posting.size === 0) return;
      const isOver = await Promise.race([
        Promise.all(posting).then(() => true),
        clock.sleep(patienceMs).then(() => false),
      ]);
      if (!isOver) warn('a kill may not be marked: there was no answer before the end');
    },
  };
}

const mostTries = 4;
const firstPauseMs = 500;

/**
 * Null: it is there. A text: why it is not, or may not be. Posted again only if it was surely not taken, or is found not to be there: a second
 * mark would be a second kill to anyone who counts them.
 */
export async function postOnce(
  mark: KillMark,
  destination: Destination,
  clock: Pick<Clock, 'sleep'>,
): Promise<string | null> {
  for (let tries = 1; ; tries += 1) {
    const answer = await destination.post(mark);
    if (answer.kind === 'taken') return null;
    if (answer.kind === 'refused') return answer.reason;
    if (tries < mostTries) await clock.sleep(firstPauseMs * 2 ** (tries - 1));
    if (answer.kind === 'doubtful') {
      const found = await look(mark, destination, answer);
      if (found !== 'absent') return found === 'there' ? null : found.doubt;
    }
    if (tries === mostTries) return answer.reason;
  }
}

type Found = 'there' | 'absent' | { readonly doubt: string };

async function look(
  mark: KillMark,
  { has }: Destination,
  { reason }: Exclude<Answer, { kind: 'taken' }>,
): Promise<Found> {
  const doubt = `${reason}; it may be there all the same, so it is not posted again`;
  if (has === null) return { doubt };
  try {
    return (await has(mark)) ? 'there' : 'absent';
  } catch {
    return { doubt };
  }
}
