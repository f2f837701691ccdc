/** Debian's Chromium, or any other, through playwright-core: nothing is downloaded, nothing is called home. */
import { delimiter, join } from 'node:path';
import { isExecutable } from '@garbageday/local/is-executable.ts';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Throws where there is none: a test that cannot run must not pass. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium(),
    args: [
      ...['--no-sandbox', '--disable-gpu', '--no-first-run'],
      ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
    ],
  });
}

function findChromium(): string {
  const named = process.env['CHROMIUM'];
  if (named !== undefined && named !== '') return named;
  const places = (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((at) => names.map((name) => join(at, name)));
  const found = places.find(isExecutable);
  if (found === undefined) throw new Error('no chromium on PATH; install it, or name it in CHROMIUM');
  return found;
}

export type Visit = {
  readonly page: Page;
  /** Errors and warnings of the console, exceptions, and requests to anything but the file itself, or its own server. */
  readonly complaints: readonly string[];
};

/** Opens a file as a reader would, and notes what it should not do. */
export async function visit(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<Visit> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    if (!isOwn(request.url(), url)) complaints.push(request.url());
  });
  await page.goto(url, { waitUntil: 'load' });
  return { page, complaints };
}

/** A file has no server: it may ask for nothing but itself. */
function isOwn(asked: string, url: string): boolean {
  if (asked === url || asked.startsWith('data:')) return true;
  return url.startsWith('http:') && new URL(asked).origin === new URL(url).origin;
}
