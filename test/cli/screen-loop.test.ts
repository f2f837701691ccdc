import { Writable } from 'node:stream';
import { screenLoop } from '@garbageday/cli/game-day/screen-loop.ts';
import { createOutput } from '@garbageday/cli/output.ts';
import type { Screen } from '@garbageday/cli/screen.ts';
import { renderLiveView } from '@garbageday/render/terminal/live-view.ts';
import xterm from '@xterm/headless';
import { expect, it, onTestFinished, vi } from 'vitest';
import { sampleLiveState } from '../render/sample-live-state.ts';

type Size = { columns: number; rows: number };

/** A loop over a live state that never changes, on a terminal that xterm.js plays, and what it wrote so far. */
function showing(isTTY: boolean, state = async () => sampleLiveState) {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const size: Size = { columns: 100, rows: 30 };
  // Like a terminal's own line discipline, which sends the carriage back.
  const terminal = new xterm.Terminal({ cols: 100, rows: 30, convertEol: true, allowProposedApi: true });
  const chunks: string[] = [];
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      chunks.push(String(chunk));
      terminal.write(String(chunk), done);
    },
  });
  const screen: Screen = Object.assign(stream, { isTTY });
  Object.defineProperties(screen, { columns: { get: () => size.columns }, rows: { get: () => size.rows } });
  const output = createOutput({ stdout: screen, stderr: screen, env: {}, program: 'garbageday' }, 'text');
  const resize = (to: Size) => {
    Object.assign(size, to);
    terminal.resize(to.columns, to.rows);
    stream.emit('resize');
  };
  const shown = async (): Promise<string> => {
    await drained();
    await new Promise<void>((resolve) => terminal.write('', resolve));
    const { active } = terminal.buffer;
    return Array.from({ length: terminal.rows }, (_, row) =>
      (active.getLine(active.viewportY + row)?.translateToString(true) ?? '').trimEnd(),
    )
      .join('\n')
      .trimEnd();
  };
  const loop = screenLoop(output, state);
  return { loop, resize, shown, terminal, written: () => chunks.join('') };
}

/** Whatever was under way has been written. */
function drained() {
  return new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve)));
}

function frameAt(size: Size): string {
  return renderLiveView(sampleLiveState, size, { colour: false }).trimEnd();
}

const event = { atMs: 1_000, tone: 'bad', text: 'the users process died' } as const;

it('a terminal shows the view from the first moment on', async () => {
  const { loop, shown } = showing(true);
  expect(await shown()).toBe(frameAt({ columns: 100, rows: 30 }));
  await loop.stop();
});

it('whatever size it gets, only the frame of that size is on the screen', async () => {
  const { loop, resize, shown } = showing(true);
  await shown();
  for (const size of [
    { columns: 80, rows: 24 },
    { columns: 200, rows: 50 },
    { columns: 61, rows: 17 },
    { columns: 61, rows: 40 },
    { columns: 100, rows: 12 },
    { columns: 120, rows: 40 },
  ]) {
    resize(size);
    expect(await shown()).toBe(frameAt(size));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await shown()).toBe(frameAt(size));
  }
  await loop.stop();
});

it('the last frame stays where the next lines follow it', async () => {
  const { loop, shown, terminal } = showing(true);
  await shown();
  expect(terminal.buffer.active.type).toBe('alternate');
  await loop.stop();
  expect(await shown()).toBe(frameAt({ columns: 100, rows: 30 }));
  expect(terminal.buffer.active.type).toBe('normal');
  expect(terminal.buffer.active.cursorX).toBe(0);
});

it('a key that is pressed after the end draws nothing into the report', async () => {
  const { loop, shown } = showing(true);
  await loop.discard();
  loop.showNow();
  expect(await shown()).toBe('');
});

it('a view of what never was leaves nothing behind', async () => {
  const { loop, shown } = showing(true);
  expect(await shown()).toContain('Garbage Day');
  await loop.discard();
  expect(await shown()).toBe('');
});

it('a view that fails gives the screen back, and says so once', async () => {
  const { loop, shown, terminal } = showing(true, async () => {
    throw new Error('no fleet');
  });
  expect(await shown()).toBe('garbageday: the view failed: no fleet');
  await vi.advanceTimersByTimeAsync(1_000);
  await loop.stop();
  expect(await shown()).toBe('garbageday: the view failed: no fleet');
  expect(terminal.buffer.active.type).toBe('normal');
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
