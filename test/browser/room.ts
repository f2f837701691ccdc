/** A run with an audience, the presenter's page of it, and a kill that lasts until it is ended: for the tests of a room. */
import { type StartedAudience, startAudience } from '@garbageday/page/audience/start-audience.ts';
import type { Hands } from '@garbageday/page/hands.ts';
import { type PageServer, startPageServer } from '@garbageday/page/server/page-server.ts';
import type { LiveState } from '@garbageday/render/live/live-state.ts';
import type { Browser, Page, ViewportSize } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { liveStateAt } from '../page/live-states.ts';
import { launchChromium } from './chromium.ts';

export const projector = { width: 1920, height: 1080 };

export const headline = 'web-b died · users waited at most 24 ms · 0 failed';

export function killed(): LiveState['kills'] {
  const felt = { waitedMs: 24, failed: 0 };
  const times = { target: null, injectedAtMs: 1_001_000, endedAtMs: 1_002_000, felt, headline };
  return [
    {
      label: 'kill web',
      verdict: 'pass',
      experiment: { id: 'e', group: 'web', state: 'completed', ...times },
    },
  ];
}

/** How it is for one test. */
type Now = {
  /** What differs from the usual state. */
  changes: Partial<LiveState>;
  asked: unknown[];
  /** Ends the kill that is under way. */
  end: () => void;
};

export type Room = {
  readonly now: Now;
  readonly browser: () => Browser;
  readonly audience: () => StartedAudience;
  readonly server: () => PageServer;
  readonly open: (url: string, options: Parameters<Browser['newContext']>[0]) => Promise<Page>;
  /** Loaded, with the state of the service. */
  readonly presenter: (
    viewport?: ViewportSize,
    options?: { readonly reducedMotion: 'reduce' },
  ) => Promise<Page>;
};

/** One for all tests of a file, as each bundles the client anew; what a test has killed is over when the next one begins. */
export function openRoom(): Room {
  const now: Now = { changes: {}, asked: [], end: () => {} };
  let browser: Browser;
  let audience: StartedAudience;
  let server: PageServer;

  beforeAll(async () => {
    browser = await launchChromium();
    let count = 30;
    const state = async () => {
      count += 1;
      return liveStateAt(count, now.changes);
    };
    audience = await startAudience({ address: '127.0.0.1', state, onSwitch: () => {} });
    server = await startPageServer(state, { audience });
    const hands: Hands = {
      kill: (wish) => {
        now.asked.push(wish);
        return new Promise((resolve) => {
          now.end = () => {
            now.changes = { kills: killed() };
            resolve({ kind: 'completed', text: headline });
          };
        });
      },
      halt: async () => {},
      resume: async () => {},
    };
    server.attach(hands);
    audience.attach(hands);
  });

  beforeEach(() => {
    Object.assign(now, { changes: {}, asked: [], end: () => {} });
  });

  afterEach(async () => {
    now.end();
    await Promise.all(browser.contexts().map((context) => context.close()));
  });

  afterAll(async () => {
    await browser.close();
    await Promise.all([server.close(), audience.close()]);
  });

  const open: Room['open'] = async (url, options) => {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    await page.goto(url);
    return page;
  };
  return {
    now,
    browser: () => browser,
    audience: () => audience,
    server: () => server,
    open,
    presenter: async (viewport = projector, options) => {
      const page = await open(server.url, { viewport, ...options });
      await page.getByText('wordcount', { exact: true }).waitFor();
      return page;
    },
  };
}
