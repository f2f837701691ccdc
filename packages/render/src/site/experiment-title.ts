/** What an experiment is called on its page and in lists, and how it ended. */
import type { ExperimentOutcome } from '@garbageday/core/chaos/experiment-outcome.ts';
import { faultOnGroup, faultOnTarget } from '../narrate/fault-words.ts';
import { capitalized, verdictOf, verdictTitle } from '../narrate/outcome-words.ts';
import { killMarks, type Mark } from '../summary/verdict-mark.ts';

export type Ending = { readonly word: string; readonly mark: Mark };

const refusedMark: Mark = { glyph: '⊘', tone: 'dim' };

/** `Passed`, `Refused`. */
export function endingOf(outcome: ExperimentOutcome): Ending {
  if (outcome.kind === 'refused') return { word: 'Refused', mark: refusedMark };
  const verdict = verdictOf(outcome);
  return { word: verdictTitle(verdict), mark: killMarks[verdict] };
}

/** `Termination of web-b in zone b (web, i-01234567)`. */
export function experimentTitle(outcome: ExperimentOutcome): string {
  if (outcome.kind === 'refused') return capitalized(faultOnGroup(outcome.plan));
  return capitalized(faultOnTarget(outcome.plan, outcome.target));
}
