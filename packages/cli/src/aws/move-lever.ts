/** `halt` and `resume` on AWS: the stage's safety lever, and a word to whoever listens. */
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { explainAwsError } from '@garbageday/aws/aws-error.ts';
import { eventBridgeEvents } from '@garbageday/aws/chaos-events.ts';
import { clientSettings } from '@garbageday/aws/client-settings.ts';
import { eventSource } from '@garbageday/aws/contract/names.ts';
import type { LeverMove } from '@garbageday/aws/safety-lever.ts';
import type { LeverPosition, SafetyLever } from '@garbageday/core/ports.ts';
import { systemClock } from '@garbageday/local/clock.ts';
import { onStage } from './on-stage.ts';

export type MovedLever = {
  readonly position: LeverPosition;
  readonly region: string;
  /** Why the stage's event bus was not told; the lever is where it is all the same. Null: it was, or nothing moved. */
  readonly untold: string | null;
};

/** Moves it, reads back where it is, and publishes the move. */
export async function moveLever(
  stage: string,
  move: (lever: SafetyLever) => Promise<void>,
): Promise<MovedLever> {
  return await onStage(
    { name: stage, clock: systemClock() },
    async ({ lever, lastLeverMove, directory, region }) => {
      const before = await lastLeverMove().catch(() => null);
      await move(lever);
      const after = await lastLeverMove();
      const hasMoved = before?.movedAtMs !== after.movedAtMs;
      const untold = hasMoved ? await publish(directory.eventBus, after) : null;
      return { position: after.position, region, untold };
    },
  );
}

/** Best effort: the stage also hears of the parameter's change from AWS. Returns why it failed. */
async function publish(bus: string, { position, movedAtMs: atMs }: LeverMove): Promise<string | null> {
  const events = new EventBridgeClient(clientSettings());
  try {
    await eventBridgeEvents({ events, bus, source: eventSource }).publish({ kind: 'lever', position, atMs });
    return null;
  } catch (error) {
    const explained = explainAwsError(error);
    return explained instanceof Error ? explained.message : String(explained);
  } finally {
    events.destroy();
  }
}
