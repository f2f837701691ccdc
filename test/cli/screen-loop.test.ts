import { Writable } from 'node:stream';
import { screenLoop } from '@garbageday/cli/game-day/screen-loop.ts';
import { createOutput } from '@garbageday/cli/output.ts';
import type { Screen } from '@garbageday/cli/screen.ts';
import { expect, it, onTestFinished, vi } from 'vitest';
import { sampleLiveState } from '../render/sample-live-state.ts';

/** A loop over a live state that never changes, and what it wrote so far. */
function showing(isTTY: boolean) {
  vi.useFakeTimers();
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const chunks: string[] = [];
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      chunks.push(String(chunk));
      done();
    },
  });
  const screen: Screen = Object.assign(stream, { isTTY, columns: 80, rows: 24 });
  const output = createOutput({ stdout: screen, stderr: screen, env: {} }, 'text');
  const loop = screenLoop(output, async () => sampleLiveState);
  return { loop, written: () => chunks.join('') };
}

const event = { atMs: 1_000, tone: 'bad', text: 'the users process died' } as const;

it('a terminal shows the view from the first moment on', async () => {
  const { loop, written } = showing(true);
  await vi.advanceTimersByTimeAsync(0);
  expect(written()).toContain('Garbage Day');
  await loop.stop();
});

it('a view of what never was is taken off the screen', async () => {
  const { loop, written } = showing(true);
  await vi.advanceTimersByTimeAsync(0);
  const lines = written().split('\n').length - 1;
  await loop.discard();
  const eraseLine = '\u001b[2K';
  expect(written().split(eraseLine).length - 1).toBe(lines + 1);
});

it('lines end with the run: that everything is killed then is no event', async () => {
  const { loop, written } = showing(false);
  loop.event(event);
  await loop.stop();
  const before = written();
  loop.event(event);
  expect(before).toContain(event.text);
  expect(written()).toBe(before);
});
