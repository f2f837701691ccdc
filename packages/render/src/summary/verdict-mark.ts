/** How verdicts look everywhere: a glyph next to the word, so that they never differ by colour alone. */

import type { Report } from '@garbageday/core/report/report.ts';
import type { SloVerdict } from '@garbageday/core/slo/slo-status.ts';
import type { KillVerdict } from '../narrate/outcome-words.ts';

export type Tone = 'good' | 'warn' | 'bad' | 'dim';

export type Mark = { readonly glyph: string; readonly tone: Tone };

const good: Mark = { glyph: '✔', tone: 'good' };
const bad: Mark = { glyph: '✖', tone: 'bad' };
const unsure: Mark = { glyph: '?', tone: 'warn' };

/** One experiment. */
export const killMarks: Readonly<Record<KillVerdict, Mark>> = {
  pass: good,
  fail: bad,
  inconclusive: unsure,
  aborted: { glyph: '■', tone: 'warn' },
  'no end': { glyph: '…', tone: 'warn' },
  'dry run': { glyph: '○', tone: 'dim' },
};

/** The whole run. */
export const reportMarks: Readonly<Record<Report['verdict'], Mark>> = {
  kept: good,
  broken: bad,
  inconclusive: unsure,
};

/** One objective. */
export const sloMarks: Readonly<Record<Report['slos'][number]['verdict'], Mark>> = {
  met: good,
  missed: bad,
  'not-yet-provable': unsure,
  'no-data': unsure,
};

const verdicts: Readonly<Record<SloVerdict, string>> = {
  met: 'met',
  missed: 'missed',
  'not-yet-provable': 'not yet provable',
  'no-data': 'no data',
};

/** `met so far` while the window is open: it may still be missed. */
export function verdictText({
  verdict,
  isFinal,
}: {
  readonly verdict: SloVerdict;
  readonly isFinal: boolean;
}): string {
  return verdict === 'met' && !isFinal ? 'met so far' : verdicts[verdict];
}

/** The tone for a share of the error budget: plenty, the last quarter or just spent, overspent. */
export function budgetTone(remaining: number): Tone {
  if (remaining < 0) return 'bad';
  return remaining < 0.25 ? 'warn' : 'good';
}
