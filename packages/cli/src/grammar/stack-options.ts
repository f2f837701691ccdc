/** The options of the commands that start the stack: `gameday` and `up`. */
import { usersRateBounds } from '@garbageday/config/bounds.ts';
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { addMetricsPort } from '../options/metrics-port.ts';
import {
  auditOption,
  callOption,
  choiceOption,
  collect,
  numberOption,
  pathOption,
  portOption,
  textOption,
  variableOption,
  wholeOption,
} from '../options/parse-value.ts';
import type { LoadBalancerChoice } from '../options.ts';

const loadBalancers: readonly LoadBalancerChoice[] = ['auto', 'haproxy', 'embedded'];

/** Adds the options of the stack, and those for the user's own server, whose command is typed after `--`. */
export function addStackOptions(
  command: Command,
  { surroundings: { service } }: Pick<CommandContext, 'surroundings'>,
): Command {
  command
    .optionsGroup('The stack:')
    .option(
      '--rate <n>',
      "the users' requests a second, 1 to 5,000 (default: the configuration's, 100)",
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
  command.option('--port <n>', "the load balancer's port; 0: any free one", portOption('--port'), 0);
  addPageFlags(command);
  addAudience(command);
  addMetricsPort(command);
  return addServerOptions(command);
}

/** Of every command that serves the live page. */
export function addPageFlags(command: Command): Command {
  return command
    .option('--no-page', 'no live page; without this flag, its address is printed first')
    .option('--open', 'opens the live page in a browser');
}

function addAudience(command: Command): Command {
  return command
    .option(
      '--audience',
      'phones may kill servers, by a QR code on the live page; this listens beyond the machine',
    )
    .option(
      '--audience-at <address>',
      'an address or interface of this machine for the phones (default: the likeliest)',
      textOption('--audience-at', 64),
    );
}

/** Adds `-- node server.js` and its options. */
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
    .option(
      '--path <path>',
      "what users GET, or 'POST /add'; may be repeated, also by weight: /a=3 /b=1 (default: /)",
      collect(callOption('--path')),
    )
    .option(
      '--audit <path#json>',
      "where it says how many writes are stored: '/total#total' is total in the JSON of /total",
      auditOption('--audit'),
    );
}
