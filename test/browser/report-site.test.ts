/** A report site in a real browser, from files alone: found, linked, readable, and asking for nothing. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { darkPalette, lightPalette } from '@garbageday/render/theme.ts';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filesOf, found, hostile, sampleSite } from '../render/sample-site.ts';
import { launchChromium, visit } from './chromium.ts';

const directory = mkdtempSync(join(tmpdir(), 'garbageday-site-'));
const sizes = { 'a small phone': { width: 320, height: 640 }, 'a desktop': { width: 1280, height: 900 } };
const paths = ['index.html', 'experiments/data-1970-01-01.html', 'experiments/web-refused.html'];

let browser: Browser;

beforeAll(async () => {
  await write('plain', 'web-refused');
  await write('hostile', hostile);
  browser = await launchChromium();
});

afterAll(async () => {
  await browser.close();
  rmSync(directory, { recursive: true, force: true });
});

async function write(name: string, group: string): Promise<void> {
  for (const { path, content } of await filesOf(await sampleSite(group), found)) {
    const file = join(directory, name, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}

function urlOf(path: string, site = 'plain') {
  return pathToFileURL(join(directory, site, path)).href;
}

/** Text, as this program knows no DOM. */
const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

function rows(page: Page) {
  return page.locator('tr[data-words]:visible');
}

describe.each(paths)('%s', (path) => {
  it.each(Object.keys(sizes).flatMap((size) => [[size, 'light'] as const, [size, 'dark'] as const]))(
    'asks for nothing, complains of nothing and fits: %s, %s',
    async (size, colorScheme) => {
      const viewport = sizes[size as keyof typeof sizes];
      const { page, complaints } = await visit(browser, urlOf(path), { viewport, colorScheme });
      const { surface } = colorScheme === 'dark' ? darkPalette : lightPalette;
      expect(complaints).toEqual([]);
      expect(await page.evaluate(overflow)).toBeLessThanOrEqual(0);
      expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe(rgb(surface));
      await page.context().close();
    },
  );
});

describe('the index', () => {
  it('finds by any word of an experiment, and says how many', async () => {
    const { page, complaints } = await visit(browser, urlOf('index.html'));
    expect(await rows(page).count()).toBe(5);
    await page.fill('#q', 'RESET i-web-a');
    expect(await rows(page).locator('a').allInnerTexts()).toEqual(['web-a']);
    expect(await page.innerText('#found')).toBe('Showing 1 of 4 experiments, 0 of 1 refusal.');
    await page.fill('#q', 'no redundancy');
    expect(await page.innerText('#found')).toBe('Showing 0 of 4 experiments, 1 of 1 refusal.');
    await page.fill('#q', '');
    await page.selectOption('select[name=ended]', 'Failed');
    expect(await page.innerText('#found')).toBe('Showing 1 of 4 experiments, 0 of 1 refusal.');
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('sorts by a column, with the keyboard too, and says so', async () => {
    const { page } = await visit(browser, urlOf('index.html'));
    const head = page.locator('th', { hasText: 'Failed' }).first();
    const first = () => page.locator('tr[data-kind=experiment] a').first().getAttribute('href');
    expect(await first()).toBe('experiments/web-2.html');
    await head.locator('button').focus();
    await page.keyboard.press('Enter');
    expect([await head.getAttribute('aria-sort'), await first()]).toEqual([
      'descending',
      'experiments/data-1970-01-01.html',
    ]);
    await page.keyboard.press('Enter');
    expect(await head.getAttribute('aria-sort')).toBe('ascending');
    await page.context().close();
  });

  it('links to each experiment and back', async () => {
    const { page } = await visit(browser, urlOf('index.html'));
    await page.locator('tr[data-kind=experiment] a').first().click();
    await page.waitForURL(urlOf('experiments/web-2.html'));
    await page.getByText('Earlier: rehearsal').click();
    await page.waitForURL(urlOf('experiments/rehearsal.html'));
    await page.getByText('All experiments').click();
    await page.waitForURL(`${urlOf('index.html')}#experiments`);
    await page.context().close();
  });
});

describe('the page of an experiment', () => {
  it('searches all others, from a file', async () => {
    const { page } = await visit(browser, urlOf('experiments/web-2.html'));
    await page.fill('#q', 'data');
    await page.keyboard.press('Enter');
    await page.waitForURL(`${urlOf('index.html')}?q=data`);
    expect(await page.innerText('#found')).toBe('Showing 1 of 4 experiments, 0 of 1 refusal.');
    await page.context().close();
  });

  it('draws text of the same size on a phone and on a desktop', async () => {
    for (const viewport of Object.values(sizes)) {
      const { page } = await visit(browser, urlOf('experiments/data-1970-01-01.html'), { viewport });
      const letters = await page
        .locator('.plot text')
        .evaluateAll((texts) => texts.map((text) => text.getBoundingClientRect().height));
      expect(letters.length).toBeGreaterThan(8);
      expect(Math.min(...letters)).toBeGreaterThan(9);
      await page.context().close();
    }
  });
});

it.each(['index.html', 'experiments/web-2.html'])('runs nothing that a ledger holds: %s', async (path) => {
  const { page, complaints } = await visit(browser, urlOf(path, 'hostile'));
  expect(complaints).toEqual([]);
  expect(await page.locator('img').count()).toBe(0);
  await page.context().close();
});

it('is complete without its script', async () => {
  const { page } = await visit(browser, urlOf('index.html'), { javaScriptEnabled: false });
  expect(await rows(page).count()).toBe(5);
  expect(await page.locator('select:visible').count()).toBe(0);
  await page.context().close();
});

function rgb(hex: string): string {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  return `rgb(${red}, ${green}, ${blue})`;
}
