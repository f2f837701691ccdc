/** `garbageday slo eval`: evaluates SLOs over the slices of a file, a pure function of its input. */

import { parseAlerts } from '@garbageday/config/openslo/alerts-file.ts';
import { importOpenSloOrThrow } from '@garbageday/config/openslo/import-openslo.ts';
import type { OpenSloObjective } from '@garbageday/config/openslo/objectives.ts';
import { problemText } from '@garbageday/config/openslo/problem.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import type { SloEvaluation } from '@garbageday/core/slo/slo-evaluation.ts';
import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.ts';
import { type ExitCode, exitCodes } from '../../exit-code.ts';
import { type AlertChoice, chooseAlerts, unsuitedDefaults } from '../../slo/choose-alerts.ts';
import { type EvaluatedSlices, evaluateSlices } from '../../slo/evaluate-slices.ts';
import { evaluationDocument } from '../../slo/evaluation-document.ts';
import { evaluationText } from '../../slo/evaluation-text.ts';
import { readOpenSlo } from '../../slo/openslo-files.ts';
import { fileName, readTextFile } from '../../slo/read-text-file.ts';
import { tellReadings } from '../../slo/slo-file.ts';

/** Returns the exit code. */
export async function evaluate(command: Command, context: CommandContext): Promise<ExitCode> {
  const evaluated = await evaluatedSlices(command, context);
  print(evaluated, context);
  const { exitCode } = command.opts<Written>();
  return exitCode === true ? codeOf(evaluated.evaluations) : exitCodes.kept;
}

type Written = {
  readonly spec: string;
  readonly slices: string;
  readonly now: number;
  readonly period?: number;
  readonly alerts?: string;
  readonly exitCode?: true;
};

type Evaluated = EvaluatedSlices & { readonly nowMs: number };

async function evaluatedSlices(
  command: Command,
  { surroundings, output }: CommandContext,
): Promise<Evaluated> {
  const { cwd } = surroundings;
  const { spec, slices, now: nowMs, period, alerts } = command.opts<Written>();
  const where = spec === '-' ? '<stdin>' : fileName(spec, surroundings.cwd);
  const file = importOpenSloOrThrow(...(await readOpenSlo([spec], surroundings)));
  const { objectives } = file;
  if (objectives.length === 0) throw new UsageError(`${where}: has no SLO; write a document of kind SLO`);
  assertBegun(objectives, { where, nowMs });
  const choice: AlertChoice = {
    where,
    periodSeconds: period ?? null,
    table: alerts === undefined ? null : await loadAlerts(alerts, cwd),
  };
  const left = choice.table === null ? unsuitedDefaults(file) : [];
  tellReadings({ remarks: [...file.remarks, ...left] }, output);
  const alerted = objectives.map((objective) => ({ objective, alerts: chooseAlerts(objective, choice) }));
  return { nowMs, ...(await evaluateSlices(alerted, { path: slices, cwd, nowMs })) };
}

/** An SLO whose first window has not begun cannot have been met or missed. */
function assertBegun(
  objectives: readonly OpenSloObjective[],
  { where, nowMs }: { readonly where: string; readonly nowMs: number },
): void {
  for (const { begins } of objectives) {
    if (begins === null || begins.value <= nowMs) continue;
    const message = `the first window begins at ${new Date(begins.value).toISOString()}, after --now; write an earlier one`;
    throw new UsageError(problemText(where, begins.place.problem(message)));
  }
}

async function loadAlerts(path: string, cwd: string): Promise<AlertChoice['table']> {
  const where = fileName(path, cwd);
  return { where, alerts: parseAlerts(await readTextFile(path, cwd), where) };
}

function print({ nowMs, evaluations, unclaimed }: Evaluated, { output }: CommandContext): void {
  if (output.isJson) output.document(evaluationDocument(nowMs, evaluations));
  else output.print(evaluationText(nowMs, evaluations, output.hasColor));
  for (const { name, warnings } of evaluations) {
    for (const warning of warnings) output.line(`garbageday: ${name}: ${warning}`);
  }
  for (const [journey, slices] of unclaimed) {
    output.line(
      `garbageday: ${slices} slices of the journey ${journey} belong to no objective and do not count.`,
    );
  }
}

function codeOf(evaluations: readonly SloEvaluation[]): ExitCode {
  if (evaluations.some(({ verdict }) => verdict === 'missed')) return exitCodes.broken;
  return evaluations.every(({ verdict }) => verdict === 'met') ? exitCodes.kept : exitCodes.inconclusive;
}
