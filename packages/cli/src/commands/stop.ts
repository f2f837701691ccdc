/** `garbageday stop`: ends the current run, as Ctrl-C in its own terminal would. */
import { setTimeout as delay } from 'node:timers/promises';
import { UsageError } from '@garbageday/core/errors.ts';
import { readLock } from '@garbageday/local/lock.ts';
import type { Command } from 'commander';
import { type CommandContext, commonOptions } from '../command-context.ts';
import { shortPath } from '../directory-files.ts';
import { exitCodes } from '../exit-code.ts';
import { requireRunning } from '../running.ts';

/** Returns when it has ended. */
export async function stop(command: Command, context: CommandContext): Promise<void> {
  const { directory } = commonOptions(command, context);
  const name = shortPath(directory, context.surroundings.cwd);
  const running = requireRunning({ directory, name });
  const pid = holderOf(directory);
  await running.stop();
  await untilGone(pid, directory, name);
  if (context.output.isJson) context.output.document({ schema: 'garbageday/stop@1', directory });
  else context.output.print(`Stopped what ran in ${name}`);
  context.finish(exitCodes.kept);
}

/** A stack ends within 2 s, and its report takes a second. */
const patienceMs = 30_000;
const lookEveryMs = 50;

async function untilGone(pid: number | null, directory: string, name: string): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (pid !== null && holderOf(directory) === pid) {
    if (performance.now() > deadline)
      throw new UsageError(
        `what runs in ${name} was asked to stop and has not stopped; end it with: kill ${pid}`,
      );
    await delay(lookEveryMs);
  }
}

/** The pid of the lock's holder, while it is alive. */
function holderOf(directory: string): number | null {
  const lock = readLock(directory);
  return lock.kind === 'held' ? lock.holder.pid : null;
}
