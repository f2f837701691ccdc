/** Phones that scan the code on the screen and kill, in a real browser. */
import { startPageServer } from '@garbageday/page/server/page-server.ts';
import readQr from 'jsqr';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { liveStateAt } from '../page/live-states.ts';
import { headline, killed, openRoom, projector } from './room.ts';

const phoneSize = { width: 390, height: 844 };
const room = openRoom();

/** As a camera sees it: the pixels of the picture, by another library than the one that draws it. */
async function scanned(page: Page): Promise<string | undefined> {
  const png = (await page.locator('.code:visible svg').screenshot()).toString('base64');
  const { reds, width, height }: { reds: string; width: number; height: number } = await page.evaluate(
    `(async () => {
      const bytes = Uint8Array.from(atob(${JSON.stringify(png)}), (letter) => letter.charCodeAt(0));
      const picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const canvas = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
      canvas.drawImage(picture, 0, 0);
      const { data, width, height } = canvas.getImageData(0, 0, picture.width, picture.height);
      // As text, one letter a pixel: half a million numbers take a minute on their way here.
      let reds = '';
      for (let at = 0; at < data.length; at += 4) reds += data[at] < 128 ? '0' : '1';
      return { reds, width, height };
    })()`,
  );
  const read = typeof readQr === 'function' ? readQr : readQr.default;
  const pixels = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let at = 0; at < reds.length; at += 1) if (reds[at] === '0') pixels.fill(0, at * 4, at * 4 + 3);
  return read(pixels, width, height)?.data;
}

describe('the audience', () => {
  it('scans the code on the screen, kills a server, and hears what it cost', async () => {
    const screen = await room.presenter();
    await screen.keyboard.press('f');
    await screen.locator('#invite svg').waitFor();
    const url = (await scanned(screen)) ?? '';
    expect(url).toBe(room.audience().view().url);

    const phone = await room.open(url, { viewport: phoneSize, hasTouch: true, isMobile: true });
    const complaints: string[] = [];
    phone.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    const button = phone.locator('#kill');
    await phone.getByText('Chance picks one').waitFor();
    expect(await phone.locator('button').count()).toBe(1);
    await button.tap();
    await phone.getByText('Killing …').waitFor();
    expect(await button.isDisabled()).toBe(true);
    expect(room.now.asked).toEqual([{ group: null, instanceId: null, mode: 'armed' }]);
    room.now.end();
    await phone.getByText(headline).waitFor();
    await phone.getByText(/^Again in \d+ s$/).waitFor();
    expect(await button.isDisabled()).toBe(true);
    expect(complaints).toEqual([]);
    await screen.locator('#invite-phones').getByText('1 phone connected').waitFor();
    await screen.locator('#headline').getByText(headline).waitFor();
  });

  it('does not offer its button again because of an answer from before the tap', async () => {
    const phone = await room.open(room.audience().view().url ?? '', { viewport: phoneSize });
    const button = phone.locator('#kill');
    await phone.getByText('Chance picks one').waitFor();
    let release = (): void => {};
    const isReleased = new Promise<void>((resolve) => {
      release = resolve;
    });
    let looks = 0;
    await phone.route('**/state', async (route) => {
      looks += 1;
      const answer = await route.fetch();
      if (looks === 1) await isReleased;
      await route.fulfill({ response: answer });
    });
    await expect.poll(() => looks, { timeout: 10_000 }).toBe(1);
    await button.click();
    await expect.poll(() => looks, { timeout: 10_000 }).toBe(2);
    const late = phone.waitForResponse('**/state');
    release();
    await late;
    await phone.waitForTimeout(100);
    expect([await button.isDisabled(), await button.innerText()]).toEqual([true, 'Killing …']);
  });

  it('is switched off by the presenter, and the phone says so; the next code is another', async () => {
    const screen = await room.presenter({ width: 1280, height: 900 });
    await screen.getByRole('button', { name: 'Audience: on' }).click();
    const link = screen.locator('#audience-url');
    await link.waitFor();
    const url = (await link.getAttribute('href')) ?? '';
    expect(await scanned(screen)).toBe(url);
    const phone = await room.open(url, { viewport: phoneSize });
    await phone.getByText('Chance picks one').waitFor();

    await screen.getByRole('button', { name: 'Switch off' }).click();
    await screen.getByText('Switched off: the phones say so.').waitFor();
    await phone.getByText('The presenter has switched this off.').waitFor();
    expect(await phone.locator('#kill').isDisabled()).toBe(true);
    expect(await link.isVisible()).toBe(false);

    await screen.getByRole('button', { name: 'Switch on' }).click();
    await link.waitFor();
    const next = (await link.getAttribute('href')) ?? '';
    expect(next).not.toBe(url);
    await phone.getByText('This code is no longer valid.').waitFor();
    await phone.goto(next);
    await phone.getByText('Chance picks one').waitFor();
    expect(room.now.asked).toEqual([]);
  });

  it.each([
    ['a phone in the light', phoneSize, 'light'],
    ['a phone in the dark', phoneSize, 'dark'],
    ['a small one', { width: 320, height: 568 }, 'light'],
    ['one that lies on its side', { width: 667, height: 375 }, 'dark'],
  ] as const)('finds its button on %s', async (_, viewport, colorScheme) => {
    room.now.changes = { kills: killed() };
    const phone = await room.open(room.audience().view().url ?? '', { viewport, colorScheme });
    await phone.getByText('Chance picks one').waitFor();
    const sideways = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
    expect(await phone.evaluate(sideways)).toBeLessThanOrEqual(0);
    const box = await phone.locator('#kill').boundingBox();
    expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThan(120);
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(viewport.height);
  });

  it('tells the page no secret in an address that is sent', async () => {
    const context = await room.browser().newContext({ viewport: phoneSize });
    const phone = await context.newPage();
    const sent: string[] = [];
    phone.on('request', (request) => sent.push(request.url(), request.headers()['referer'] ?? ''));
    const url = room.audience().view().url ?? '';
    const [, token = ''] = url.split('#');
    await phone.goto(url);
    await phone.getByText('Chance picks one').waitFor();
    await phone.locator('#kill').click();
    await phone.getByText('Killing …').waitFor();
    const paths = sent.map((address) => address.replace(/#.*/, ''));
    expect(paths.some((path) => path.endsWith('/kill'))).toBe(true);
    expect(paths.filter((path) => path.includes(token) || path.includes('?'))).toEqual([]);
  });

  it('is not there without the flag', async () => {
    const plain = await startPageServer(async () => liveStateAt(30));
    const page = await room.open(plain.url, { viewport: projector });
    await page.keyboard.press('f');
    expect(await page.locator('html.presenting').count()).toBe(1);
    expect(await page.locator('.code, #audience').count()).toBe(0);
    await plain.close();
  });
});
