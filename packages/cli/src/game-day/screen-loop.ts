/** Shows the live state while a run lasts: a view redrawn in place on a terminal, plain lines elsewhere. */

import type { LiveEvent, LiveState } from '@garbageday/render/terminal/live-state.ts';
import { renderLiveView } from '@garbageday/render/terminal/live-view.ts';
import { formatEvent, formatStatus } from '@garbageday/render/terminal/plain-lines.ts';
import { createLogUpdate } from 'log-update';
import type { Output } from '../output.ts';

export type ScreenLoop = {
  /** A sentence of the event log: printed at once where there is no view to hold it. */
  readonly event: (event: LiveEvent) => void;
  /** Draws the last frame and leaves it on the screen; what happens later is the end of the run, and no event. */
  readonly stop: () => Promise<void>;
  /** Stops, and takes the view off the screen. */
  readonly discard: () => Promise<void>;
};

const frameEveryMs = 250;
const statusEveryMs = 5_000;

/** `state` is asked for every frame. A view that fails says so once and is drawn no more; the run goes on. */
export function screenLoop(output: Output, state: () => Promise<LiveState>): ScreenLoop {
  return output.isTty ? drawing(output, state) : telling(output, state);
}

function drawing(output: Output, state: () => Promise<LiveState>): ScreenLoop {
  const update = createLogUpdate(output.screen, { showCursor: false });
  const loop = every(frameEveryMs, output, async () =>
    update(renderLiveView(await state(), output.size(), output.hasColor)),
  );
  loop.showNow();
  return {
    event: () => {},
    stop: async () => {
      loop.showNow();
      await loop.stop();
      update.done();
    },
    discard: async () => {
      await loop.stop();
      update.clear();
      update.done();
    },
  };
}

function telling(output: Output, state: () => Promise<LiveState>): ScreenLoop {
  const loop = every(statusEveryMs, output, async () =>
    output.print(formatStatus(await state(), output.hasColor)),
  );
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

/** Repeats until it is stopped; one at a time, so that none is under way after `stop`. */
function every(periodMs: number, output: Output, show: () => Promise<void>) {
  let last = Promise.resolve();
  const showNext = (): void => {
    last = last.then(show).catch((error: Error) => {
      clearInterval(timer);
      output.line(`garbageday: the view failed: ${error.message}`);
    });
  };
  const timer = setInterval(showNext, periodMs);
  return {
    showNow: showNext,
    stop: async (): Promise<void> => {
      clearInterval(timer);
      await last;
    },
  };
}
