/** The command line's grammar. */
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { assertPlatform, type CommandContext, stageOption } from './command-context.ts';
import { usualDirectory } from './directory-files.ts';
import { addAdopt } from './grammar/adopt.ts';
import { addCompletion } from './grammar/completion.ts';
import { addExport } from './grammar/export.ts';
import { addGameDay } from './grammar/gameday.ts';
import { addHelp } from './grammar/help.ts';
import { addInit } from './grammar/init.ts';
import { addKill } from './grammar/kill.ts';
import { addHalt, addResume } from './grammar/lever.ts';
import { addPlan } from './grammar/plan.ts';
import { addProbe } from './grammar/probe.ts';
import { addReport } from './grammar/report.ts';
import { addSlo } from './grammar/slo.ts';
import { addStatus } from './grammar/status.ts';
import { addStop } from './grammar/stop.ts';
import { addUp } from './grammar/up.ts';
import { typable } from './invocation.ts';
import { choiceOption } from './options/parse-value.ts';

/** A program that writes help to stdout, throws errors, and never ends the process itself. */
export function buildProgram(context: CommandContext): Command {
  const { stdout, program: typed } = context.surroundings;
  const program = new Command('garbageday')
    .description(
      'Kill real servers on purpose, and tell what your users felt and what it cost your error budget.',
    )
    .version(context.version, '-v, --version', 'print the version; with --json also what a bug report needs')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => void stdout.write(typable(text, typed)),
      // Errors are thrown, and printed as one line elsewhere.
      writeErr: () => {},
      getOutHelpWidth: () => Math.min(stdout.columns ?? 100, 110),
      getOutHasColors: () => false,
    })
    .exitOverride()
    .option(
      '--config <file>',
      'the configuration (default: garbageday.config.ts, .js or .json here, else the defaults)',
    )
    .option('--directory <path>', 'where lock, ledger, logs and reports live', usualDirectory)
    .option('--json', 'print one JSON document on stdout, everything else on stderr')
    .option('--debug', 'print stack traces')
    .addHelpText('after', epilogue)
    .hook('preAction', (_program, command) => assertPlatform(command, context));
  addPlatform(program, context);
  addCommands(program, context);
  return program;
}

function addCommands(program: Command, context: CommandContext): void {
  program.commandsGroup('Begin:');
  addInit(program, context);
  program.commandsGroup('Run:');
  addGameDay(program, context);
  addUp(program, context);
  addProbe(program, context);
  program.commandsGroup('From another terminal:');
  addStatus(program, context);
  addKill(program, context);
  addHalt(program, context);
  addResume(program, context);
  addReport(program, context);
  addStop(program, context);
  addAdopt(program, context);
  program.commandsGroup('Look ahead:');
  addPlan(program, context);
  addSlo(program, context);
  addExport(program, context);
  program.commandsGroup('Help:');
  addCompletion(program, context);
  addHelp(program);
}

/** The first platform is the default. */
function addPlatform(program: Command, { surroundings: { platforms } }: CommandContext): void {
  const names = platforms.map(({ name }) => name);
  const help = platforms.map(({ name, summary }) => `${name}: ${summary}`).join('; ');
  program
    .optionsGroup('Where:')
    .option('--platform <name>', help, choiceOption('--platform', names), names[0])
    .option('--stage <name>', 'the stage on AWS, as in `npx sst deploy --stage <name>`', stageOption);
}

const epilogue = `
On AWS (adopt, plan, kill, halt, resume, status and report, with the SDK's own AWS_PROFILE and AWS_REGION):
  garbageday status --platform aws --stage dev
  garbageday kill web --platform aws --stage dev             which server would it kill?
  garbageday kill web --armed --platform aws --stage dev     for real
  garbageday halt "customers are calling" --platform aws --stage dev

Exit codes:
  0  kept its promise
  1  an objective or a hypothesis failed
  2  usage or configuration: nothing was started
  3  inconclusive: too little was measured
  130  a game day or a probe ended by Ctrl-C or by stop (143: by SIGTERM, 129: its terminal was closed)

Start with \`garbageday gameday\`. Without --platform aws nothing leaves this machine,
unless you probe a URL that is elsewhere.`;

export function ownVersion(): string {
  const { version }: { readonly version: string } = JSON.parse(
    readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
  );
  return version;
}
