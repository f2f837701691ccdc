/** `garbageday slo`: objectives in OpenSLO. */
import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.ts';
import { addSloConvert } from './convert.ts';
import { addSloEval } from './eval.ts';
import { addSloExplain } from './explain.ts';
import { addSloValidate } from './validate.ts';

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
