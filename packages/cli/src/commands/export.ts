/** `garbageday export`: the configuration's objectives, as others' tools take them. */
import { loadConfiguration } from '@garbageday/config/load-configuration.ts';
import { datadogMonitors } from '@garbageday/monitors/export/datadog.ts';
import { type Exported, exported } from '@garbageday/monitors/export/exported-slo.ts';
import { grafanaDashboard } from '@garbageday/monitors/export/grafana.ts';
import { prometheusRules } from '@garbageday/monitors/export/prometheus-rules.ts';
import { rulesText } from '@garbageday/monitors/export/rules-text.ts';
import { escapeBidirectionalControls } from '@garbageday/render/bidirectional.ts';
import type { Command } from 'commander';
import { type CommandContext, commonOptions } from '../command-context.ts';
import type { ExportKind } from '../options/export-kinds.ts';

/** Prints one document. @throws UsageError for a configuration that cannot be read, or has nothing to export. */
export async function exportMonitors(
  kind: ExportKind,
  command: Command,
  context: CommandContext,
): Promise<void> {
  const { output, surroundings } = context;
  const { configPath } = commonOptions(command, context);
  const configuration = await loadConfiguration(configPath, surroundings.cwd);
  const slos = exported(configuration);
  if (kind === 'prometheus-rules' && !output.isJson)
    return output.raw(escapeBidirectionalControls(rulesText(prometheusRules(slos))));
  const { document, remarks } = documentOf(kind, slos);
  for (const remark of remarks) output.line(`garbageday: ${remark}`);
  if (output.isJson) output.document(document);
  else output.raw(escapeBidirectionalControls(`${JSON.stringify(document, null, 2)}\n`));
}

type Document = { readonly document: object; readonly remarks: readonly string[] };

function documentOf(kind: ExportKind, slos: Exported): Document {
  switch (kind) {
    case 'prometheus-rules':
      return { document: prometheusRules(slos), remarks: [] };
    case 'grafana':
      return { document: grafanaDashboard(slos), remarks: [] };
    case 'datadog':
      return datadogMonitors(slos);
    default:
      return kind satisfies never;
  }
}
