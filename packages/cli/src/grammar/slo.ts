/** How `garbageday slo` and its commands are typed: SLOs in OpenSLO. */
import { parseInstant } from '@garbageday/config/openslo/instant.ts';
import { parseFixed } from '@garbageday/config/openslo/shorthand.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { exitCodes } from '../exit-code.ts';
import { choiceOption } from '../options/parse-value.ts';

export function addSlo(program: Command, context: CommandContext): void {
  const slo = program
    .command('slo')
    .summary('validate, convert, explain and evaluate objectives (OpenSLO v1)')
    .description(
      'Objectives in OpenSLO v1: check them, convert them, explain them, and evaluate them over slices.',
    )
    .helpCommand(false);
  addSloValidate(slo, context);
  addSloConvert(slo, context);
  addSloExplain(slo, context);
  addSloEval(slo, context);
}

function addSloValidate(slo: Command, context: CommandContext): void {
  slo
    .command('validate <files...>')
    .summary('check OpenSLO files')
    .description(
      'Checks OpenSLO files, folders of them (- is standard input), or a configuration, and prints every mistake with ' +
        'its line. References may point from one file to another. What is valid OpenSLO but is interpreted here, or cannot be ' +
        'computed here, gets a remark; such a file is valid.',
    )
    .addHelpText(
      'after',
      '\nExamples:\n  garbageday slo validate examples/openslo/checkout.yaml\n  garbageday slo validate slos/',
    )
    .action(async (paths: readonly string[]) => {
      const { validate } = await import('../commands/slo/validate.ts');
      context.finish(await validate(paths, context));
    });
}

const targets = ['openslo', 'config'] as const;

function addSloConvert(slo: Command, context: CommandContext): void {
  const command = slo
    .command('convert <file>')
    .summary('from OpenSLO to a configuration, or back')
    .description(
      'Prints the objectives of an OpenSLO file as a part of garbageday.config.json, or those of a configuration as ' +
        'OpenSLO v1. What the other format cannot express is an error; nothing is dropped.',
    )
    .option('--to <form>', 'openslo or config (default: the other one)', choiceOption('--to', targets))
    .addHelpText(
      'after',
      '\nExamples:\n  garbageday slo convert garbageday.config.ts\n  garbageday slo convert examples/openslo/wordcount.yaml --to config',
    )
    .action(async (path: string) => {
      const { convert } = await import('../commands/slo/convert.ts');
      await convert(path, command, context);
      context.finish(exitCodes.kept);
    });
}

function addSloExplain(slo: Command, context: CommandContext): void {
  slo
    .command('explain [file]')
    .summary('budgets, alert factors, and how long detection takes')
    .description(
      'Explains the objectives of an OpenSLO file, a folder of them (- is standard input) or a configuration (without a ' +
        'file: the one that is used here): how much may fail, at which burn rates ' +
        'alerts fire, how long that takes at several error ratios, and how much of the budget is gone by then.',
    )
    .addHelpText('after', '\nExample:\n  garbageday slo explain garbageday.config.ts')
    .action(async (path?: string) => {
      const { explain } = await import('../commands/slo/explain.ts');
      await explain(path ?? null, slo, context);
      context.finish(exitCodes.kept);
    });
}

function addSloEval(slo: Command, context: CommandContext): void {
  const command = slo
    .command('eval')
    .summary('evaluate objectives over a file of slices')
    .description(
      'Evaluates the objectives of an OpenSLO file over the slices of a file, at one moment: what was consumed, how ' +
        'fast it burns, which alerts fire, and whether the objective is met. A pure function of its input.',
    )
    .requiredOption(
      '--spec <file>',
      'the objectives: an OpenSLO file, a folder of them, or - for standard input',
    )
    .requiredOption(
      '--slices <file>',
      'what was measured: a line {"minute":"2026-11-01T00:00Z","good":599,"total":600} a minute, in any order',
    )
    .requiredOption('--now <time>', 'the moment, such as 2026-12-01T00:00Z', nowOption)
    .option(
      '--period <duration>',
      'the period that the shares of alerts refer to (default: the window)',
      periodOption,
    )
    .option('--alerts <file>', 'a list of {severity, share or factor, long, short}, in JSON or YAML')
    .option('--exit-code', 'exit with 1 when an objective is missed, and 3 when that cannot be told')
    .addHelpText(
      'after',
      '\nExample:\n  garbageday slo eval --spec examples/openslo/checkout.yaml --slices examples/openslo/checkout.ndjson --now 2026-11-08T00:00Z',
    )
    .action(async () => {
      const { evaluate } = await import('../commands/slo/eval.ts');
      context.finish(await evaluate(command, context));
    });
}

function nowOption(text: string): number {
  const instant = parseInstant(text);
  if (instant !== null) return instant;
  throw new UsageError(`--now: ${JSON.stringify(text)} is not a time; write it like 2026-12-01T00:00Z`);
}

function periodOption(text: string): number {
  const parsed = parseFixed(text);
  if (parsed.kind === 'ok') return parsed.value;
  throw new UsageError(`--period: ${parsed.why}`);
}
