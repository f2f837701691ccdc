/** The options of the commands that start the stack: `gameday` and `up`. */
import { usersRateBounds } from '@garbageday/config/bounds.ts';
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { choiceOption, numberOption, textOption, wholeOption } from '../options/parse-value.ts';
import type { LoadBalancerChoice } from '../options.ts';

const loadBalancers: readonly LoadBalancerChoice[] = ['auto', 'haproxy', 'embedded'];
const ports = { min: 0, max: 65_535, what: '(0: any free one)' };

/** Adds `--rate`, `--seed`, `--lb`, `--data` and `--port`. */
export function addStackOptions(
  command: Command,
  { surroundings: { service } }: Pick<CommandContext, 'surroundings'>,
): Command {
  command
    .optionsGroup('The stack:')
    .option(
      '--rate <n>',
      "the users' requests a second, 1 to 5,000 (default: the configuration's, 200)",
      numberOption('--rate', usersRateBounds),
    )
    .option(
      '--seed <text>',
      'the same seed gives the same victims (default: random, printed)',
      textOption('--seed', 64),
    )
    .option(
      '--lb <kind>',
      'auto (HAProxy when found), haproxy, embedded',
      choiceOption('--lb', loadBalancers),
      'auto',
    );
  if (service !== null) {
    const { choices, help } = service.data;
    command.option('--data <kind>', help, choiceOption('--data', choices), choices[0]);
  }
  return command.option(
    '--port <n>',
    "the load balancer's port; 0: any free one",
    wholeOption('--port', ports),
    0,
  );
}
