/** Marks each kill once at each destination, whatever happens in between. */
import type { ChaosEvent, Clock } from '@garbageday/core/ports.ts';
import { knownTargets } from '@garbageday/render/narrate/known-targets.ts';
import type { Destination } from './destination.ts';
import { type KillMark, killMark } from './kill-mark.ts';
import { postOnce } from './post-once.ts';

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

/** In one line, for a log. */
export function notMarked({ id }: Pick<KillMark, 'id'>, where: string, why: string): string {
  return `the kill ${id} is not marked in ${where}: ${why}`;
}

/** A run of days has thousands of experiments, and a repeat comes soon or never. */
const remembered = 1_000;

export function annotator({ service, destinations, clock, warn }: AnnotatorPorts): Annotator {
  const targetOf = knownTargets();
  const known = new Set<string>();
  const posting = new Set<Promise<void>>();
  const mark = async (kill: KillMark, destination: Destination): Promise<void> => {
    const posted = await postOnce(kill, destination, { clock });
    if (posted.kind !== 'there') warn(notMarked(kill, destination.name, posted.reason));
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
