/** How `garbageday export` is typed. */
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { exitCodes } from '../exit-code.ts';
import { type ExportKind, exportKinds } from '../options/export-kinds.ts';
import { choiceOption } from '../options/parse-value.ts';

export function addExport(program: Command, context: CommandContext): void {
  const command = program
    .command('export')
    .argument('<kind>', exportKinds.join(', '), choiceOption('export', exportKinds))
    .summary('rules, a dashboard or monitors for what your team watches already')
    .description(
      'Prints, made from the objectives and the alert policy of the configuration: recording and alert rules for Prometheus ' +
        '(YAML; with --json as JSON, which Prometheus reads as well), a Grafana dashboard, or SLOs and monitors for Datadog. They ' +
        'query what /metrics and OpenTelemetry expose. Nothing is sent anywhere.',
    )
    .addHelpText('after', examples)
    .action(async (kind: ExportKind) => {
      const { exportMonitors } = await import('../commands/export.ts');
      await exportMonitors(kind, command, context);
      context.finish(exitCodes.kept);
    });
}

const examples = `
Examples:
  garbageday export prometheus-rules > garbageday.rules.yml
  garbageday export grafana > garbageday.dashboard.json
  garbageday export datadog --config garbageday.config.ts > garbageday.datadog.json`;
