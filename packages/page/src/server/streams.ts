/** Sends every open tab what has changed, four times a second; without a tab nothing is computed. */
import type { ServerResponse } from 'node:http';
import type { LiveState } from '@garbageday/render/live/live-state.ts';
import { pageFeed } from '../feed.ts';

export type Streams = {
  /** `lastEventId`: as the browser sends it after a break; null: a new tab. */
  readonly open: (response: ServerResponse, lastEventId: string | null) => Promise<void>;
  /** How many tabs there are. */
  readonly count: () => number;
  /** Sends what has changed last, and that the run is over; nothing is computed from now on. */
  readonly rest: () => Promise<void>;
  /** Tells every tab something beside the frames: an event of this name. */
  readonly tell: (name: string, data: unknown) => void;
  /** Sends what has changed last unless it rests, and that it was the last. */
  readonly close: () => Promise<void>;
};

type Tab = { readonly response: ServerResponse; version: number };

const usualFrameEveryMs = 250;

/** `run` tells this run from others, whose events a tab may have seen last at the same port. */
export function openStreams(
  state: () => Promise<LiveState>,
  run: string,
  frameEveryMs = usualFrameEveryMs,
): Streams {
  const feed = pageFeed();
  const tabs = new Set<Tab>();
  let timer: NodeJS.Timeout | null = null;
  let looking: Promise<void> | null = null;
  let isOver = false;

  const look = async (): Promise<void> => feed.take(await state());
  /** A tab that has not read its last frame gets none now, and then what is new by the time it has. */
  const send = (): void => {
    const texts = new Map<number, string>();
    for (const tab of tabs) {
      if (tab.response.writableNeedDrain) continue;
      const text = texts.get(tab.version) ?? frame(`${run}-${feed.version()}`, feed.since(tab.version));
      texts.set(tab.version, text);
      tab.version = feed.version();
      tab.response.write(text);
    }
  };
  const lookAndSend = async (): Promise<void> => {
    try {
      await look();
      send();
    } catch {
      // The run ends: `close` tells the tabs.
    } finally {
      looking = null;
    }
  };
  /** One at a time. */
  const tick = (): Promise<void> => {
    looking ??= lookAndSend();
    return looking;
  };
  const tell = (name: string, data: unknown): void => {
    for (const { response } of tabs) response.write(eventOf(name, data));
  };
  const rest = async (): Promise<void> => {
    // What is under way may have looked too early, and must not be sent after the end.
    await looking;
    if (tabs.size > 0 && !isOver) await tick();
    if (isOver) return;
    isOver = true;
    if (timer !== null) clearInterval(timer);
    tell('over', {});
  };
  const leave = (tab: Tab): void => {
    tabs.delete(tab);
    if (tabs.size > 0 || timer === null) return;
    clearInterval(timer);
    timer = null;
  };

  return {
    count: () => tabs.size,
    open: async (response, lastEventId) => {
      const tab: Tab = { response, version: versionOf(lastEventId, run) };
      response.on('close', () => leave(tab));
      response.on('error', () => leave(tab));
      response.write('retry: 1000\n\n');
      tabs.add(tab);
      if (isOver) {
        send();
        response.write(eventOf('over', {}));
        return;
      }
      timer ??= setInterval(tick, frameEveryMs).unref();
      await tick();
    },
    ...{ rest, tell },
    close: async () => {
      await rest();
      for (const { response } of tabs) response.end(eventOf('end', {}));
      tabs.clear();
    },
  };
}

function eventOf(name: string, data: unknown): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}

function frame(id: string, patch: unknown): string {
  return `id: ${id}\ndata: ${JSON.stringify(patch)}\n\n`;
}

/** 0 for what this run has not sent. */
function versionOf(lastEventId: string | null, run: string): number {
  const [, version = '0'] = lastEventId?.startsWith(`${run}-`) ? lastEventId.split(`${run}-`) : [];
  return /^\d{1,15}$/.test(version) ? Number(version) : 0;
}
