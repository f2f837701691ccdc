/** `garbageday report --html DIR`: the history as a site of static pages. */
import { resolve } from 'node:path';
import { UsageError } from '@garbageday/core/errors.ts';
import { recordedPeriod } from '@garbageday/core/report/read-site.ts';
import { formatPlural } from '@garbageday/core/wording/words.ts';
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import type { Platform } from '../platform/platform.ts';
import { usePlatform } from '../platform/use-platform.ts';
import { type AskedPeriod, askedPeriod, readSitePeriod } from '../report/read-period.ts';
import { assertSiteDirectory, type WrittenSite, writeSiteFiles } from '../report/site-directory.ts';

/** What cannot be typed with --html, as it says what else to print, and where. */
const others = ['format', 'output', 'slack', 'theme'] as const;

export async function reportSite(
  command: Command,
  context: CommandContext,
  { html: name, ...asked }: AskedPeriod & { readonly html: string },
): Promise<ExitCode> {
  const { output, surroundings } = context;
  assertAlone(command, name);
  const place = { directory: resolve(surroundings.cwd, name), name };
  assertSiteDirectory(place);
  const written = await usePlatform(command, context, async (platform) => {
    const { siteFiles } = await import('@garbageday/render/site/site-files.ts');
    const site = await readSitePeriod(platform, (ledger, configuration) => {
      const { timeZone } = configuration.schedule;
      const nowMs = asked.now ?? surroundings.now();
      return askedPeriod(asked, nowMs, timeZone) ?? recordedPeriod(ledger, configuration, nowMs);
    });
    return await writeSiteFiles(place, siteFiles(site, await findingsOf(platform)));
  });
  if (output.isJson)
    output.document({
      schema: 'garbageday/report-site@1',
      directory: name,
      index: `${name}/index.html`,
      ...written,
    });
  else output.print(told(name, written));
  return exitCodes.kept;
}

function told(name: string, { pages, written, removed }: WrittenSite): string {
  const gone = removed === 0 ? '' : `, ${removed} removed`;
  return `Wrote ${name}: ${formatPlural(pages, 'page')}, ${written} new or changed${gone}. Open ${name}/index.html`;
}

function assertAlone(command: Command, name: string): void {
  if (name === '') throw new UsageError('--html: is empty; write a directory');
  const typed = others.find((other) => command.getOptionValueSource(other) === 'cli');
  if (typed !== undefined)
    throw new UsageError(`--html: writes a site, so it cannot be combined with --${typed}; leave one out`);
}

/** What a run finds about its servers is kept with the run, not in the ledger. */
async function findingsOf(platform: Platform) {
  const { noFindings } = await import('@garbageday/render/site/site-files.ts');
  const report = await lastReport(platform);
  if (report === null) return noFindings;
  return {
    findings: report.findings,
    experimentIds: new Set(report.experiments.map(({ plan }) => plan.id)),
  };
}

/** `null`: nothing has run, or only files of an earlier version are left of it. */
async function lastReport(platform: Platform) {
  const supervision = platform.supervision();
  if (supervision.kind === 'not-needed') return null;
  if (supervision.kind === 'running') return await supervision.report();
  try {
    const last = supervision.lastRun('json');
    return last.kind === 'report' ? last.report : null;
  } catch (error) {
    if (error instanceof UsageError) return null;
    throw error;
  }
}
