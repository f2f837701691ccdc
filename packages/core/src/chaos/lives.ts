/** The recorded lives of experiments. */
import type { Interval, Ledger } from '../ports.ts';
import type { Transition } from './experiment.ts';

/** The transitions of each experiment that began in the interval. One experiment at a time is in memory. */
export async function* livesOf(
  ledger: Pick<Ledger, 'transitions'>,
  interval: Interval,
): AsyncIterable<readonly Transition[]> {
  let current: Transition[] = [];
  for await (const transition of ledger.transitions(interval)) {
    if (current.length > 0 && current[0]?.experimentId !== transition.experimentId) {
      yield current;
      current = [];
    }
    current.push(transition);
  }
  if (current.length > 0) yield current;
}
