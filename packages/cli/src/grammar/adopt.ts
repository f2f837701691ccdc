/** How `garbageday adopt` is typed. */
import { UsageError } from '@garbageday/core/errors.ts';
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { exitCodes } from '../exit-code.ts';
import { collect, textOption } from '../options/parse-value.ts';

export function addAdopt(program: Command, context: CommandContext): void {
  const command = program
    .command('adopt')
    .summary('tag servers on AWS, so that experiments may hit them (a dry run unless --armed)')
    .description(
      'Opts servers that are there already in to chaos: an Auto Scaling group with the servers that it has and launches, or ' +
        'servers one by one. Without --armed it prints which tags they would get, and why. Kills nothing.',
    )
    .requiredOption('--group <name>', 'as the configuration names the group', groupOption)
    .option(
      '--auto-scaling-group <name>',
      'who launches its servers',
      textOption('--auto-scaling-group', 255),
    )
    .option(
      '--instance <id>',
      'a server that no Auto Scaling group keeps; once for each',
      collect(instanceOption),
    )
    .option('--armed', 'really tag them')
    .addHelpText('after', examples)
    .action(async () => {
      const { adopt } = await import('../commands/adopt.ts');
      await adopt(command, context);
      context.finish(exitCodes.kept);
    });
}

function groupOption(text: string): string {
  if (/^[a-z][a-z0-9-]{0,31}$/.test(text)) return text;
  throw new UsageError(
    `--group: ${JSON.stringify(text.slice(0, 64))} is not a name; write small letters, digits and hyphens, such as web`,
  );
}

function instanceOption(text: string): string {
  if (/^i-[0-9a-f]+$/.test(text)) return text;
  throw new UsageError(
    `--instance: ${JSON.stringify(text.slice(0, 64))} is not the id of a server; write one such as i-0123456789abcdef0`,
  );
}

const examples = `
Examples:
  garbageday adopt --platform aws --stage shop-production --group web --auto-scaling-group shop-web
  garbageday adopt --platform aws --stage shop-production --group search --instance i-0a --instance i-0b --armed

Without --stage it is the one stage that is deployed in this account and region.`;
