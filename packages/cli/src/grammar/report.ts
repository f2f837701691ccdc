/** How `garbageday report` is typed. */
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { choiceOption, instantOption } from '../options/parse-value.ts';
import { reportFormats } from '../report/report-formats.ts';
import { addSlack } from '../slack/slack-option.ts';

export function addReport(program: Command, context: CommandContext): void {
  const command = program
    .command('report')
    .summary('the report of what runs here, of the last run, or of a period')
    .description(
      'Prints the report of what runs in the directory, as it stands. When nothing runs, it is the report of the last ' +
        'run. With --window or --period it covers a period instead, from the ledger of the directory alone: nothing ' +
        "needs to run. With --platform aws it covers a period (default: the last 24 hours) from the stage's ledger. " +
        'With --html it writes a site of static pages, which need no server and ask for nothing.',
    )
    .option('--window <length>', 'a period up to now: 30d, 7d, 12h; 1M is the calendar month so far')
    .option(
      '--period <name>',
      'a period of the calendar: 2026-10, 2026-W44, 2026-11-25, 2026-Q4, 2026, yesterday, last-week, last-month',
    )
    .option('--now <time>', 'the end of the period, like 2026-12-01T00:00:00Z', instantOption('--now'))
    .option(
      '--format <kind>',
      `${reportFormats.join(', ')} (default: text, with --json json)`,
      choiceOption('--format', reportFormats),
    )
    .option(
      '--theme <name>',
      'light or dark, for png and svg',
      choiceOption('--theme', ['light', 'dark']),
      'light',
    )
    .option('--output <file>', 'write to this file instead of stdout')
    .option(
      '--html <dir>',
      'write a site: every experiment, how the SLOs stood, refusals; all that the ledger holds, or the period',
    );
  addSlack(command)
    .addHelpText('after', examples)
    .action(async () => {
      const { report } = await import('../commands/report.ts');
      context.finish(await report(command, context));
    });
}

const examples = `
Examples:
  garbageday report --format html --output report.html
  garbageday report --html site
  garbageday report --window 30d
  garbageday report --period last-month
  garbageday report --window 1M --format markdown --now 2026-12-01T00:00:00Z
  garbageday report --window 7d --platform aws --stage dev
  garbageday report --window 7d --slack SLACK_WEBHOOK`;
