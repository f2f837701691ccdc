/** `garbageday report`: the current run so far, the last run, any period from the ledger, or all of it as a site. */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '@garbageday/core/errors.ts';
import type { Report } from '@garbageday/core/report/report.ts';
import { systemCode } from '@garbageday/local/file-error.ts';
import type { SlackMessage } from '@garbageday/render/slack/message.ts';
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import type { Output } from '../output.ts';
import type { Platform, Supervision } from '../platform/platform.ts';
import { usePlatform } from '../platform/use-platform.ts';
import { renderReport } from '../render-report.ts';
import { type AskedPeriod, askedPeriod, readPeriod } from '../report/read-period.ts';
import type { ReportFormat } from '../report/report-formats.ts';
import { reportPeriod } from '../report/report-period.ts';
import { webhookOf } from '../slack/slack-option.ts';

type Written = AskedPeriod & {
  readonly html?: string;
  readonly format?: ReportFormat;
  readonly theme: 'light' | 'dark';
  readonly output?: string;
};

export async function report(command: Command, context: CommandContext): Promise<ExitCode> {
  const { html, ...options } = command.opts<Written>();
  if (html === undefined) return await reportOnce(command, context, options);
  const { reportSite } = await import('./report-site.ts');
  return await reportSite(command, context, { html, ...options });
}

async function reportOnce(
  command: Command,
  context: CommandContext,
  written: Omit<Written, 'html'>,
): Promise<ExitCode> {
  const { output, surroundings } = context;
  const { format = output.isJson ? 'json' : 'text', output: file, theme, ...asked } = written;
  assertPrintable(format, file, context);
  const slack = webhookOf(command, surroundings.env);
  const colour = output.hasColor && file === undefined;
  const options = { columns: output.size().columns, colour, theme };
  const { content, message } = await usePlatform(command, context, async (platform) => {
    const found = await reportIn({ platform, context, ...asked }, format);
    return {
      content: found.kind === 'file' ? found.content : await renderReport(found.report, format, options),
      message: slack === null ? null : await messageOf(found, platform),
    };
  });
  if (file === undefined) output.raw(content);
  else {
    write(file, surroundings.cwd, content);
    if (output.isJson) output.document({ schema: 'garbageday/report-file@1', format, file });
    else output.print(`Wrote ${file}`);
  }
  if (slack === null || message === null) return exitCodes.kept;
  const { postReport } = await import('../slack/post-report.ts');
  return (await postReport(slack, message, output)) ? exitCodes.kept : exitCodes.inconclusive;
}

/** With the links of a stage, where it is of one. @throws UsageError for a run of which only files are left. */
async function messageOf(found: Found, platform: Platform): Promise<SlackMessage> {
  if (found.kind === 'file')
    throw new UsageError(
      '--slack: the last run is of an earlier version, which kept files alone; add --window 1d',
    );
  const { reportMessage } = await import('@garbageday/render/slack/report-message.ts');
  const { bareFrame } = await import('@garbageday/render/slack/frame.ts');
  const { stage } = (await platform.about())?.names ?? {};
  if (stage === undefined) return reportMessage(found.report, bareFrame);
  const { links, mention } = (await platform.configuration()).slack;
  return reportMessage(found.report, { stage, links, mention });
}

function assertPrintable(format: ReportFormat, file: string | undefined, { output }: CommandContext): void {
  if (file === '') throw new UsageError('--output: is empty; write a file, or leave it out for stdout');
  if (file !== undefined) return;
  if (output.isJson && !['json', 'journal', 'slack'].includes(format))
    throw new UsageError(`--json cannot print ${format}; leave one out, or add --output <file>`);
  if (format === 'png' && output.isTty)
    throw new UsageError('--format: png cannot be printed on a terminal; add --output <file>');
}

type Asked = AskedPeriod & {
  readonly platform: Platform;
  readonly context: CommandContext;
};

type Found =
  | { readonly kind: 'report'; readonly report: Report }
  /** Of an earlier version, which kept files alone. */
  | { readonly kind: 'file'; readonly content: Uint8Array };

async function reportIn({ platform, context, ...asked }: Asked, format: ReportFormat): Promise<Found> {
  const { period: name, window, now } = asked;
  const supervision = platform.supervision();
  if (name === undefined && window === undefined && supervision.kind !== 'not-needed') {
    if (now !== undefined)
      throw new UsageError('--now: is the end of a --window; add one, such as --window 30d');
    return await reportOfRun(supervision, format, context.output);
  }
  const { timeZone } = (await platform.configuration()).schedule;
  const nowMs = now ?? context.surroundings.now();
  // A deployment has no last run, because it is always running.
  const period = askedPeriod(asked, nowMs, timeZone) ?? reportPeriod('1d', nowMs, timeZone);
  return { kind: 'report', report: await readPeriod(platform, period) };
}

/** The current run so far, else the last run. */
async function reportOfRun(
  supervision: Exclude<Supervision, { readonly kind: 'not-needed' }>,
  format: ReportFormat,
  output: Output,
): Promise<Found> {
  if (supervision.kind === 'running') return { kind: 'report', report: await supervision.report() };
  const last = supervision.lastRun(format);
  if (last.kind === 'report' && last.remark !== null) output.line(last.remark);
  return last;
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
