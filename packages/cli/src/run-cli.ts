/** One run of the command line: arguments in, exit code out, and at most one line about an error. */

import { inspect } from 'node:util';
import { UsageError } from '@garbageday/core/errors.ts';
import { withoutBidirectionalControls } from '@garbageday/render/bidirectional.ts';
import { CommanderError } from 'commander';
import type { CommandContext } from './command-context.ts';
import { type ExitCode, exitCodes } from './exit-code.ts';
import { createOutput, type Output, type OutputMode } from './output.ts';
import { buildProgram, ownVersion } from './program.ts';
import type { Surroundings } from './surroundings.ts';

/** `argv` without the program's name: `['gameday', '--kills', '3']`. Never rejects. */
export async function runCli(argv: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const flags = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv;
  const output = createOutput(surroundings, modeOf(flags));
  const ended: { code: ExitCode } = { code: exitCodes.kept };
  const finish = (code: ExitCode) => {
    ended.code = code;
  };
  const again: CommandContext['again'] = async (inner) => {
    let code: ExitCode = exitCodes.kept;
    const context: CommandContext = {
      ...{ surroundings, output: { ...output, isJson: false }, version: ownVersion(), again },
      finish: (how) => {
        code = how;
      },
    };
    await buildProgram(context).parseAsync([...inner], { from: 'user' });
    return code;
  };
  try {
    if (isVersionDocument(argv)) {
      const { versionDocument } = await import('./version-document.ts');
      output.document(await versionDocument(surroundings, ownVersion()));
      return ended.code;
    }
    // No arguments mean help; options without a command are an error.
    const asked = argv.length === 0 ? ['--help'] : [...argv];
    const context = { surroundings, output, finish, version: ownVersion(), again };
    await buildProgram(context).parseAsync(asked, { from: 'user' });
    return ended.code;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.kept;
    return reportFailure(error, output, flags.includes('--debug'));
  }
}

/** `--version --json`, in any order and with nothing else. */
function isVersionDocument(argv: readonly string[]): boolean {
  const asksVersion = argv.includes('--version') || argv.includes('-v');
  return asksVersion && argv.includes('--json') && argv.length === 2;
}

/** CSV is a document, too, with stdout to itself. */
function modeOf(flags: readonly string[]): OutputMode {
  if (flags.includes('--json')) return 'json';
  return flags.includes('--csv') ? 'csv' : 'text';
}

function reportFailure(error: unknown, output: Output, isDebug: boolean): ExitCode {
  const failure: CommandFailure = describeFailure(error);
  output.line(`garbageday: ${failure.message}`);
  if (isDebug) output.line(failure.details);
  if (output.isJson && !output.hasDocument()) {
    output.document({
      schema: 'garbageday/error@1',
      error: { code: failure.code, message: failure.message },
    });
  }
  return failure.code === 'usage' ? exitCodes.usage : exitCodes.inconclusive;
}

type CommandFailure = {
  readonly code: 'usage' | 'internal';
  /** One line: what is wrong, where, how to fix it. */
  readonly message: string;
  /** Stack traces, causes and all. */
  readonly details: string;
};

export function describeFailure(error: unknown): CommandFailure {
  // `inspect` quotes strings, but a message is printed as it is.
  const details = inspect(error, { depth: 4 }).replace(/[^\P{Cc}\n]/gu, '\u{FFFD}');
  if (error instanceof UsageError) return { code: 'usage', message: oneLine(error.message), details };
  if (error instanceof CommanderError) return { code: 'usage', message: describeMistake(error), details };
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'internal', message: `failed: ${oneLine(message)}; --debug shows where`, details };
}

/** commander: `error: unknown option '--kils'\n(Did you mean --kills?)`. */
function describeMistake({ code, message }: CommanderError): string {
  if (code === 'commander.help') return 'no command; try `garbageday gameday`, or see garbageday --help';
  const [what = '', hint = ''] = message.replace(/^error: |\.$/g, '').split('\n');
  const mend = /^\(Did you mean (.*)\?\)$/.exec(hint)?.[1];
  return oneLine(mend === undefined ? `${what}; see garbageday --help` : `${what}; did you mean ${mend}?`);
}

/** Messages quote what a person wrote, which must not break the line, control the terminal or reverse the text. */
function oneLine(text: string): string {
  return withoutBidirectionalControls(
    text.replace(/\s*[\r\n\u2028\u2029]+\s*/g, ' ').replace(/\p{Cc}/gu, '\u{FFFD}'),
  );
}
