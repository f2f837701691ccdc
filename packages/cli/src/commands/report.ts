/** `garbageday report`: what runs so far, the last run, or any period from the ledger. */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '@garbageday/core/errors.ts';
import type { Interval } from '@garbageday/core/ports.ts';
import { systemCode } from '@garbageday/local/file-error.ts';
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import type { Output } from '../output.ts';
import type { Platform, Supervision } from '../platform/platform.ts';
import { usePlatform } from '../platform/use-platform.ts';
import { type RenderOptions, renderReport } from '../render-report.ts';
import { readPeriod } from '../report/read-period.ts';
import type { ReportFormat } from '../report/report-formats.ts';
import { calendarPeriod, reportPeriod } from '../report/report-period.ts';

type Written = {
  readonly period?: string;
  readonly window?: string;
  readonly now?: number;
  readonly format?: ReportFormat;
  readonly theme: 'light' | 'dark';
  readonly output?: string;
};

export async function report(command: Command, context: CommandContext): Promise<void> {
  const { output, surroundings } = context;
  const { format = output.isJson ? 'json' : 'text', output: file, theme, ...asked } = command.opts<Written>();
  assertPrintable(format, file, context);
  const colour = output.hasColor && file === undefined;
  const options = { columns: output.size().columns, colour, theme };
  const content = await usePlatform(command, context, (platform) =>
    contentOf({ platform, context, ...asked }, format, options),
  );
  if (file === undefined) return output.raw(content);
  write(file, surroundings.cwd, content);
  if (output.isJson) output.document({ schema: 'garbageday/report-file@1', format, file });
  else output.print(`Wrote ${file}`);
}

function assertPrintable(format: ReportFormat, file: string | undefined, { output }: CommandContext): void {
  if (file === '') throw new UsageError('--output: is empty; write a file, or leave it out for stdout');
  if (file !== undefined) return;
  if (output.isJson && !['json', 'journal', 'slack'].includes(format))
    throw new UsageError(`--json cannot print ${format}; leave one out, or add --output <file>`);
  if (format === 'png' && output.isTty)
    throw new UsageError('--format: png cannot be printed on a terminal; add --output <file>');
}

type Asked = Pick<Written, 'period' | 'window' | 'now'> & {
  readonly platform: Platform;
  readonly context: CommandContext;
};

async function contentOf(
  { platform, context, period: name, window, now }: Asked,
  format: ReportFormat,
  options: RenderOptions,
): Promise<string | Uint8Array> {
  if (name !== undefined && window !== undefined)
    throw new UsageError('--period: cannot be combined with --window; leave one out');
  const supervision = platform.supervision();
  // What is deployed has no last run; it always runs.
  const length = window ?? (supervision.kind === 'not-needed' ? '1d' : null);
  if (name === undefined && length === null && supervision.kind !== 'not-needed') {
    if (now !== undefined)
      throw new UsageError('--now: is the end of a --window; add one, such as --window 30d');
    return await contentOfRun(supervision, format, { ...options, output: context.output });
  }
  const { timeZone } = (await platform.configuration()).schedule;
  const period = askedPeriod({ name, length }, now ?? context.surroundings.now(), timeZone);
  return await renderReport(await readPeriod(platform, period), format, options);
}

function askedPeriod(
  { name, length }: { readonly name: string | undefined; readonly length: string | null },
  nowMs: number,
  timeZone: string,
): Interval {
  return name === undefined
    ? reportPeriod(length ?? '1d', nowMs, timeZone)
    : calendarPeriod(name, nowMs, timeZone);
}

/** Of what runs so far, else of the last run. */
async function contentOfRun(
  supervision: Exclude<Supervision, { readonly kind: 'not-needed' }>,
  format: ReportFormat,
  { output, ...options }: RenderOptions & { readonly output: Output },
): Promise<string | Uint8Array> {
  if (supervision.kind === 'running') return await renderReport(await supervision.report(), format, options);
  const last = supervision.lastRun(format);
  if (last.kind === 'file') return last.content;
  if (last.remark !== null) output.line(last.remark);
  return await renderReport(last.report, format, options);
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
