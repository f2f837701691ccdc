/** What every command gets, and how it reports its result. */
import { resolve } from 'node:path';
import { invariant, UsageError } from '@garbageday/core/errors.ts';
import type { Command } from 'commander';
import type { ExitCode } from './exit-code.ts';
import type { Output } from './output.ts';
import type { PlatformOffer } from './platform/platform.ts';
import type { Surroundings } from './surroundings.ts';

export type CommandContext = {
  readonly surroundings: Surroundings;
  readonly output: Output;
  readonly finish: (code: ExitCode) => void;
  /** Of this program. */
  readonly version: string;
  /** Runs another command of this program, whose words are for a person even with --json. @throws UsageError as that command does. */
  readonly again: (argv: readonly string[]) => Promise<ExitCode>;
};

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
  readonly platform: string;
  readonly stage?: string;
};

/** These work on any platform. All others start or stop what runs on this machine, or work on files. */
const commandsAnywhere: readonly string[] = [
  'adopt',
  'plan',
  'kill',
  'halt',
  'resume',
  'status',
  'report',
  'help',
];

/** These find a stage if none is named. */
const commandsWithoutStage: readonly string[] = ['adopt'];

/** Called before any command begins. Throws a UsageError for a remote platform with a command for this machine. */
export function assertPlatform(command: Command, context: CommandContext): void {
  const { offer } = platformOptions(command, context);
  if (!offer.hasStages || commandsAnywhere.includes(command.name())) return;
  throw new UsageError(
    `${command.name()}: works on this machine alone, not with --platform ${offer.name}; leave that out, or see ` +
      '`garbageday --help` for what works on AWS',
  );
}

/** The options of a command for this machine. Throws a UsageError for an empty --directory or --config. */
export function commonOptions(command: Command, context: CommandContext): CommonOptions {
  const { directory, configPath, isDebug } = platformOptions(command, context);
  return { directory, configPath, isDebug };
}

export type PlatformOptions = CommonOptions & {
  readonly offer: PlatformOffer;
  /** Empty if the platform has none. */
  readonly stage: string;
};

/** The options of a command that works on any platform. Throws a UsageError for options that conflict. */
export function platformOptions(command: Command, { surroundings }: CommandContext): PlatformOptions {
  const { directory, config, debug, platform, stage } = command.optsWithGlobals<Written>();
  if (directory === '')
    throw new UsageError('--directory: is empty; write a path, or leave it out for .garbageday');
  if (config === '') throw new UsageError('--config: is empty; write a file, or leave it out');
  return {
    directory: resolve(surroundings.cwd, directory),
    configPath: config ?? null,
    isDebug: debug === true,
    ...offerOf(surroundings.platforms, { name: platform, stage, command: command.name() }),
  };
}

type Asked = { readonly name: string; readonly stage: string | undefined; readonly command: string };

function offerOf(
  offers: readonly PlatformOffer[],
  { name, stage, command }: Asked,
): Pick<PlatformOptions, 'offer' | 'stage'> {
  const offer = offers.find((each) => each.name === name);
  // The option accepts only existing names.
  invariant(offer !== undefined, `no platform ${name}`);
  if (offer.hasStages) {
    if (stage !== undefined) return { offer, stage };
    if (commandsWithoutStage.includes(command)) return { offer, stage: '' };
    throw new UsageError(
      `--platform ${name}: which stage? add --stage <name>, the one of \`npx sst deploy --stage <name>\``,
    );
  }
  if (stage === undefined) return { offer, stage: '' };
  const staged = offers.filter(({ hasStages }) => hasStages).map((each) => each.name);
  throw new UsageError(
    `--stage: is for deployed stages; add --platform ${staged.join(' or ')}, or leave --stage out`,
  );
}

/** A stage's name, as `--stage` takes it. */
export function stageOption(text: string): string {
  if (/^[A-Za-z0-9-]{1,64}$/.test(text)) return text;
  throw new UsageError(
    `--stage: ${JSON.stringify(text.slice(0, 64))} is not a stage name; write 1 to 64 letters, digits and hyphens`,
  );
}
