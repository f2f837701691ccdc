/** `garbageday report`: what runs here so far, the files of the last run, or any period from the ledger. */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { loadConfiguration } from '@garbageday/config/load-configuration.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import type { Interval } from '@garbageday/core/ports.ts';
import type { Report } from '@garbageday/core/report/report.ts';
import { systemCode } from '@garbageday/local/file-error.ts';
import { readLock } from '@garbageday/local/lock.ts';
import { formatInstant } from '@garbageday/render/format.ts';
import type { Command } from 'commander';
import { type CommandContext, platformOptions } from '../command-context.ts';
import { reportPath, shortPath } from '../directory-files.ts';
import type { Output } from '../output.ts';
import { type RenderOptions, renderReport } from '../render-report.ts';
import { readLastRun } from '../report/last-run.ts';
import { readPeriod } from '../report/read-period.ts';
import type { ReportFormat } from '../report/report-formats.ts';
import { calendarPeriod, reportPeriod } from '../report/report-period.ts';
import { findRunning, nothingRuns, type Place } from '../running.ts';

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
  const content = await contentOf({ command, context, ...asked }, format, options);
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
  readonly command: Command;
  readonly context: CommandContext;
};

async function contentOf(
  { command, context, period: name, window, now }: Asked,
  format: ReportFormat,
  options: RenderOptions,
): Promise<string | Uint8Array> {
  const { directory, configPath, platform } = platformOptions(command, context);
  const place = { directory, name: shortPath(directory, context.surroundings.cwd) };
  if (name !== undefined && window !== undefined)
    throw new UsageError('--period: cannot be combined with --window; leave one out');
  // What is deployed has no last run; it always runs.
  const length = window ?? (platform.kind === 'aws' ? '1d' : null);
  if (name === undefined && length === null) {
    if (now !== undefined)
      throw new UsageError('--now: is the end of a --window; add one, such as --window 30d');
    return await contentOfRun(place, format, { ...options, output: context.output });
  }
  const { cwd, now: clock } = context.surroundings;
  const configuration = await loadConfiguration(configPath, cwd, platform.kind);
  const period = askedPeriod({ name, length }, now ?? clock(), configuration.schedule.timeZone);
  const report =
    platform.kind === 'aws'
      ? await (await import('../aws/read-stage-period.ts')).readStagePeriod(
          platform.stage,
          configuration,
          period,
        )
      : await readPeriod(place, configuration, period);
  return await renderReport(report, format, options);
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

/** Of what runs here so far, else of the last run. */
async function contentOfRun(
  place: Place,
  format: ReportFormat,
  { output, ...options }: RenderOptions & { readonly output: Output },
): Promise<string | Uint8Array> {
  const running = findRunning(place);
  if (running !== null) return await renderReport(await running.report(), format, options);
  const last = readLastRun(place.directory);
  if (last === null) return fileOfLastRun(place, format);
  const lost = lostSince(place, last);
  if (lost !== null) output.line(lost);
  return await renderReport(last, format, options);
}

/** A run that died left its lock behind, and no report. */
function lostSince({ directory }: Place, { toMs }: Report): string | null {
  const lock = readLock(directory);
  if (lock.kind !== 'stale' || lock.holder === null || lock.holder.startedAtMs < toMs) return null;
  const { command, startedAtMs } = lock.holder;
  return `garbageday: \`${command}\` of ${formatInstant(startedAtMs)} died without a report; this is the one before it`;
}

/** Earlier versions left no data of the last run, only these files. */
function fileOfLastRun(place: Place, format: ReportFormat): Uint8Array {
  const hasFile = format === 'html' || format === 'json' || format === 'png';
  const last = reportPath(place.directory, hasFile ? format : 'html');
  if (statSync(last, { throwIfNoEntry: false })?.isFile() !== true) throw nothingRuns(place);
  if (hasFile) return readFileSync(last);
  throw new UsageError(
    `nothing runs in ${place.name}; the last report is ${place.name}/report.html (or --format json), ` +
      'and --window 1d covers the last day',
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
