/** `garbageday slo convert`: OpenSLO → a part of a configuration, and back. */
import { configurationPart } from '@garbageday/config/openslo/configuration-part.ts';
import { exportOpenSlo, openSloText } from '@garbageday/config/openslo/export-openslo.ts';
import { slosOfOpenSlo } from '@garbageday/config/openslo/slos-of-openslo.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import { escapeBidirectionalControls } from '@garbageday/render/bidirectional.ts';
import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.ts';
import { assertExportable, configuredSlos } from '../../slo/configured-slos.ts';
import { loadSloFile, type SloFile, tellReadings } from '../../slo/slo-file.ts';

export const conversionSchema = 'garbageday/slo-convert@1';

type Written = { readonly to?: 'openslo' | 'config' };

/** Prints one. @throws UsageError for what the other format cannot express. */
export async function convert(path: string, command: Command, context: CommandContext): Promise<void> {
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
