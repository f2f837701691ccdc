/** Writes a generated month into a ledger. */
import type { Ledger } from '@garbageday/core/ports.ts';
import { monthTransitions } from './month-experiments.ts';
import { monthSlices } from './month-slices.ts';
import { type MonthRequest, monthStory } from './month-story.ts';

export type Written = { readonly slices: number; readonly experiments: number; readonly toMs: number };

export async function writeMonth(
  ledger: Pick<Ledger, 'putSlice' | 'recordTransition'>,
  request: MonthRequest,
): Promise<Written> {
  const story = monthStory(request);
  let slices = 0;
  for (const journey of ['users', 'probe'] as const) {
    for (const slice of monthSlices(story, journey)) {
      await ledger.putSlice(slice);
      slices += 1;
    }
  }
  for (const transition of monthTransitions(story)) await ledger.recordTransition(transition);
  return { slices, experiments: story.strikes.length + story.denials.length, toMs: story.toMs };
}
