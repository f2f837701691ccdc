/** The page of a report in a real browser: self-contained, readable on a phone, in the dark and on paper. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { formatCount, formatShare } from '@garbageday/render/format.ts';
import { renderReportHtml } from '@garbageday/render/html/report-page.ts';
import { toReportDocument } from '@garbageday/render/json/report-document.ts';
import { darkPalette, lightPalette } from '@garbageday/render/theme.ts';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { monthReport } from '../render/month-report.ts';
import { sampleReport } from '../render/sample-report.ts';
import { brokenReport, noDataReport, uglyReport } from '../render/ugly-reports.ts';
import { launchChromium, visit } from './chromium.ts';

const phone = { width: 390, height: 844 };
const desktop = { width: 1280, height: 900 };
const month = await monthReport(10);
const reports = { month, sampleReport, brokenReport, noDataReport, uglyReport };
const directory = mkdtempSync(join(tmpdir(), 'garbageday-page-'));

let browser: Browser;

beforeAll(async () => {
  for (const [name, report] of Object.entries(reports))
    writeFileSync(join(directory, `${name}.html`), renderReportHtml(report));
  browser = await launchChromium();
});

afterAll(async () => {
  await browser.close();
  rmSync(directory, { recursive: true, force: true });
});

function urlOf(name: string) {
  return pathToFileURL(join(directory, `${name}.html`)).href;
}

/** Pixels that one would have to scroll sideways. Text, as this program knows no DOM. */
const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

describe.each(Object.keys(reports))('the page of %s', (name) => {
  it.each([
    ['a phone in the light', phone, 'light'],
    ['a phone in the dark', phone, 'dark'],
    ['a desktop in the light', desktop, 'light'],
    ['a desktop in the dark', desktop, 'dark'],
  ] as const)('asks for nothing, complains of nothing and fits, on %s', async (_, viewport, colorScheme) => {
    const { page, complaints } = await visit(browser, urlOf(name), { viewport, colorScheme });
    const { surface } = colorScheme === 'dark' ? darkPalette : lightPalette;
    expect(complaints).toEqual([]);
    expect(await page.evaluate(overflow)).toBeLessThanOrEqual(0);
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe(rgb(surface));
    await page.context().close();
  });

  it('prints on paper, in the light, with nothing cut off', async () => {
    const { page, complaints } = await visit(browser, urlOf(name), { colorScheme: 'dark' });
    const pdf = await page.pdf({ format: 'A4' });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await page.setViewportSize({ width: 718, height: 1000 });
    expect(complaints).toEqual([]);
    expect(await page.evaluate(overflow)).toBeLessThanOrEqual(0);
    expect(await page.evaluate('getComputedStyle(document.body).color')).toBe(rgb(lightPalette.ink));
    await page.context().close();
  });
});

describe('the page of a month', () => {
  it('says what the JSON says', async () => {
    const { page } = await visit(browser, urlOf('month'));
    const text = (await page.innerText('body')).replace(/\s+/g, ' ');
    const { slos, attribution, experiments, users } = toReportDocument(month);
    const facts = [
      ...slos.map(({ good, total }) => `${formatCount(good)}/${formatCount(total)}`),
      ...slos.map(({ remaining, window }) => `${formatShare(remaining)} of the ${window} budget left`),
      ...experiments.map(({ slot }) => String(slot)),
      `${formatCount(attribution.bad)} bad events at the probe`,
      `${formatCount(users?.sent ?? -1)} requests sent`,
    ];
    expect(facts.filter((fact) => !text.includes(fact))).toEqual([]);
    await page.context().close();
  });

  it.each([
    ['a phone', phone, '.narrow'],
    ['a desktop', desktop, '.wide'],
  ] as const)('shows one chart on %s, large enough to read', async (_, viewport, shown) => {
    const { page } = await visit(browser, urlOf('month'), { viewport });
    const visible = await page.locator('.chart svg:visible').count();
    const letters = await page
      .locator(`.chart ${shown} svg text`)
      .evaluateAll((texts) => texts.map((text) => text.getBoundingClientRect().height));
    expect(visible).toBe(1);
    expect(letters.length).toBeGreaterThan(10);
    expect(Math.min(...letters)).toBeGreaterThan(9);
    await page.context().close();
  });

  it('has one heading of the first level, and a name for its chart', async () => {
    const { page } = await visit(browser, urlOf('month'));
    expect(await page.locator('h1').count()).toBe(1);
    expect(await page.locator('.chart svg').first().getAttribute('aria-label')).toMatch(/^Chart\. /);
    await page.context().close();
  });
});

function rgb(hex: string): string {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  return `rgb(${red}, ${green}, ${blue})`;
}
