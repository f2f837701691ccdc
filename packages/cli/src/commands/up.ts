/** `garbageday up`: the same stack, kept running. */
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { stackOptions } from '../options/stack-options.ts';
import type { UpOptions } from '../options.ts';

const usualMs = 60_000;

type Written = { readonly every?: number; readonly chaos: boolean; readonly armed?: boolean };

export async function upOptions(command: Command, context: CommandContext): Promise<UpOptions> {
  const stack = await stackOptions(command, context);
  const { every, chaos, armed } = command.opts<Written>();
  const mode = armed === true ? 'armed' : stack.configuration.mode;
  return {
    ...stack,
    configuration: { ...stack.configuration, mode },
    everyMs: chaos ? (every ?? usualMs) : null,
  };
}
