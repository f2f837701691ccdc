/** Shows the live state while a run lasts: a view redrawn in place on a terminal, plain lines elsewhere. */

import type { LiveEvent, LiveState } from '@garbageday/render/live/live-state.ts';
import { renderLiveView } from '@garbageday/render/terminal/live-view.ts';
import { formatEvent, formatStatus } from '@garbageday/render/terminal/plain-lines.ts';
import { createLogUpdate } from 'log-update';
import type { Output } from '../output.ts';
import type { Screen } from '../screen.ts';

export type ScreenLoop = {
  /** A sentence of the event log: printed at once where there is no view to hold it. */
  readonly event: (event: LiveEvent) => void;
  /** Leaves the last frame on the screen that the view covered; what happens later is the end of the run, and no event. */
  readonly stop: () => Promise<void>;
  /** Stops, and leaves nothing of the view. */
  readonly discard: () => Promise<void>;
};

const frameEveryMs = 250;
const statusEveryMs = 5_000;

/** `state` is asked for every frame. A view that fails says so once and is drawn no more; the run goes on. */
export function screenLoop(output: Output, state: () => Promise<LiveState>): ScreenLoop {
  return output.isTty ? drawing(output, state) : telling(output, state);
}

/** In the alternate screen, where no size but the present one has left anything, and which leaves nothing behind. */
function drawing(output: Output, state: () => Promise<LiveState>): ScreenLoop {
  const { screen } = output;
  const update = createLogUpdate(screen, { showCursor: false });
  const frame = async (): Promise<string> => renderLiveView(await state(), output.size(), output.hasColor);
  const alternate = alternateScreen(screen);
  const loop = every(frameEveryMs, output, {
    show: async () => update(await frame()),
    onFailure: alternate.leave,
  });
  const redraw = (): void => {
    update.done();
    alternate.clear();
    loop.showNow();
  };
  const close = async (): Promise<void> => {
    screen.off('resize', redraw);
    await loop.stop();
    update.done();
    alternate.leave();
  };
  screen.on('resize', redraw);
  loop.showNow();
  return {
    event: () => {},
    stop: async () => {
      const last = loop.hasFailed() ? null : await frame();
      await close();
      if (last !== null) screen.write(`${last}\n`);
    },
    discard: close,
  };
}

/** xterm's private modes 1049 (alternate screen, saved cursor) and the erasure of all of it. */
function alternateScreen(screen: Screen) {
  let isLeft = false;
  const leave = (): void => {
    if (!isLeft) screen.write('\u001b[?1049l');
    isLeft = true;
    process.off('exit', leave);
  };
  const clear = (): void => {
    if (!isLeft) screen.write('\u001b[2J\u001b[H');
  };
  screen.write('\u001b[?1049h');
  clear();
  process.once('exit', leave);
  return { clear, leave };
}

function telling(output: Output, state: () => Promise<LiveState>): ScreenLoop {
  const loop = every(statusEveryMs, output, {
    show: async () => output.print(formatStatus(await state(), output.hasColor)),
    onFailure: () => {},
  });
  let isOver = false;
  const stop = async (): Promise<void> => {
    isOver = true;
    await loop.stop();
  };
  return {
    event: (event) => {
      if (!isOver) output.print(formatEvent(event, output.hasColor));
    },
    stop,
    discard: stop,
  };
}

type Shown = { readonly show: () => Promise<void>; readonly onFailure: () => void };

/** Repeats until it is stopped; one at a time, so that none is under way after `stop`. */
function every(periodMs: number, output: Output, { show, onFailure }: Shown) {
  let last = Promise.resolve();
  let hasFailed = false;
  const showUnlessFailed = async (): Promise<void> => {
    if (!hasFailed) await show();
  };
  const showNext = (): void => {
    last = last.then(showUnlessFailed).catch((error: Error) => {
      hasFailed = true;
      clearInterval(timer);
      onFailure();
      output.line(`garbageday: the view failed: ${error.message}`);
    });
  };
  const timer = setInterval(showNext, periodMs);
  return {
    showNow: showNext,
    hasFailed: () => hasFailed,
    stop: async (): Promise<void> => {
      clearInterval(timer);
      await last;
    },
  };
}
