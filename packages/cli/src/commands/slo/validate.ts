/** `garbageday slo validate`: every mistake of a file, with its line. */
import { loadConfiguration } from '@garbageday/config/load-configuration.ts';
import { importOpenSlo, type OpenSloFile } from '@garbageday/config/openslo/import-openslo.ts';
import { periodOf } from '@garbageday/config/openslo/objectives.ts';
import { type Problem, problemText, sortedProblems } from '@garbageday/config/openslo/problem.ts';
import { formatObjective, formatPlural } from '@garbageday/render/format.ts';
import { paint } from '@garbageday/render/terminal/paint.ts';
import { span } from '@garbageday/render/terminal/span.ts';
import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.ts';
import { exitCodes } from '../../exit-code.ts';
import type { Output } from '../../output.ts';
import { unsuitedDefault } from '../../slo/choose-alerts.ts';
import { fileName, readTextFile } from '../../slo/read-text-file.ts';
import { isConfiguration } from '../../slo/slo-file.ts';

export const validationSchema = 'garbageday/slo-validate@1';

export function addSloValidate(slo: Command, context: CommandContext): void {
  slo
    .command('validate <file>')
    .summary('check an OpenSLO file')
    .description(
      'Checks an OpenSLO file, or a configuration, and prints every mistake with its line. What can be evaluated, but ' +
        'is measured or told by others than Garbage Day, is remarked on.',
    )
    .addHelpText('after', '\nExample:\n  garbageday slo validate examples/openslo/checkout.yaml')
    .action(async (path: string) => {
      const validation = await validate(path, context.surroundings.cwd);
      print(validation, context.output);
      context.finish(validation.problems.length === 0 ? exitCodes.kept : exitCodes.usage);
    });
}

type Validation = {
  readonly where: string;
  readonly objectives: readonly { readonly name: string; readonly objective: number }[];
  readonly problems: readonly Problem[];
  readonly remarks: readonly Problem[];
};

/** @throws UsageError for a file that cannot be read, and for a configuration's first mistake. */
async function validate(path: string, cwd: string): Promise<Validation> {
  const where = fileName(path, cwd);
  if (await isConfiguration(path, cwd)) {
    const { slos } = await loadConfiguration(path, cwd);
    return { where, objectives: slos, problems: [], remarks: [] };
  }
  const imported = importOpenSlo(await readTextFile(path, cwd));
  if (imported.kind === 'bad') return { where, objectives: [], problems: imported.problems, remarks: [] };
  return { where, ...imported.file, problems: unsuited(imported.file) };
}

function unsuited({ objectives }: OpenSloFile): readonly Problem[] {
  const problems = objectives.map((objective) => unsuitedDefault(objective, periodOf(objective)));
  return sortedProblems(problems.filter((problem) => problem !== null));
}

function print(validation: Validation, output: Output): void {
  const { where, problems } = validation;
  for (const problem of problems) output.line(`garbageday: ${problemText(where, problem)}`);
  if (output.isJson) output.document(validationDocument(validation));
  else if (problems.length === 0) output.print(validationText(validation, output.hasColor));
}

function validationDocument({ where, objectives, problems, remarks }: Validation) {
  return {
    schema: validationSchema,
    file: where,
    valid: problems.length === 0,
    objectives: objectives.map(({ name, objective }) => ({ name, objective })),
    problems,
    remarks,
  };
}

function validationText({ where, objectives, remarks }: Validation, colour: boolean): string {
  const count = formatPlural(objectives.length, 'objective');
  const lines = [
    [span('✔ ', 'good'), span(where, 'strong'), span(` is valid: ${count}`)],
    ...objectives.map(({ name, objective }) => [span(`  ${formatObjective(objective)}  ${name}`)]),
    ...remarks.map((remark) => [span(`  ${problemText(where, remark)}`, 'warn')]),
  ];
  return lines.map((line) => paint(line, colour)).join('\n');
}
