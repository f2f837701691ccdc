/** `garbageday halt` and `garbageday resume`: move the safety lever, whether or not anything is running. */
import type { LeverPosition } from '@garbageday/core/ports.ts';
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { exitCodes } from '../exit-code.ts';
import type { LastMove, Platform } from '../platform/platform.ts';
import { usePlatform } from '../platform/use-platform.ts';

export const leverSchema = 'garbageday/lever@1';

export async function halt(command: Command, context: CommandContext, reason: string): Promise<void> {
  await usePlatform(command, context, (platform) =>
    move(platform, context, () => platform.lever.halt(reason)),
  );
}

export async function resume(command: Command, context: CommandContext): Promise<void> {
  await usePlatform(command, context, (platform) => move(platform, context, () => platform.lever.resume()));
}

/** Moves it, reads its position back, and announces the move. */
async function move(
  platform: Platform,
  { output, finish }: CommandContext,
  to: () => Promise<void>,
): Promise<void> {
  const { lever } = platform;
  const before = await lever.lastMove().catch(() => null);
  await to();
  const after = await lever.lastMove();
  const untold = before?.movedAtMs === after.movedAtMs ? null : await tell(platform, after);
  const { position } = after;
  const { label, isRunning } = await platform.about();
  if (output.isJson) output.document({ schema: leverSchema, position, isRunning });
  else output.print(`${sentenceOf(position)} (${label})`);
  if (untold !== null) output.line(`The lever has moved, but the event bus was not told: ${untold}`);
  finish(exitCodes.kept);
}

/** Best effort: the lever has moved all the same. Returns why it failed. */
async function tell(
  { events, explain }: Platform,
  { position, movedAtMs: atMs }: LastMove,
): Promise<string | null> {
  if (events === null || atMs === null) return null;
  try {
    await events.publish({ kind: 'lever', position, atMs });
    return null;
  } catch (error) {
    const explained = await explain(error);
    return explained instanceof Error ? explained.message : String(explained);
  }
}

/** `Halted since 14:03:05: customers are calling`. */
export function sentenceOf(position: LeverPosition): string {
  if (position.kind === 'released') return 'The safety lever is released';
  return `Halted since ${new Date(position.sinceMs).toISOString()}: ${position.reason}`;
}
