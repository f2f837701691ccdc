/** A real service on the live page, and a server of it killed with the mouse, as a newcomer would. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';

const root = join(import.meta.dirname, '../..');
const bin = join(root, 'demo/stack/bin/garbageday.js');
const wholeMs = 60_000;
const killMs = 90_000;

/** What was photographed, in order; `name` is of the picture. */
export type Shot = (page: Page, name: string) => Promise<void>;

/**
 * In an empty folder: the service whole, the question, the moment of death, the verdict, and all of it in the dark.
 *
 * @throws Error if the kill was refused or felt: the pictures would tell another story.
 */
export async function watchLivePage(browser: Browser, cwd: string, shot: Shot): Promise<void> {
  symlinkSync(join(root, 'node_modules'), join(cwd, 'node_modules'));
  const up = spawn(process.execPath, [bin, 'up', '--no-chaos', '--rate', '100', '--seed', 'tuesday'], {
    cwd,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(up, 'close');
  try {
    const url = await addressOf(up.stdout);
    const context = await browser.newContext({
      ...{ viewport: { width: 1_280, height: 860 }, colorScheme: 'light', deviceScaleFactor: 1.5 },
    });
    const page = await context.newPage();
    await page.goto(url);
    await page.locator('.tile.is-serving').nth(7).waitFor({ timeout: wholeMs });
    // The gate compares a kill with half a minute before it.
    await page.waitForTimeout(40_000);
    await shot(page, 'live-page');
    await page.click('[aria-label="Kill web-b"]');
    await shot(page, 'live-page-ask');
    await page.click('#confirm-armed');
    await page.waitForSelector('.tile.is-booting, .tile.is-gone, #answer.bad', { timeout: killMs });
    const refusal = page.locator('#answer.bad');
    if ((await refusal.count()) > 0)
      throw new Error(`nothing was killed, try again on an idle machine: ${await refusal.innerText()}`);
    await page.waitForSelector('#headline:has-text("web-b died")', { timeout: killMs });
    await shot(page, 'live-page-died');
    await page.waitForSelector('#answer:not([hidden]):not(:has-text("Killing"))', { timeout: killMs });
    const answer = await page.innerText('#answer');
    if (!answer.includes('Passed'))
      throw new Error(`the kill did not pass, try again on an idle machine: ${answer}`);
    await page.waitForTimeout(3_000);
    await shot(page, 'live-page-verdict');
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.waitForTimeout(1_000);
    await shot(page, 'live-page-dark');
    await context.close();
  } finally {
    up.kill('SIGINT');
    await ended;
  }
}

/** Reads on for ever, so that what it writes later has somewhere to go. */
function addressOf(stdout: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    stdout.setEncoding('utf8').on('data', (chunk) => {
      text += String(chunk);
      const [, url] = /live page at (http:\/\/127\.0\.0\.1:\d+)/.exec(text) ?? [];
      if (url !== undefined) resolve(url);
    });
    stdout.on('end', () => reject(new Error(`there is no live page: ${text}`)));
  });
}
