/** One run of the command line: arguments in, exit code out, and never more than one line about a mistake. */
import { CommanderError } from 'commander';
import { type CommandFailure, describeFailure } from './describe-failure.ts';
import { type ExitCode, exitCodes } from './exit-code.ts';
import { createOutput, type Output } from './output.ts';
import { buildProgram } from './program.ts';
import type { Surroundings } from './surroundings.ts';

/** `argv` without the program's name: `['gameday', '--kills', '3']`. Never rejects. */
export async function runCli(argv: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const flags = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv;
  const output = createOutput(surroundings, flags.includes('--json') ? 'json' : 'text');
  const ended: { code: ExitCode } = { code: exitCodes.kept };
  const finish = (code: ExitCode) => {
    ended.code = code;
  };
  try {
    // Nothing at all asks for help; options without a command are a mistake.
    const asked = argv.length === 0 ? ['--help'] : [...argv];
    await buildProgram({ surroundings, output, finish }).parseAsync(asked, { from: 'user' });
    return ended.code;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.kept;
    return reportFailure(error, output, flags.includes('--debug'));
  }
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
