/** What the panels say about phases and budgets, apart from the document that they are drawn into. */
import { formatMs } from '@garbageday/core/wording/words.ts';
import { formatFactor } from '@garbageday/render/format.ts';
import { type ExperimentPhase, experimentPhases } from '@garbageday/render/live/phases.ts';
import { spanText } from '@garbageday/render/summary/burn-sentences.ts';
import type { PageKill, PageParts } from '../patch.ts';

/** Of one that is over, the phase in which it ended has the colour of its verdict. */
export function stepClass(
  { phase, verdict }: Pick<PageKill, 'phase' | 'verdict'>,
  step: ExperimentPhase,
): string {
  const far = phase === undefined ? -1 : experimentPhases.indexOf(phase);
  const index = experimentPhases.indexOf(step);
  if (index < far) return 'is-done';
  if (index > far) return '';
  return verdict === 'running' ? 'is-now' : `is-end is-${verdict}`;
}

/** How long after the injection it ended, as the verdict has it. */
export function timeText({ times }: Pick<PageKill, 'times'>, step: ExperimentPhase): string {
  if (times === undefined || (step !== 'detect' && step !== 'replace' && step !== 'recover')) return '';
  return times[step] === null ? 'not seen' : formatMs(times[step]);
}

/** `burn rate 0.3× over 1h; an alert fires above 14.4×`. */
export function burnText(burn: PageParts['budgets'][number]['burn']): string {
  if (burn == null || burn.rate === null) return '';
  const { rate, seconds, factor, isFiring } = burn;
  const limit = factor === null ? [] : [factor];
  const now = `burn rate ${formatFactor(rate, limit)} over ${spanText(seconds)}`;
  if (factor === null) return now;
  return isFiring
    ? `${now}: an alert fires above ${formatFactor(factor)}, and the gate refuses`
    : `${now}; an alert fires above ${formatFactor(factor)}`;
}
