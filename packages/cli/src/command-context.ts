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

/** Where the servers are: on this machine, or in a stage that was deployed on AWS. */
export type Platform = { readonly kind: 'local' } | { readonly kind: 'aws'; readonly stage: string };

/** The options that every command takes. */
export type CommonOptions = {
  /** Absolute. */
  readonly directory: string;
  /** As written; null: look for one. */
  readonly configPath: string | null;
  readonly isDebug: boolean;
};

type Written = {
  readonly directory: string;
  readonly config?: string;
  readonly debug?: boolean;
  readonly platform: Platform['kind'];
  readonly stage?: string;
};

/** Everything else is about this machine, or about files on it. */
const commandsOnAws: readonly string[] = ['plan', 'kill', 'halt', 'resume', 'status', 'report', 'help'];

/** Before any command begins. @throws UsageError for --platform aws with a command that is about this machine. */
export function assertPlatform(command: Command, context: CommandContext): void {
  const { platform } = platformOptions(command, context);
  if (platform.kind === 'local' || commandsOnAws.includes(command.name())) return;
  throw new UsageError(
    `${command.name()}: works on this machine alone, not with --platform aws; leave that out, or see ` +
      '`garbageday --help` for what works on AWS',
  );
}

/** The options of a command that is about this machine. @throws UsageError for an empty --directory or --config. */
export function commonOptions(command: Command, context: CommandContext): CommonOptions {
  const { platform: _, ...common } = platformOptions(command, context);
  return common;
}

/** The options of a command that also works on a deployed stage. @throws UsageError for those that do not go together. */
export function platformOptions(
  command: Command,
  { surroundings }: CommandContext,
): CommonOptions & { readonly platform: Platform } {
  const { directory, config, debug, platform, stage } = command.optsWithGlobals<Written>();
  if (directory === '')
    throw new UsageError('--directory: is empty; write a path, or leave it out for .garbageday');
  if (config === '') throw new UsageError('--config: is empty; write a file, or leave it out');
  return {
    directory: resolve(surroundings.cwd, directory),
    configPath: config ?? null,
    isDebug: debug === true,
    platform: platformOf(platform, stage),
  };
}

function platformOf(kind: Platform['kind'], stage: string | undefined): Platform {
  if (kind === 'aws') {
    if (stage !== undefined) return { kind, stage };
    throw new UsageError(
      '--platform aws: which stage? add --stage <name>, the one of `npx sst deploy --stage <name>`',
    );
  }
  if (stage === undefined) return { kind };
  throw new UsageError('--stage: is for deployed stages; add --platform aws, or leave --stage out');
}

/** A stage's name, as `--stage` takes it. */
export function stageOption(text: string): string {
  if (/^[A-Za-z0-9-]{1,64}$/.test(text)) return text;
  throw new UsageError(
    `--stage: ${JSON.stringify(text.slice(0, 64))} is not a stage name; write 1 to 64 letters, digits and hyphens`,
  );
}
