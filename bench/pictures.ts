/**
 * All pictures of the README and of docs/: `npm run pictures`, in about three minutes.
 *
 * A real game day (seed `tuesday`) on a terminal, its live view and its report; a generated month at the rates of
 * garbageday.config.ts (seed `month`, up to 2026-12-01), its page as Chromium shows it, and its chart as Slack gets it,
 * light and dark. The month is the same on every machine, as far as the browser is; the game day wants an idle one.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { loadConfiguration } from '@garbageday/config/load-configuration.ts';
import { readReport } from '@garbageday/core/report/read-report.ts';
import type { Report } from '@garbageday/core/report/report.ts';
import { localLedger } from '@garbageday/local/ledger.ts';
import { openLedgerFile } from '@garbageday/local/ledger-file/open-ledger-file.ts';
import { renderChartPng } from '@garbageday/render/chart/render-chart-png.ts';
import { renderReportHtml } from '@garbageday/render/html/report-page.ts';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../test/browser/chromium.ts';
import { writeMonth } from './month/write-month.ts';
import { terminalPage } from './pictures/terminal-rows.ts';
import { watchGameDay } from './pictures/watched-game-day.ts';

const directory = mkdtempSync(join(tmpdir(), 'garbageday-pictures-'));
const toMs = Date.UTC(2026, 11, 1);
const themes = ['light', 'dark'] as const;

/** As much of the page as shows verdict, figures, chart and objectives. */
const shownOfMonth = { width: 1_040, height: 1_560 };
/** Down to the table of kills. */
const shownOfGameDay = { width: 1_040, height: 1_400 };

async function main(): Promise<void> {
  const browser = await launchChromium();
  try {
    await gameDay(browser);
    await month(browser);
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

async function generatedMonth(): Promise<Report> {
  const configuration = await loadConfiguration(null, process.cwd());
  const file = openLedgerFile(join(directory, 'ledger.sqlite'));
  try {
    const ledger = localLedger(file);
    file.write('BEGIN IMMEDIATE');
    await writeMonth(ledger, { configuration, seed: 'month', toMs, days: 30 });
    file.write('COMMIT');
    const platform = { name: 'local', lb: 'a generated month', data: 'no real servers' } as const;
    const period = { fromMs: toMs - 30 * 86_400_000, toMs };
    return await readReport(
      { ledger },
      { configuration, kind: 'window', ...period, platform, excluded: [], timeZone: 'UTC' },
    );
  } finally {
    file.close();
  }
}

type Picture = {
  readonly page: string;
  readonly name: string;
  readonly colorScheme: 'light' | 'dark';
  readonly viewport: { readonly width: number; readonly height: number };
};

async function photograph(browser: Browser, { page, name, colorScheme, viewport }: Picture): Promise<void> {
  const context = await browser.newContext({ viewport, colorScheme });
  const tab = await context.newPage();
  await tab.goto(pathToFileURL(page).href);
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
