/**
 * The pictures of docs/pictures/month-*.png: `npm run pictures`
 *
 * A generated month at the rates of garbageday.config.ts (seed `month`, up to 2026-12-01), its page as Chromium shows it, and
 * its chart as Slack gets it, light and dark. The same sources give the same pictures, as far as the browser does.
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
import { launchChromium } from '../test/browser/chromium.ts';
import { writeMonth } from './month/write-month.ts';

const directory = mkdtempSync(join(tmpdir(), 'garbageday-pictures-'));
const toMs = Date.UTC(2026, 11, 1);
const themes = ['light', 'dark'] as const;

/** As much of the page as shows verdict, figures, chart and objectives. */
const shown = { width: 1_040, height: 1_560 };

async function month(): Promise<Report> {
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

async function photograph(page: string): Promise<void> {
  const browser = await launchChromium();
  try {
    for (const colorScheme of themes) {
      const context = await browser.newContext({ viewport: shown, colorScheme });
      const tab = await context.newPage();
      await tab.goto(pathToFileURL(page).href);
      await tab.screenshot({ path: pathOf(`month-report-${colorScheme}`) });
      await context.close();
    }
  } finally {
    await browser.close();
  }
}

function pathOf(name: string): string {
  return join('docs', 'pictures', `${name}.png`);
}

try {
  const report = await month();
  const page = join(directory, 'month.html');
  writeFileSync(page, renderReportHtml(report));
  await photograph(page);
  for (const theme of themes) {
    const chart = await renderChartPng(report, { theme, width: 720, height: 540, fontSize: 19, scale: 2 });
    writeFileSync(pathOf(`month-chart-${theme}`), chart);
  }
} finally {
  rmSync(directory, { recursive: true, force: true });
}
