/** What is said of a group in which nothing is replaced, where others say how long the replacement took. */
import type { Impact } from '@garbageday/core/chaos/experiment.ts';
import { toJournal } from '@garbageday/render/journal/journal.ts';
import { timesText } from '@garbageday/render/narrate/outcome-words.ts';
import { impactTexts } from '@garbageday/render/summary/kill-row.ts';
import { expect, it } from 'vitest';
import { sampleImpact, sampleKill, samplePlan, sampleReport, sampleTarget } from './sample-report.ts';

const unreplaced: Impact = sampleImpact(22, { replaceMs: null, carryOnMs: 4_000, recoverMs: 0 });

it('a sentence and a table name no time of a replacement', () => {
  expect(timesText(unreplaced)).toMatch(
    /^detected in .*, not replaced, as nothing does that, users never left the steady state$/,
  );
  expect(impactTexts(unreplaced).replaced).toBe('–');
  expect(timesText(sampleImpact(22, { replaceMs: null }))).toContain('not seen to be replaced');
});

it('a journal says when the rest of the group was well', () => {
  const plan = samplePlan('web-1', 'web', 'terminate', 22);
  const kill = sampleKill(plan, sampleTarget('web-b', 'i-0c1d4e7a'), unreplaced, {
    verdict: 'pass',
    reasons: ['why'],
  });
  const { after } = toJournal(sampleReport, kill).steady_states;
  expect(after?.probes.at(-1)).toMatchObject({ output: 4_000, tolerance_met: true });
});
