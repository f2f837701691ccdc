/** `halt` and `resume` on AWS: the stage's safety lever. */
import type { LeverPosition, SafetyLever } from '@garbageday/core/ports.ts';
import { systemClock } from '@garbageday/local/clock.ts';
import { onStage } from './on-stage.ts';

export type MovedLever = { readonly position: LeverPosition; readonly region: string };

/** Moves it, and reads back where it is. */
export async function moveLever(
  stage: string,
  move: (lever: SafetyLever) => Promise<void>,
): Promise<MovedLever> {
  return await onStage({ name: stage, clock: systemClock() }, async ({ lever, region }) => {
    await move(lever);
    return { position: await lever.position(), region };
  });
}
