/** `garbageday slo validate`: every mistake in a file, with its line. */
import { readConfiguration } from '@garbageday/config/load-configuration.ts';
import { importOpenSlo } from '@garbageday/config/openslo/import-openslo.ts';
import { type Problem, problemText, sortedProblems } from '@garbageday/config/openslo/problem.ts';
import { configurationProblems, parseConfiguration } from '@garbageday/config/parse-configuration.ts';
import { pathText } from '@garbageday/config/path-text.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import { formatObjective, formatPlural } from '@garbageday/render/format.ts';
import { paint } from '@garbageday/render/terminal/paint.ts';
import { span } from '@garbageday/render/terminal/span.ts';
import type { CommandContext } from '../../command-context.ts';
import { type ExitCode, exitCodes } from '../../exit-code.ts';
import type { Output } from '../../output.ts';
import { unsuitedDefaults } from '../../slo/choose-alerts.ts';
import { readOpenSlo, type Source } from '../../slo/openslo-files.ts';
import { fileName } from '../../slo/read-text-file.ts';
import { isConfiguration } from '../../slo/slo-file.ts';

export const validationSchema = 'garbageday/slo-validate@1';

/** Returns the exit code. Throws a UsageError for a file that cannot be read. */
export async function validate(paths: readonly string[], context: CommandContext): Promise<ExitCode> {
  const validation = await validationOf(paths, context.surroundings);
  print(validation, context.output);
  return validation.problems.length === 0 ? exitCodes.kept : exitCodes.usage;
}

type Validation = {
  readonly where: string;
  readonly objectives: readonly { readonly name: string; readonly objective: number }[];
  readonly problems: readonly Problem[];
  readonly remarks: readonly Problem[];
};

/** @throws UsageError for a file that cannot be read. */
async function validationOf(paths: readonly string[], source: Source): Promise<Validation> {
  const { cwd } = source;
  const where = paths.map((path) => (path === '-' ? '<stdin>' : fileName(path, cwd))).join(' ');
  for (const path of paths) {
    if (!(await isConfiguration(path, cwd))) continue;
    if (paths.length > 1)
      throw new UsageError(`${fileName(path, cwd)}: is a configuration; validate it alone`);
    return await validateConfiguration(path, cwd);
  }
  const imported = importOpenSlo(...(await readOpenSlo(paths, source)));
  if (imported.kind === 'bad') return { where, objectives: [], problems: imported.problems, remarks: [] };
  const { objectives, remarks } = imported.file;
  return {
    where,
    objectives,
    problems: [],
    remarks: sortedProblems([...remarks, ...unsuitedDefaults(imported.file)]),
  };
}

async function validateConfiguration(path: string, cwd: string): Promise<Validation> {
  const { input, text, where, isJson } = await readConfiguration(path, cwd);
  const problems = configurationProblems(input);
  if (problems.length === 0) {
    return { where, objectives: parseConfiguration(input, where).slos, problems: [], remarks: [] };
  }
  // Loaded late: no other command needs a code parser.
  const { linesOfCode, linesOfJson } = await import('@garbageday/config/value-lines.ts');
  const lineOf = (isJson ? linesOfJson : linesOfCode)(text);
  const located = problems.map(({ path: at, message }): Problem => {
    return { where, line: lineOf(at), path: pathText(at), message, severity: 'mistake' };
  });
  return { where, objectives: [], problems: sortedProblems(located), remarks: [] };
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
    problems: problems.map(problemDocument),
    remarks: remarks.map(problemDocument),
  };
}

function problemDocument({ where, line, path, message, severity }: Problem) {
  return { file: where, line, path, message, severity };
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
