/** `garbageday init`: what is there, the files for it, and a dry run. */
import type { Command } from 'commander';
import { type CommandContext, commonOptions } from '../command-context.ts';
import { shortPath } from '../directory-files.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import { type Answers, argvOf, commandOf } from '../init/answers.ts';
import { type Asked, ask, type Written as What } from '../init/ask.ts';
import { lookAtGroups } from '../init/look-at-groups.ts';
import { nextSteps } from '../init/next-steps.ts';
import { dependsOn } from '../init/package-scripts.ts';
import { type MayReplace, readIn, type Written } from '../init/project.ts';
import { LeftError, type Questions } from '../init/questions.ts';
import { writeFiles } from '../init/write-files.ts';
import { directoryOption } from '../invocation.ts';
import { serviceNameOf } from '../options/own-server.ts';

type Typed = What & { readonly yes?: true; readonly force?: true; readonly dryRun: boolean };

export async function init(command: Command, context: CommandContext): Promise<void> {
  const { output, surroundings } = context;
  const typed = command.opts<Typed>();
  const questions = typed.yes === true || output.isJson ? null : await surroundings.questions();
  try {
    const asked = await ask(typed, {
      ...{ cwd: surroundings.cwd, questions, openAws: surroundings.openAws },
      remark: output.line,
    });
    try {
      await prepare(asked, { typed, questions, command, context });
    } finally {
      asked.aws?.close();
    }
  } catch (error) {
    if (!(error instanceof LeftError)) throw error;
    output.line(`garbageday: stopped by Ctrl-C; ${error.message}`);
    context.finish(exitCodes.interrupted);
  }
}

type Preparing = {
  readonly typed: Typed;
  readonly questions: Questions | null;
  readonly command: Command;
  readonly context: CommandContext;
};

async function prepare(asked: Asked, { typed, questions, command, context }: Preparing): Promise<void> {
  const { output, surroundings, finish } = context;
  const { cwd } = surroundings;
  const { answers } = asked;
  const service = serviceNameOf(answers.kind === 'url' ? `/${answers.url.hostname}` : cwd);
  const { files, journey } = await writeFiles(answers, {
    ...{ cwd, service, version: context.version, replaces: typed.force === true },
    mayReplace: replacing(typed, questions),
    tell: (file) => output.print(lineOf(file)),
  });
  const { directory } = commonOptions(command, context);
  const own = typed.dryRun ? await dryRun(asked, { context, journey, directory, service }) : null;
  const next = { journey, service, missing: missingIn(cwd, answers) };
  output.print(`\n${nextSteps(answers, next).join('\n')}`);
  if (output.isJson)
    output.document({ schema: 'garbageday/init@1', kind: answers.kind, service, files, dryRun: own });
  finish(own?.exitCode ?? exitCodes.kept);
}

/** Packages that the project needs and does not name. */
function missingIn(cwd: string, { kind }: Answers): readonly string[] {
  const manifest = readIn(cwd, 'package.json');
  const needed = kind === 'auto-scaling-groups' ? ['garbageday', 'sst'] : ['garbageday'];
  return manifest === null ? [] : needed.filter((name) => !dependsOn(manifest, name));
}

function replacing({ force }: Typed, questions: Questions | null): MayReplace {
  if (force === true) return async () => true;
  return async (path) =>
    questions !== null && (await questions.confirm(`${path} is there already. Replace it?`));
}

function lineOf({ path, what, note }: Written): string {
  const why = what === 'kept' ? ' (it was there already; --force replaces it)' : '';
  return `${what.padEnd(9)} ${path}${note === null ? why : `: ${note}`}`;
}

type DryRun = { readonly command: string | null; readonly exitCode: ExitCode };

type Where = {
  readonly context: CommandContext;
  readonly journey: string | null;
  readonly directory: string;
  readonly service: string;
};

async function dryRun(
  { answers, aws }: Asked,
  { context, journey, directory, service }: Where,
): Promise<DryRun> {
  const { output, surroundings } = context;
  if (answers.kind === 'auto-scaling-groups')
    return { command: null, exitCode: await lookAtGroups(answers, { aws, output, service }) };
  const [name = '', ...rest] = argvOf(answers, journey);
  const gently = name === 'gameday' ? ['--dry-run'] : ['--rate', '2', '--duration', '5s'];
  const place = directoryOption(shortPath(directory, surroundings.cwd));
  const shown = commandOf(answers, journey).replace(
    name,
    [name, ...gently, place].filter((word) => word !== '').join(' '),
  );
  output.print(`\nDry run: garbageday ${shown}`);
  return {
    command: `garbageday ${shown}`,
    exitCode: await context.again([name, ...gently, '--directory', directory, ...rest]),
  };
}
