/** Presenter mode, in a real browser: for a projector, by a key, a button, and without scrolling. */
import { describe, expect, it } from 'vitest';
import { sampleGroup, sampleInstance } from '../render/sample-live-state.ts';
import { headline, killed, openRoom, projector } from './room.ts';

const room = openRoom();

/** How far a reader would have to scroll, down and sideways, and what is cut off in the diagram. */
const overflow = `(() => {
  const { scrollHeight, clientHeight, scrollWidth, clientWidth } = document.documentElement;
  const diagram = document.querySelector('#diagram');
  return [scrollHeight - clientHeight, scrollWidth - clientWidth, diagram.scrollHeight - diagram.clientHeight]
    .map((pixels) => Math.max(0, pixels - 1));
})()`;

describe('presenter mode', () => {
  it('comes and goes with f, and goes with Escape', async () => {
    const page = await room.presenter();
    const chrome = page.getByRole('button', { name: 'Halt' });
    for (const leave of ['f', 'Escape']) {
      await page.keyboard.press('f');
      await chrome.waitFor({ state: 'hidden' });
      expect(await page.locator('#headline, #diagram, #chart').filter({ visible: true }).count()).toBe(3);
      await page.keyboard.press(leave);
      await chrome.waitFor({ state: 'visible' });
    }
  });

  it('has a button, which names its key; and the key can be turned off', async () => {
    const page = await room.presenter();
    const button = page.getByRole('button', { name: 'Present' });
    expect(await button.getAttribute('title')).toBe('Presenter mode (f)');
    await page.getByLabel('The key f switches presenter mode').uncheck();
    await page.keyboard.press('f');
    expect(await button.isVisible()).toBe(true);
    await button.click();
    await button.waitFor({ state: 'hidden' });
    await page.keyboard.press('Escape');
    await button.waitFor({ state: 'visible' });
    expect(await button.getAttribute('aria-pressed')).toBe('false');
  });

  it('is remembered in the tab, and in no other', async () => {
    const page = await room.presenter();
    await page.keyboard.press('f');
    await page.getByRole('button', { name: 'Halt' }).waitFor({ state: 'hidden' });
    await page.reload();
    await page.locator('#headline').waitFor();
    expect(await page.locator('html.presenting').count()).toBe(1);
    const other = await page.context().newPage();
    await other.goto(room.server().url);
    expect(await other.locator('html.presenting').count()).toBe(0);
  });

  it('leaves f to the browser with Ctrl, and to a dialog that asks', async () => {
    const page = await room.presenter();
    await page.keyboard.press('Control+f');
    await page.getByRole('button', { name: 'Kill a random one' }).click();
    await page.keyboard.press('f');
    expect(await page.locator('html.presenting').count()).toBe(0);
  });

  it.each([
    ['1920×1080', projector],
    ['2560×1440', { width: 2560, height: 1440 }],
    ['1280×720', { width: 1280, height: 720 }],
  ])('fits on %s without scrolling, in large type', async (_, viewport) => {
    room.now.changes = { kills: killed() };
    const page = await room.presenter(viewport);
    await page.keyboard.press('f');
    await page.locator('#invite svg').waitFor();
    await page.waitForTimeout(600);
    expect(await page.evaluate(overflow)).toEqual([0, 0, 0]);
    const size = (selector: string): Promise<number> =>
      page.evaluate(
        `parseFloat(getComputedStyle(document.querySelector(${JSON.stringify(selector)})).fontSize) / innerHeight`,
      );
    // Shares of the height: a line of a slide that has 20 of them is one of 0.05.
    expect(await size('#headline')).toBeGreaterThan(0.055);
    expect(await size('#diagram .slot')).toBeGreaterThan(0.03);
    expect(await size('#diagram .state')).toBeGreaterThan(0.02);
    expect(await page.locator('#chart canvas').boundingBox()).toMatchObject({
      height: expect.closeTo(viewport.height * 0.33, -viewport.height / 10),
    });
    await page.locator('#headline').getByText(headline).waitFor();
  });

  it('makes the type smaller rather than cut servers off', async () => {
    const many = Array.from({ length: 18 }, (_, index) =>
      sampleInstance(`web-${index}`, { zone: ['a', 'b', 'c'][index % 3] ?? 'a' }),
    );
    room.now.changes = { groups: [{ ...sampleGroup('web', 'web', many), desiredSize: 18 }] };
    const page = await room.presenter();
    await page.keyboard.press('f');
    await page.waitForTimeout(600);
    expect(await page.evaluate(overflow)).toEqual([0, 0, 0]);
    expect(await page.locator('.tile').count()).toBe(18);
  });

  it('moves nothing for those who do not want it', async () => {
    const page = await room.presenter(projector, { reducedMotion: 'reduce' });
    await page.keyboard.press('f');
    await page.locator('#invite svg').waitFor();
    expect(await page.evaluate('document.getAnimations().length')).toBe(0);
  });
});
