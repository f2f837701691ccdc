/** The report on a period from a platform's ledger; nothing needs to be running. */

import { expandExclusions } from '@garbageday/config/expand-exclusions.ts';
import type { Configuration } from '@garbageday/core/configuration.ts';
import { UsageError } from '@garbageday/core/errors.ts';
import type { Interval } from '@garbageday/core/ports.ts';
import { readReport } from '@garbageday/core/report/read-report.ts';
import { readSite, type SiteReport } from '@garbageday/core/report/read-site.ts';
import type { Report } from '@garbageday/core/report/report.ts';
import type { ReportRequest } from '@garbageday/core/report/report-request.ts';
import { keptMs } from '@garbageday/core/time/durations.ts';
import type { LedgerReader, Platform, Setup } from '../platform/platform.ts';
import { calendarPeriod, reportPeriod } from './report-period.ts';

/** As it was typed. */
export type AskedPeriod = { readonly period?: string; readonly window?: string; readonly now?: number };

/** `null`: neither --window nor --period was typed. @throws UsageError if both were, or for one that is invalid. */
export function askedPeriod(
  { period, window }: AskedPeriod,
  nowMs: number,
  timeZone: string,
): Interval | null {
  if (period !== undefined && window !== undefined)
    throw new UsageError('--period: cannot be combined with --window; leave one out');
  if (period !== undefined) return calendarPeriod(period, nowMs, timeZone);
  return window === undefined ? null : reportPeriod(window, nowMs, timeZone);
}

/** @throws UsageError if there is no ledger, or it cannot be read. */
export async function readPeriod(platform: Platform, period: Interval): Promise<Report> {
  const ledger = await ledgerOf(platform);
  return await readReport({ ledger }, requestFor(await platform.setup(), period));
}

/** The same period as a site shows it. @throws UsageError if there is no ledger, or it cannot be read. */
export async function readSitePeriod(
  platform: Platform,
  choose: (ledger: LedgerReader, configuration: Configuration) => Interval | Promise<Interval>,
): Promise<SiteReport> {
  const ledger = await ledgerOf(platform);
  const setup = await platform.setup();
  return await readSite(ledger, requestFor(setup, await choose(ledger, setup.configuration)));
}

async function ledgerOf(platform: Platform): Promise<LedgerReader> {
  const records = await platform.ledger();
  if (records.kind === 'none') throw new UsageError(records.why);
  return records.ledger;
}

function requestFor({ configuration, platform, notEvaluated }: Setup, period: Interval): ReportRequest {
  const known = { fromMs: period.toMs - keptMs, toMs: period.toMs };
  return {
    ...{ configuration, ...period, kind: 'window', notEvaluated, platform },
    excluded: expandExclusions(configuration.exclusions, known),
    timeZone: configuration.schedule.timeZone,
  };
}
