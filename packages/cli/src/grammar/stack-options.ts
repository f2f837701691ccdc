/** The options of the commands that start the stack: `gameday` and `up`. */
import { usersRateBounds } from '@garbageday/config/bounds.ts';
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import {
  choiceOption,
  numberOption,
  pathOption,
  textOption,
  variableOption,
  wholeOption,
} from '../options/parse-value.ts';
import type { LoadBalancerChoice } from '../options.ts';

const loadBalancers: readonly LoadBalancerChoice[] = ['auto', 'haproxy', 'embedded'];
const ports = { min: 0, max: 65_535, what: '(0: any free one)' };

/** Adds the options of the stack, and those of a server of one's own, which is typed after `--`. */
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
  command.option('--port <n>', "the load balancer's port; 0: any free one", wholeOption('--port', ports), 0);
  return addServerOptions(command);
}

/** Adds `-- node server.js` and what is said about it. */
function addServerOptions(command: Command): Command {
  return command
    .argument('[command...]', 'a server of your own instead of the demo, after --: -- node server.js')
    .optionsGroup('A server of your own (after --):')
    .option(
      '--copies <n>',
      "how many of it run, 2 to 20 (default: the configuration's, 3)",
      wholeOption('--copies', { min: 2, max: 20, what: 'copies' }),
    )
    .option(
      '--port-env <name>',
      'the environment variable that tells it its port (default: PORT); {port} in the command says it, too',
      variableOption('--port-env'),
    )
    .option(
      '--ready <path>',
      'answers 2xx when a copy wants requests (default: / below 500)',
      pathOption('--ready'),
    )
    .option('--path <path>', 'what users GET; may be repeated (default: /)', collect(pathOption('--path')));
}

function collect(parse: (text: string) => string) {
  return (text: string, before: readonly string[] | undefined): readonly string[] => [
    ...(before ?? []),
    parse(text),
  ];
}
