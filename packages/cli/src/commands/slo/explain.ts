/** `garbageday slo explain`: budgets, alert factors, and how long detection takes. */
import { UsageError } from '@garbageday/core/errors.ts';
import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.ts';
import { exitCodes } from '../../exit-code.ts';
import { unsuitedDefaults } from '../../slo/choose-alerts.ts';
import { explainFile, explanationDocument } from '../../slo/explanation.ts';
import { explanationText } from '../../slo/explanation-text.ts';
import { loadSloFile, tellReadings } from '../../slo/slo-file.ts';

export function addSloExplain(slo: Command, context: CommandContext): void {
  slo
    .command('explain <file>')
    .summary('budgets, alert factors, and how long detection takes')
    .description(
      'Explains the objectives of an OpenSLO file or of a configuration: how much may fail, from which burn rate on ' +
        'alerts fire, how long that takes at several error ratios, and how much of the budget is gone by then.',
    )
    .addHelpText('after', '\nExample:\n  garbageday slo explain garbageday.config.ts')
    .action(async (path: string) => {
      await explain(path, context);
      context.finish(exitCodes.kept);
    });
}

async function explain(path: string, { output, surroundings }: CommandContext): Promise<void> {
  const file = await loadSloFile(path, surroundings);
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
