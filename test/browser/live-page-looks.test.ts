/** The live page in a real browser, with states of our own: it fits, can be used by everyone, and does not grow. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Socket } from 'node:net';
import { type PageServer, startPageServer } from '@garbageday/page/server/page-server.ts';
import type { LiveState } from '@garbageday/render/live/live-state.ts';
import { darkPalette, lightPalette } from '@garbageday/render/theme.ts';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { liveStateAt } from '../page/live-states.ts';
import { sampleGroup, sampleInstance, sampleLiveState } from '../render/sample-live-state.ts';
import { violationsOf } from './axe.ts';
import { launchChromium, type Visit, visit } from './chromium.ts';

let browser: Browser;
let server: PageServer;
let state: LiveState;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

beforeEach(async () => {
  state = liveStateAt(100, { kills: [] });
  server = await startPageServer(async () => state);
  server.attach({
    kill: async () => ({ kind: 'refused', text: 'Refused (no redundancy): 2 of 3 are healthy.' }),
    halt: async () => {},
    resume: async () => {},
  });
});
afterEach(() => server.close());

async function open(options: BrowserContextOptions = {}): Promise<Visit> {
  const visited = await visit(browser, server.url, options);
  await visited.page.waitForSelector('.tile');
  return visited;
}

const injectedAtMs = 1_080_000;
const killed: LiveState['kills'][number] = {
  label: 'web termination',
  verdict: 'pass',
  experiment: {
    ...{ id: 'x-1', group: 'web', state: 'completed', injectedAtMs, endedAtMs: injectedAtMs + 9_000 },
    target: {
      ...{ instanceId: 'i-1', group: 'web', slot: 'web-b', zone: 'b', role: 'none', launchedAtMs: 1 },
    },
    felt: { waitedMs: 24, failed: 0 },
    headline: 'web-b died · users waited at most 24 ms · 0 failed',
  },
};
const running: LiveState['kills'][number] = {
  ...killed,
  verdict: 'running',
  ...(killed.experiment === undefined
    ? {}
    : { experiment: { ...killed.experiment, state: 'injected', endedAtMs: null } }),
};
const longName = 'a-tier-of-those-who-like-long-names';

const states: Readonly<Record<string, LiveState>> = {
  'a kill under way': liveStateAt(100, { kills: [running], next: { inMs: 12_000, label: 'web power cut' } }),
  'a kill that was passed': liveStateAt(100, { kills: [killed] }),
  'a halt': liveStateAt(100, { lever: { kind: 'halted', reason: 'a release', sinceMs: 1_000 } }),
  'a start': { ...liveStateAt(0), groups: sampleLiveState.groups, phase: 'booting', events: [] },
  'one tier with a long name': liveStateAt(100, {
    groups: [
      sampleGroup(
        longName,
        'web',
        ['a', 'b'].map((zone) => sampleInstance(`${longName}-${zone}`)),
      ),
    ],
  }),
};

const phone = { width: 390, height: 844 };
const desktop = { width: 1280, height: 800 };
const narrow = { width: 320, height: 640 };
const projector = { width: 2560, height: 1440 };

type Place = readonly [viewport: typeof phone, colorScheme: 'light' | 'dark'];
const few: readonly Place[] = [
  [phone, 'dark'],
  [desktop, 'light'],
];
const all = [narrow, phone, desktop, projector].flatMap((viewport): readonly Place[] => [
  [viewport, 'light'],
  [viewport, 'dark'],
]);

/** Pixels that one would have to scroll sideways. Text, as this program knows no DOM. */
const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
const background = 'getComputedStyle(document.querySelector(".card")).backgroundColor';

describe('the live page', () => {
  it.each(Object.keys(states))(
    'of %s fits, obeys WCAG 2.2 AA, and complains of nothing',
    async (name) => {
      state = states[name] ?? state;
      const { page, complaints } = await open();
      const seen: string[] = [];
      for (const [viewport, colorScheme] of name === 'a kill under way' ? all : few) {
        await page.setViewportSize(viewport);
        await page.emulateMedia({ colorScheme });
        const where = `${viewport.width} px in the ${colorScheme}`;
        const { surface } = colorScheme === 'dark' ? darkPalette : lightPalette;
        expect(await page.evaluate(background), where).toBe(rgb(surface));
        const tooWide = await page.evaluate<number>(overflow);
        if (tooWide > 0) seen.push(`${where}: ${tooWide} px too wide`);
        seen.push(...(await violationsOf(page)).map((violation) => `${where}: ${violation}`));
      }
      expect(seen).toEqual([]);
      expect(complaints).toEqual([]);
      await page.context().close();
    },
    240_000,
  );

  it('says to a screen reader who died and how it ended, and no number that changes all the time', async () => {
    const { page } = await open();
    await page.evaluate(`
      window.said = [];
      new MutationObserver(() => said.push(document.querySelector('#said').textContent))
        .observe(document.querySelector('#said'), { childList: true, characterData: true, subtree: true });
    `);
    for (const [index, kills] of [[], [running], [running], [killed], [killed]].entries()) {
      state = liveStateAt(101 + index, { kills });
      await page.waitForSelector(`#elapsed:has-text("1:4${1 + index}")`);
    }
    expect(await page.evaluate('said')).toEqual([
      'web-b died',
      'Passed: web-b died · users waited at most 24 ms · 0 failed',
    ]);
    await page.context().close();
  });

  it('moves dots, and none for those who want reduced motion', async () => {
    const differs = `(async () => {
      const picture = () => document.querySelector('#flow').toDataURL();
      const before = picture();
      for (let frame = 0; frame < 40; frame += 1) await new Promise(requestAnimationFrame);
      return picture() !== before;
    })()`;
    const moving = await open({ viewport: desktop });
    expect(await moving.page.evaluate(differs)).toBe(true);
    await moving.page.emulateMedia({ reducedMotion: 'reduce' });
    await moving.page.waitForTimeout(1_500);
    expect(await moving.page.evaluate(differs)).toBe(false);
    await moving.page.context().close();
  });

  it('can be used with a keyboard alone, and offers the safe choice where much is at stake', async () => {
    const { page } = await open({ viewport: desktop });
    const focused = () =>
      page.evaluate<string>('document.activeElement.id || document.activeElement.ariaLabel');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the service');
    const order: string[] = [];
    for (let index = 0; index < 14; index += 1) {
      await page.keyboard.press('Tab');
      order.push(await focused());
    }
    expect(order.slice(0, 3)).toEqual(['present', 'random', 'lever']);
    expect(order).toEqual(
      expect.arrayContaining(['Kill web-a', 'Kill web-b', 'Kill web-c', 'Kill data-b', 'log']),
    );
    await page.focus('[aria-label="Kill data-b"]');
    await page.keyboard.press('Enter');
    expect(await page.innerText('#confirm-stakes')).toContain('The gate will refuse.');
    expect(await page.evaluate('document.activeElement.value')).toBe('cancel');
    await page.keyboard.press('Escape');
    expect(await focused()).toBe('Kill data-b');
    await page.focus('[aria-label="Kill web-b"]');
    await page.keyboard.press('Enter');
    expect(await focused()).toBe('confirm-armed');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#answer:has-text("Refused (no redundancy): 2 of 3 are healthy.")');
    await page.context().close();
  });
});

describe('a tab whose run has ended', () => {
  it('shows the servers as they were, and kills none of them, also when another journey is chosen', async () => {
    const [users] = state.journeys;
    state = { ...state, journeys: ['shop', 'search'].flatMap((name) => (users ? [{ ...users, name }] : [])) };
    const { page } = await open({ viewport: desktop });
    expect(await page.locator('.kill:enabled').count()).toBeGreaterThan(0);
    await server.rest();
    await page.waitForSelector('#banner:has-text("This run has ended")');
    await page.selectOption('#felt-title select', 'search');
    expect(await page.locator('.tile.is-serving').count()).toBeGreaterThan(0);
    expect(await page.locator('.hands button:enabled, .kill:enabled').count()).toBe(0);
    await page.context().close();
  });
});

describe('a tab whose connection is lost', () => {
  it('says so, comes back by itself, and has missed nothing', async () => {
    const events: LiveState['events'][number][] = [];
    const happen = (times: number): void => {
      for (let time = 0; time < times; time += 1)
        events.push({ atMs: events.length * 1_000, tone: 'info', text: `event ${events.length + 1}` });
    };
    const counting = await startPageServer(async () => {
      happen(1);
      return liveStateAt(events.length, { events: [...events] });
    });
    const connections = new Set<Socket>();
    let isCut = false;
    const started = (message: unknown): void => {
      const { socket }: { socket?: unknown } = { ...(message as object) };
      if (!(socket instanceof Socket) || !counting.url.endsWith(`:${socket.localPort}`)) return;
      connections.add(socket);
      if (isCut) socket.destroy();
    };
    subscribe('http.server.request.start', started);
    const { page } = await visit(browser, counting.url, { viewport: desktop, reducedMotion: 'reduce' });
    await page.waitForSelector('#log:has-text("event 5")');
    isCut = true;
    for (const socket of connections) socket.destroy();
    await page.waitForSelector('#banner:has-text("The connection is lost; trying again")');
    const known = await page.locator('#log > li').count();
    await page.waitForTimeout(2_500);
    expect(await page.locator('#log > li').count()).toBe(known);
    happen(40);
    isCut = false;
    await page
      .locator('#log > li')
      .nth(known + 40)
      .waitFor();
    await page.waitForSelector('#banner', { state: 'hidden' });
    const texts = await page.locator('#log > li span').allTextContents();
    expect(texts.toReversed()).toEqual(texts.map((_, index) => `event ${index + 1}`));
    unsubscribe('http.server.request.start', started);
    await page.context().close();
    await counting.close();
  });
});

describe('a tab that is open for a day', () => {
  /** Each frame is four minutes: all that a tab keeps is new each time. */
  const framesOfADay = 360;

  it('does not grow', async () => {
    let frame = 0;
    const fast = await startPageServer(
      async () => {
        frame += 1;
        const at = frame * 240;
        const experiment = killed.experiment;
        const events = Array.from({ length: 200 }, (_, index) => ({
          ...{
            atMs: at * 1_000 + index,
            tone: 'info' as const,
            text: `event ${frame}.${index} of a long day`,
          },
        }));
        const kills = Array.from({ length: 50 }, (_, index) => ({
          ...killed,
          ...(experiment === undefined ? {} : { experiment: { ...experiment, id: `x-${frame}-${index}` } }),
        }));
        return liveStateAt(at, { events, kills });
      },
      { frameEveryMs: 40 },
    );
    const { page } = await visit(browser, fast.url, { viewport: desktop, reducedMotion: 'reduce' });
    const devtools = await page.context().newCDPSession(page);
    const heap = async () => {
      await devtools.send('HeapProfiler.collectGarbage');
      const { usedSize } = await devtools.send('Runtime.getHeapUsage');
      return { usedSize, nodes: await page.evaluate<number>('document.querySelectorAll("*").length') };
    };
    const until = async (share: number) => {
      while (frame < framesOfADay * share) await page.waitForTimeout(100);
      await page.locator('#log > li').nth(199).waitFor();
      return await heap();
    };
    const early = await until(0.25);
    const late = await until(1);
    expect(late.nodes).toBe(early.nodes);
    // The heap is 3 MB, give or take half of one; a tab that kept its frames would have 10 MB more.
    expect(late.usedSize).toBeLessThan(early.usedSize * 1.5);
    await page.context().close();
    await fast.close();
  }, 240_000);
});

/** As the browser computes it. */
function rgb(hex: string): string {
  const parts = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  return `rgb(${parts.join(', ')})`;
}
