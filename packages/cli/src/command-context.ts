/** What every command gets, and how it says how it ended. */
import { resolve } from 'node:path';
import { UsageError } from '@garbageday/core/errors.ts';
import type { Command } from 'commander';
import type { ExitCode } from './exit-code.ts';
import type { Output } from './output.ts';
import type { PlatformOffer } from './platform/platform.ts';
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

type Written = {
  readonly directory: string;
  readonly config?: string;
  readonly debug?: boolean;
  readonly platform: string;
  readonly stage?: string;
};

/** These are typed for any platform. Everything else starts and stops what runs on this machine, or is about files on it. */
const commandsAnywhere: readonly string[] = ['plan', 'kill', 'halt', 'resume', 'status', 'report', 'help'];

/** Before any command begins. @throws UsageError for a platform that is elsewhere, with a command about this machine. */
export function assertPlatform(command: Command, context: CommandContext): void {
  const { offer } = platformOptions(command, context);
  if (!offer.hasStages || commandsAnywhere.includes(command.name())) return;
  throw new UsageError(
    `${command.name()}: works on this machine alone, not with --platform ${offer.name}; leave that out, or see ` +
      '`garbageday --help` for what works on AWS',
  );
}

/** The options of a command that is about this machine. @throws UsageError for an empty --directory or --config. */
export function commonOptions(command: Command, context: CommandContext): CommonOptions {
  const { directory, configPath, isDebug } = platformOptions(command, context);
  return { directory, configPath, isDebug };
}

export type PlatformOptions = CommonOptions & {
  readonly offer: PlatformOffer;
  /** Empty where the platform has none. */
  readonly stage: string;
};

/** The options of a command that works on any platform. @throws UsageError for those that do not go together. */
export function platformOptions(command: Command, { surroundings }: CommandContext): PlatformOptions {
  const { directory, config, debug, platform, stage } = command.optsWithGlobals<Written>();
  if (directory === '')
    throw new UsageError('--directory: is empty; write a path, or leave it out for .garbageday');
  if (config === '') throw new UsageError('--config: is empty; write a file, or leave it out');
  return {
    directory: resolve(surroundings.cwd, directory),
    configPath: config ?? null,
    isDebug: debug === true,
    ...offerOf(surroundings.platforms, platform, stage),
  };
}

function offerOf(
  offers: readonly PlatformOffer[],
  name: string,
  stage: string | undefined,
): Pick<PlatformOptions, 'offer' | 'stage'> {
  const offer = offers.find((each) => each.name === name);
  // The option takes only names that are there.
  if (offer === undefined) throw new Error(`no platform ${name}`);
  if (offer.hasStages) {
    if (stage !== undefined) return { offer, stage };
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
