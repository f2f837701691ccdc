/** `garbageday halt` and `garbageday resume`: the safety lever, whether or not anything runs. */
import type { LeverPosition, SafetyLever } from '@garbageday/core/ports.ts';
import { systemClock } from '@garbageday/local/clock.ts';
import { readLock } from '@garbageday/local/lock.ts';
import { localSafetyLever } from '@garbageday/local/safety-lever.ts';
import type { Command } from 'commander';
import { type CommandContext, platformOptions } from '../command-context.ts';
import { shortPath } from '../directory-files.ts';
import { exitCodes } from '../exit-code.ts';
import { withLedger, withLedgerIfThere } from '../open-ledger.ts';

export const leverSchema = 'garbageday/lever@1';

/** Pulls the lever. */
export async function halt(command: Command, context: CommandContext, reason: string): Promise<void> {
  const { directory, platform } = platformOptions(command, context);
  const pull = (lever: SafetyLever) => lever.halt(reason);
  if (platform.kind === 'aws') return await moveOnAws(context, platform.stage, pull);
  const position = await withLedger(directory, async (file) => {
    const lever = localSafetyLever(file, systemClock());
    await pull(lever);
    return await lever.position();
  });
  say(context, { position, directory });
}

/** Releases it. */
export async function resume(command: Command, context: CommandContext): Promise<void> {
  const { directory, platform } = platformOptions(command, context);
  if (platform.kind === 'aws') return await moveOnAws(context, platform.stage, (lever) => lever.resume());
  const released: LeverPosition = { kind: 'released' };
  const position = await withLedgerIfThere(
    directory,
    async (file) => {
      const lever = localSafetyLever(file, systemClock());
      await lever.resume();
      return await lever.position();
    },
    released,
  );
  say(context, { position, directory });
}

/** What is deployed always runs. */
async function moveOnAws(
  { output, finish }: CommandContext,
  stage: string,
  move: (lever: SafetyLever) => Promise<void>,
): Promise<void> {
  const { moveLever } = await import('../aws/move-lever.ts');
  const { position, region, untold } = await moveLever(stage, move);
  if (output.isJson) output.document({ schema: leverSchema, position, isRunning: true });
  else output.print(`${sentenceOf(position)} (stage ${stage}, ${region})`);
  if (untold !== null) output.line(`The lever has moved, but the event bus was not told: ${untold}`);
  finish(exitCodes.kept);
}

type Said = { readonly position: LeverPosition; readonly directory: string };

function say({ output, surroundings, finish }: CommandContext, { position, directory }: Said): void {
  const isRunning = readLock(directory).kind === 'held';
  if (output.isJson) output.document({ schema: leverSchema, position, isRunning });
  else
    output.print(
      `${sentenceOf(position)} (${shortPath(directory, surroundings.cwd)}, ${isRunning ? 'running' : 'nothing runs'})`,
    );
  finish(exitCodes.kept);
}

/** `Halted since 14:03:05: customers are calling`. */
export function sentenceOf(position: LeverPosition): string {
  if (position.kind === 'released') return 'The safety lever is released';
  return `Halted since ${new Date(position.sinceMs).toISOString()}: ${position.reason}`;
}
