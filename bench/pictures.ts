/**
 * All pictures in the README and docs/: `npm run pictures`, in about six minutes.
 *
 * A real game day (seed `tuesday`) on a terminal, its live view and its report; the live page of a real service, one of
 * whose servers is killed with the mouse; a generated month at the rates of
 * garbageday.config.ts (seed `month`, up to 2026-12-01), its page as Chromium shows it, its chart as Slack gets it, light
 * and dark, and its report site. The month is the same on every machine with the same browser; the game day needs an idle one.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { loadConfiguration } from '@garbageday/config/load-configuration.ts';
import type { Ledger } from '@garbageday/core/ports.ts';
import { readReport } from '@garbageday/core/report/read-report.ts';
import { readSite } from '@garbageday/core/report/read-site.ts';
import type { Report } from '@garbageday/core/report/report.ts';
import type { ReportRequest } from '@garbageday/core/report/report-request.ts';
import { localLedger } from '@garbageday/local/ledger.ts';
import { openLedgerFile } from '@garbageday/local/ledger-file/open-ledger-file.ts';
import { renderChartPng } from '@garbageday/render/chart/render-chart-png.ts';
import { renderReportHtml } from '@garbageday/render/html/report-page.ts';
import { indexPath } from '@garbageday/render/site/page-path.ts';
import { siteFiles } from '@garbageday/render/site/site-files.ts';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../test/browser/chromium.ts';
import { writeMonth } from './month/write-month.ts';
import { terminalPage } from './pictures/terminal-rows.ts';
import { watchGameDay } from './pictures/watched-game-day.ts';
import { watchLivePage } from './pictures/watched-page.ts';

/** `npm run pictures -- month`, `-- site`, `-- game-day` or `-- live-page` makes only those. */
const [, , asked] = process.argv;
const directory = mkdtempSync(join(tmpdir(), 'garbageday-pictures-'));
const toMs = Date.UTC(2026, 11, 1);
const themes = ['light', 'dark'] as const;

/** Enough of the page to show verdict, figures, chart and SLOs. */
const shownOfMonth = { width: 1_040, height: 1_560 };
/** Down to the table of kills. */
const shownOfGameDay = { width: 1_040, height: 1_400 };

async function main(): Promise<void> {
  const browser = await launchChromium();
  try {
    const makes = (name: string) => asked === undefined || asked === name;
    if (makes('month') || makes('site')) await writeGeneratedMonth();
    const all = { month, site, 'game-day': gameDay, 'live-page': livePage };
    for (const [name, make] of Object.entries(all)) if (makes(name)) await make(browser);
  } finally {
    await browser.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function gameDay(browser: Browser): Promise<void> {
  const { rows, page } = await watchGameDay(mkdtempSync(join(directory, 'game-day-')));
  const terminal = written('terminal.html', terminalPage(rows));
  const tab = await browser.newPage({ viewport: { width: 1_600, height: 1_200 } });
  await tab.goto(pathToFileURL(terminal).href);
  await tab.locator('pre').screenshot({ path: pathOf('live-view') });
  await tab.close();
  await photograph(browser, { page, name: 'report', colorScheme: 'light', viewport: shownOfGameDay });
}

async function livePage(browser: Browser): Promise<void> {
  await watchLivePage(browser, mkdtempSync(join(directory, 'live-page-')), async (page, name) => {
    await page.screenshot({ path: pathOf(name) });
  });
}

async function month(browser: Browser): Promise<void> {
  const report = await generatedMonth();
  const page = written('month.html', renderReportHtml(report));
  for (const theme of themes) {
    const name = `month-report-${theme}`;
    await photograph(browser, { page, name, colorScheme: theme, viewport: shownOfMonth });
    const chart = await renderChartPng(report, { theme, width: 720, height: 540, fontSize: 19, scale: 2 });
    writeFileSync(pathOf(`month-chart-${theme}`), chart);
  }
}

/** The first page, and that of the kill that went wrong. */
async function site(browser: Browser): Promise<void> {
  const files = siteFiles(await inMonth((ledger, request) => readSite(ledger, request)));
  let failed = '';
  for await (const { path, content } of files) {
    const page = written(path.replace('/', '-'), content);
    if (path !== indexPath && content.includes('✖</span> Failed</span>')) failed = page;
  }
  const index = join(directory, 'index.html');
  const size = { colorScheme: 'light', viewport: shownOfMonth } as const;
  await photograph(browser, { page: index, name: 'report-site', ...size });
  await photograph(browser, {
    page: failed,
    name: 'report-site-experiment',
    ...size,
    scrolledTo: '#timeline',
  });
}

async function generatedMonth(): Promise<Report> {
  return await inMonth((ledger, request) => readReport({ ledger }, request));
}

async function writeGeneratedMonth(): Promise<void> {
  const configuration = await loadConfiguration(null, process.cwd());
  const file = openLedgerFile(join(directory, 'ledger.sqlite'));
  try {
    file.write('BEGIN IMMEDIATE');
    await writeMonth(localLedger(file), { configuration, seed: 'month', toMs, days: 30 });
    file.write('COMMIT');
  } finally {
    file.close();
  }
}

/** The ledger is open for as long as it is read. */
async function inMonth<T>(read: (ledger: Ledger, request: ReportRequest) => Promise<T>): Promise<T> {
  const configuration = await loadConfiguration(null, process.cwd());
  const platform = { name: 'local', lb: 'a generated month', data: 'no real servers' } as const;
  const period = { fromMs: toMs - 30 * 86_400_000, toMs };
  const file = openLedgerFile(join(directory, 'ledger.sqlite'));
  process.once('exit', file.close);
  return await read(localLedger(file), {
    ...{ configuration, kind: 'window', ...period, platform, excluded: [], timeZone: 'UTC' },
  });
}

type Picture = {
  readonly page: string;
  readonly name: string;
  readonly colorScheme: 'light' | 'dark';
  readonly viewport: { readonly width: number; readonly height: number };
  /** A selector; the top of the page by default. */
  readonly scrolledTo?: string;
};

async function photograph(browser: Browser, picture: Picture): Promise<void> {
  const { page, name, colorScheme, viewport, scrolledTo } = picture;
  const context = await browser.newContext({ viewport, colorScheme });
  const tab = await context.newPage();
  await tab.goto(pathToFileURL(page).href);
  if (scrolledTo !== undefined) await tab.locator(scrolledTo).evaluate((element) => element.scrollIntoView());
  await tab.screenshot({ path: pathOf(name) });
  await context.close();
}

function written(name: string, text: string): string {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
}

function pathOf(name: string): string {
  return join('docs', 'pictures', `${name}.png`);
}

await main();
