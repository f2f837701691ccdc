/** `garbageday slo explain`: budgets, alert factors, and how long detection takes. */
import { findConfiguration, loadConfiguration } from '@garbageday/config/load-configuration.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import type { Command } from 'commander';
import { type CommandContext, commonOptions } from '../../command-context.ts';
import { unsuitedDefaults } from '../../slo/choose-alerts.ts';
import { explainFile, explanationDocument } from '../../slo/explanation.ts';
import { explanationText } from '../../slo/explanation-text.ts';
import { loadSloFile, type SloFile, tellReadings } from '../../slo/slo-file.ts';

export async function explain(path: string | null, slo: Command, context: CommandContext): Promise<void> {
  const { output, surroundings } = context;
  const file = path === null ? await configurationInUse(slo, context) : await loadSloFile(path, surroundings);
  const explanations = explainFile(file);
  if (explanations.length === 0)
    throw new UsageError(`${file.where}: has no SLO; write a document of kind SLO`);
  if (file.kind === 'openslo') {
    tellReadings({ remarks: [...file.file.remarks, ...unsuitedDefaults(file.file)] }, output);
  }
  if (file.kind === 'config') {
    for (const { name } of file.configuration.composites) {
      output.line(`garbageday: the composite "${name}" has no alerts of its own and is left out`);
    }
  }
  if (output.isJson) output.document(explanationDocument(file.where, explanations));
  else output.print(explanationText(explanations, output.hasColor));
}

/** Found as by every other command: --config, or the file in this folder, or the defaults. */
async function configurationInUse(command: Command, context: CommandContext): Promise<SloFile> {
  const { cwd } = context.surroundings;
  const { configPath } = commonOptions(command, context);
  const where = configPath ?? (await findConfiguration(cwd)) ?? 'the defaults';
  return { kind: 'config', where, configuration: await loadConfiguration(configPath, cwd) };
}
