/** What every command gets, and how it says how it ended. */
import { resolve } from 'node:path';
import { UsageError } from '@garbageday/core/errors.ts';
import type { Command } from 'commander';
import type { ExitCode } from './exit-code.ts';
import type { Output } from './output.ts';
import type { Surroundings } from './surroundings.ts';

export type CommandContext = {
  readonly surroundings: Surroundings;
  readonly output: Output;
  readonly finish: (code: ExitCode) => void;
};

/** The options that every command takes. */
export type CommonOptions = {
  /** Absolute. */
  readonly directory: string;
  /** As written; null: look for one. */
  readonly configPath: string | null;
  readonly isDebug: boolean;
};

type Written = { readonly directory: string; readonly config?: string; readonly debug?: boolean };

/** @throws UsageError for an empty --directory or --config. */
export function commonOptions(command: Command, { surroundings }: CommandContext): CommonOptions {
  const { directory, config, debug } = command.optsWithGlobals<Written>();
  if (directory === '')
    throw new UsageError('--directory: is empty; write a path, or leave it out for .garbageday');
  if (config === '') throw new UsageError('--config: is empty; write a file, or leave it out');
  return {
    directory: resolve(surroundings.cwd, directory),
    configPath: config ?? null,
    isDebug: debug === true,
  };
}
