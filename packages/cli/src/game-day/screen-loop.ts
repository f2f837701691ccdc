/** Shows the live state while a run lasts: a view redrawn in place on a terminal, plain lines elsewhere. */

import type { LiveEvent, LiveState } from '@garbageday/render/live/live-state.ts';
import type { KeyHelp } from '@garbageday/render/terminal/live/key-help.ts';
import { renderLiveView } from '@garbageday/render/terminal/live-view.ts';
import { formatEvent, formatStatus } from '@garbageday/render/terminal/plain-lines.ts';
import { createLogUpdate } from 'log-update';
import type { Output } from '../output.ts';
import type { Screen } from '../screen.ts';

export type ScreenLoop = {
  /** A sentence of the event log: printed at once if there is no view to show it. */
  readonly event: (event: LiveEvent) => void;
  /** Draws at once what a key has changed. */
  readonly showNow: () => void;
  /**
   * Leaves the last frame on the screen below the view; what happens later belongs to the end of the run and is not an
   * event.
   */
  readonly stop: () => Promise<void>;
  /** Stops, and leaves nothing of the view. */
  readonly discard: () => Promise<void>;
};

const frameEveryMs = 250;
const statusEveryMs = 5_000;

/** `state` is called for every frame. A view that fails reports it once and is not drawn again; the run continues. */
export function screenLoop(
  output: Output,
  state: () => Promise<LiveState>,
  keys: () => KeyHelp | null = () => null,
): ScreenLoop {
  return viewLoop(output, {
    frame: async () =>
      renderLiveView(await state(), output.size(), { colour: output.hasColor, keys: keys() }),
    status: async () => formatStatus(await state(), output.hasColor),
  });
}

/** What is drawn on a terminal, and what is printed now and then otherwise. */
export type View = { readonly frame: () => Promise<string>; readonly status: () => Promise<string> };

/** A view that fails says so once and is drawn no more; the run goes on. */
export function viewLoop(output: Output, view: View): ScreenLoop {
  return output.isTty ? drawing(output, view) : telling(output, view);
}

/** Uses the alternate screen, which has no remains of frames at other sizes and leaves nothing behind. */
function drawing(output: Output, { frame }: View): ScreenLoop {
  const { screen } = output;
  const update = createLogUpdate(screen, { showCursor: false });
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
    showNow: loop.showNow,
    stop: async () => {
      const last = loop.hasFailed() ? null : await frame();
      await close();
      if (last !== null) screen.write(`${last}\n`);
    },
    discard: close,
  };
}

/** xterm's private mode 1049 (alternate screen, saved cursor), and erasing the screen. */
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

function telling(output: Output, { status }: View): ScreenLoop {
  const loop = every(statusEveryMs, output, {
    show: async () => output.print(await status()),
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
    showNow: () => {},
    stop,
    discard: stop,
  };
}

type Shown = { readonly show: () => Promise<void>; readonly onFailure: () => void };

/** Repeats until stopped; one call at a time, so that none is running after `stop`. */
function every(periodMs: number, output: Output, { show, onFailure }: Shown) {
  let last = Promise.resolve();
  let [hasFailed, isOver] = [false, false];
  const showUnlessFailed = async (): Promise<void> => {
    if (!hasFailed && !isOver) await show();
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
      // Keys are read until the process ends.
      isOver = true;
    },
  };
}
