/** How verdicts look: a glyph beside the word, so that colour is never alone in telling them apart. */
import type { Report } from '@garbageday/core/report/report.ts';
import type { KillVerdict } from '../../summary/kill-row.ts';
import type { Style } from '../span.ts';

export type Mark = { readonly glyph: string; readonly style: Style };

export const killMarks: Readonly<Record<KillVerdict, Mark>> = {
  pass: { glyph: '✔', style: 'good' },
  fail: { glyph: '✖', style: 'bad' },
  inconclusive: { glyph: '?', style: 'warn' },
  aborted: { glyph: '■', style: 'warn' },
  'dry run': { glyph: '○', style: 'dim' },
};

export const reportMarks: Readonly<Record<Report['verdict'], Mark>> = {
  kept: { glyph: '✔', style: 'good' },
  broken: { glyph: '✖', style: 'bad' },
  inconclusive: { glyph: '?', style: 'warn' },
};

export const toneMarks: Readonly<Record<'good' | 'warn' | 'bad', Mark>> = {
  good: { glyph: '✔', style: 'good' },
  warn: { glyph: '?', style: 'warn' },
  bad: { glyph: '✖', style: 'bad' },
};
