/** The live page of a real run: a server that is killed here is a process that dies. The tests share one running stack. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run, type Started, start, untilRunning } from '../acceptance/garbageday.ts';
import { nothingIsLeft } from '../acceptance/nothing-is-left.ts';
import { patience } from '../acceptance/patience.ts';
import { clear, makePlace } from '../acceptance/place.ts';
import { launchChromium, type Visit, visit } from './chromium.ts';

const place = makePlace();
const timeoutMs = 240_000;
let browser: Browser;
let up: Started;
let url: string;

beforeAll(async () => {
  browser = await launchChromium();
  up = start(place, ['up', '--no-chaos', '--rate', '30', '--seed', 'page']);
  await untilRunning(place, up);
  url = /live page at (http:\/\/127\.0\.0\.1:\d+)/.exec(up.stdout())?.[1] ?? '';
}, timeoutMs);
afterAll(async () => {
  await browser.close();
  clear(place);
});

async function open(): Promise<Visit> {
  // Without a GPU the dots of two tabs alone would fill a small machine, and the service would be what suffers.
  const visited = await visit(browser, url, {
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
  });
  await visited.page.waitForSelector('.tile.is-serving');
  return visited;
}

function whole(page: Page): Promise<unknown> {
  return page
    .locator('.tile.is-serving')
    .nth(7)
    .waitFor({ timeout: patience(30_000) });
}

/** A young probe has too little to compare with, and a busy machine's may be slow: then the gate refuses, and says why. */
async function killUntilDone(page: Page, slot: string): Promise<string> {
  const answer = page.locator('#answer');
  for (let attempt = 0; ; attempt += 1) {
    await whole(page);
    await page.click(`[aria-label="Kill ${slot}"]`);
    const answered = page.waitForResponse((response) => response.url().endsWith('/kill'), {
      timeout: patience(60_000),
    });
    await page.click('#confirm-armed');
    // The box has the answer to the question before until this one is asked.
    const { text } = await (await answered).json();
    await answer.getByText(text.split('\n')[0]).waitFor();
    if (!/^Refused/.test(text) || attempt === 10) return text;
    await page.waitForTimeout(5_000);
  }
}

describe('the live page of a run', () => {
  it('shows every server where it is, and how the users fare', async () => {
    const { page, complaints } = await open();
    await whole(page);
    expect(await page.innerText('h1')).toBe('wordcount');
    expect(await page.locator('.tile .slot').allInnerTexts()).toEqual([
      ...['load-balancer-a', 'load-balancer-b', 'web-a', 'web-b', 'web-c', 'data-a', 'data-b', 'data-c'],
    ]);
    expect(await page.locator('.zone-names span').allInnerTexts()).toEqual(['zone a', 'zone b', 'zone c']);
    expect(await page.locator('.role.primary').count()).toBe(1);
    await page.waitForSelector('.crowd:has-text("requests a second")');
    const requests = page.locator('#numbers dd').first();
    const before = Number((await requests.innerText()).replaceAll(',', ''));
    await page.waitForTimeout(2_000);
    expect(Number((await requests.innerText()).replaceAll(',', ''))).toBeGreaterThan(before);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it(
    'kills the server whose tile was clicked, and says what the users felt of it',
    async () => {
      const { page, complaints } = await open();
      const log = page.locator('#log');
      const answer = await killUntilDone(page, 'web-b');
      expect(answer).toMatch(/web-b/);
      expect(await page.innerText('#headline')).toMatch(/^web-b died · .* failed$/);
      expect(await log.textContent()).toContain('termination of web-b in zone b');
      expect(await page.innerText('#said')).toMatch(/web-b/);
      await whole(page);
      expect(complaints).toEqual([]);
      await page.context().close();
    },
    timeoutMs,
  );

  it(
    'shows a kill that another terminal asked for, in every tab',
    async () => {
      const [one, two] = [await open(), await open()];
      const isKilled = async () =>
        (await run(place, ['kill', 'web', '--armed', '--json'], 60_000)).code === 0;
      const dying = one.page.waitForSelector('.tile.is-gone, .tile.is-dying, .tile.is-booting', {
        timeout: patience(90_000),
      });
      let killed = await isKilled();
      for (let attempt = 0; !killed && attempt < 10; attempt += 1) {
        await one.page.waitForTimeout(2_000);
        killed = await isKilled();
      }
      expect(killed).toBe(true);
      await dying;
      const headline = await one.page.locator('#headline', { hasText: /^web-[abc] died · / }).innerText();
      await two.page.waitForSelector(`#headline:has-text("${headline}")`);
      for (const { page } of [one, two]) await page.context().close();
    },
    timeoutMs,
  );

  it(
    'halts and resumes in every tab, and shows the refusal of a kill between the two',
    async () => {
      const [one, two] = [await open(), await open()];
      await one.page.click('#lever');
      for (const { page } of [one, two])
        await page.waitForSelector('#banner:has-text("Halted: halted on the live page.")');
      await two.page.click('[aria-label="Kill web-a"]');
      await two.page.click('#confirm-armed');
      await two.page.waitForSelector('#answer.bad:has-text("halted on the live page")');
      expect((await run(place, ['status'])).stdout).toContain('halted on the live page');
      await two.page.click('#lever');
      await one.page.waitForSelector('#lever:has-text("Halt")');
      await one.page.waitForSelector('#banner', { state: 'hidden' });
      for (const { page } of [one, two]) await page.context().close();
    },
    timeoutMs,
  );

  it(
    'says what the gate would say, and kills no one for it',
    async () => {
      const { page } = await open();
      await whole(page);
      await page.click('[aria-label="Kill web-c"]');
      await page.click('#confirm-dry');
      await page.waitForSelector('#answer:has-text("Dry run"), #answer:has-text("Refused")');
      expect(await page.locator('.tile.is-serving').count()).toBe(8);
      await page.context().close();
    },
    timeoutMs,
  );

  it(
    'stays with its last frame when the run ends, and offers nothing that cannot be done any more',
    async () => {
      const { page } = await open();
      up.signalGroup('SIGINT');
      await page.waitForSelector('#banner:has-text("This run has ended")', { timeout: patience(30_000) });
      expect(await page.locator('.hands button:enabled, .kill:enabled').count()).toBe(0);
      expect(await page.locator('.tile').count()).toBeGreaterThan(0);
      const { code, stdout } = await up.ended;
      expect([0, 1, 3], stdout).toContain(code);
      await nothingIsLeft(place);
      await page.context().close();
    },
    timeoutMs,
  );
});
