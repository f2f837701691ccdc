/** `garbageday report`: the report of what runs here so far, or the files of the last run. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '@garbageday/core/errors.ts';
import { systemCode } from '@garbageday/local/file-error.ts';
import type { TextOptions } from '@garbageday/render/terminal/report-text.ts';
import type { Command } from 'commander';
import { type CommandContext, commonOptions } from '../command-context.ts';
import { reportPath, shortPath } from '../directory-files.ts';
import { exitCodes } from '../exit-code.ts';
import { choiceOption } from '../options/parse-value.ts';
import { renderReport } from '../render-report.ts';
import { findRunning, nothingRuns, type Place } from '../running.ts';

type Format = 'text' | 'html' | 'json' | 'png';

const formats: readonly Format[] = ['text', 'html', 'json', 'png'];

export function addReport(program: Command, context: CommandContext): void {
  const command = program
    .command('report')
    .summary('the report of what runs here so far, or of the last run')
    .description(
      'Prints the report of what runs in the directory, as it stands. When nothing runs, html, json and png are those ' +
        'of the last run.',
    )
    .option(
      '--format <kind>',
      'text, html, json, png (default: text, with --json json)',
      choiceOption('--format', formats),
    )
    .option('--output <file>', 'write there, not to stdout')
    .addHelpText('after', '\nExample:\n  garbageday report --format html --output report.html')
    .action(async () => {
      await report(command, context);
      context.finish(exitCodes.kept);
    });
}

type Written = { readonly format?: Format; readonly output?: string };

async function report(command: Command, context: CommandContext): Promise<void> {
  const { output, surroundings } = context;
  const { directory } = commonOptions(command, context);
  const { format = output.isJson ? 'json' : 'text', output: file } = command.opts<Written>();
  assertPrintable(format, file, context);
  const place = { directory, name: shortPath(directory, surroundings.cwd) };
  const colour = output.hasColor && file === undefined;
  const content = await contentOf(format, place, { columns: output.size().columns, colour });
  if (file === undefined) return output.raw(content);
  write(file, surroundings.cwd, content);
  if (output.isJson) output.document({ schema: 'garbageday/report-file@1', format, file });
  else output.print(`Wrote ${file}`);
}

function assertPrintable(format: Format, file: string | undefined, { output }: CommandContext): void {
  if (file === '') throw new UsageError('--output: is empty; write a file, or leave it out for stdout');
  if (file !== undefined) return;
  if (output.isJson && format !== 'json')
    throw new UsageError(`--json prints no ${format}; leave one out, or add --output <file>`);
  if (format === 'png' && output.isTty)
    throw new UsageError('--format: png is no text for a terminal; add --output <file>');
}

async function contentOf(format: Format, place: Place, text: TextOptions): Promise<string | Uint8Array> {
  const running = findRunning(place);
  if (running !== null) return await renderReport(await running.report(), format, text);
  const last = reportPath(place.directory, format === 'text' ? 'html' : format);
  if (!existsSync(last)) throw nothingRuns(place);
  if (format !== 'text') return readFileSync(last);
  throw new UsageError(
    `nothing runs in ${place.name}; the last report is ${place.name}/report.html (or --format json)`,
  );
}

function write(file: string, cwd: string, content: string | Uint8Array): void {
  try {
    writeFileSync(resolve(cwd, file), content);
  } catch (cause) {
    throw new UsageError(
      `--output: ${file} cannot be written (${systemCode(cause) ?? cause}); name another file`,
      { cause },
    );
  }
}
