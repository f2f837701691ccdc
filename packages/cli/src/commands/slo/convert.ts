/** `garbageday slo convert`: OpenSLO → a part of a configuration, and back. */
import { configurationPart } from '@garbageday/config/openslo/configuration-part.ts';
import { exportOpenSlo, openSloText } from '@garbageday/config/openslo/export-openslo.ts';
import { slosOfOpenSlo } from '@garbageday/config/openslo/slos-of-openslo.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import { escapeBidirectionalControls } from '@garbageday/render/bidirectional.ts';
import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.ts';
import { exitCodes } from '../../exit-code.ts';
import { choiceOption } from '../../options/parse-value.ts';
import { assertExportable, configuredSlos } from '../../slo/configured-slos.ts';
import { loadSloFile, type SloFile, tellReadings } from '../../slo/slo-file.ts';

export const conversionSchema = 'garbageday/slo-convert@1';

type Target = 'openslo' | 'config';
const targets: readonly Target[] = ['openslo', 'config'];

export function addSloConvert(slo: Command, context: CommandContext): void {
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
      await convert(path, command, context);
      context.finish(exitCodes.kept);
    });
}

type Written = { readonly to?: Target };

async function convert(path: string, command: Command, context: CommandContext): Promise<void> {
  const { output, surroundings } = context;
  const file = await loadSloFile(path, surroundings);
  const other = file.kind === 'config' ? 'openslo' : 'config';
  const { to = other } = command.opts<Written>();
  if (to !== other) throw new UsageError(`--to: ${file.where} is ${to} already; write ${other}`);
  if (file.kind === 'config') {
    assertExportable(file.configuration, file.where);
    const documents = exportOpenSlo(configuredSlos(file.configuration));
    return output.isJson
      ? output.document(documentOf(file, { documents }))
      : output.raw(openSloText(documents));
  }
  tellReadings(file.file, output);
  const configuration = configurationPart(slosOfOpenSlo(file.file, file.where), file.where);
  if (output.isJson) output.document(documentOf(file, { configuration }));
  else output.raw(`${escapeBidirectionalControls(JSON.stringify(configuration, null, 2))}\n`);
}

function documentOf({ kind, where }: SloFile, content: object) {
  return { schema: conversionSchema, file: where, from: kind, ...content };
}
