/** Shows the live state while a run lasts: a view redrawn in place on a terminal, plain lines elsewhere. */

import type { LiveEvent, LiveState } from '@garbageday/render/terminal/live-state.ts';
import { renderLiveView } from '@garbageday/render/terminal/live-view.ts';
import { formatEvent, formatStatus } from '@garbageday/render/terminal/plain-lines.ts';
import { createLogUpdate } from 'log-update';
import type { Output } from '../output.ts';

export type ScreenLoop = {
  /** A sentence of the event log: printed at once where there is no view to hold it. */
  readonly event: (event: LiveEvent) => void;
  /** Draws the last frame and leaves it on the screen. */
  readonly stop: () => Promise<void>;
};

const frameEveryMs = 250;
const statusEveryMs = 5_000;

/** `state` is asked for every frame; what it throws (the stack is stopping) skips the frame. */
export function screenLoop(output: Output, state: () => Promise<LiveState>): ScreenLoop {
  return output.isTty ? drawing(output, state) : telling(output, state);
}

function drawing(output: Output, state: () => Promise<LiveState>): ScreenLoop {
  const update = createLogUpdate(output.screen, { showCursor: false });
  const draw = async () => update(renderLiveView(await state(), output.size(), output.hasColor));
  const timer = setInterval(() => void draw().catch(() => {}), frameEveryMs);
  return {
    event: () => {},
    stop: async () => {
      clearInterval(timer);
      await draw().catch(() => {});
      update.done();
    },
  };
}

function telling(output: Output, state: () => Promise<LiveState>): ScreenLoop {
  const tell = async () => output.print(formatStatus(await state(), output.hasColor));
  const timer = setInterval(() => void tell().catch(() => {}), statusEveryMs);
  return {
    event: (event) => output.print(formatEvent(event, output.hasColor)),
    stop: async () => clearInterval(timer),
  };
}
