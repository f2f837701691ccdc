/** How `garbageday init` is typed. */
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { collect, textOption } from '../options/parse-value.ts';

export function addInit(program: Command, context: CommandContext): void {
  const command = program
    .command('init')
    .summary('write a first configuration for what you have')
    .description(
      'Asks what there is (a command, a URL, or Auto Scaling groups on AWS), writes a configuration, scripts and a workflow ' +
        'for GitHub Actions, and ends with a dry run, in which nothing is killed. A file that is there already is never ' +
        'replaced without asking.',
    )
    .optionsGroup('What there is (one of the three; without any you are asked):')
    .option('--command <line>', 'what you type to start your server', textOption('--command', 1_000))
    .option('--url <url>', 'what users call; with --auto-scaling-group what its load balancer answers at')
    .option(
      '--auto-scaling-group <names>',
      'on AWS; may be repeated, or several with commas',
      collect(textOption('--auto-scaling-group', 1_000)),
    )
    .option(
      '--region <name>',
      'of the Auto Scaling groups (default: AWS_REGION, or that of the profile)',
      textOption('--region', 32),
    )
    .option(
      '--target-group <arn>',
      "whose health says which servers are in use (default: the group's own)",
      collect(textOption('--target-group', 256)),
    )
    .optionsGroup('How:')
    .option('--yes', 'ask nothing; files that are there already stay as they are')
    .option('--force', 'files that are there already are replaced')
    .option('--no-dry-run', 'start nothing and send nothing at the end')
    .addHelpText('after', examples)
    .action(async () => {
      const { init } = await import('../commands/init.ts');
      await init(command, context);
    });
}

const examples = `
Examples:
  garbageday init
  garbageday init --yes --command "node server.js"
  garbageday init --yes --url https://shop.example.com
  garbageday init --yes --auto-scaling-group shop-web --url https://shop.example.com --region eu-west-1`;
