/** The clock of the processes under test, as whoever runs the sweep sees and moves it. */
import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type WorldClock = {
  /** For the environment of the processes. */
  readonly path: string;
  readonly now: () => number;
  readonly skip: (ms: number) => void;
  /** What the processes would have slept between attempts, since the beginning. */
  readonly pausedMs: () => number;
  readonly close: () => void;
};

let made = 0;

export function worldClock(): WorldClock {
  made += 1;
  const path = join(tmpdir(), `garbageday-sweep-clock-${process.pid}-${made}`);
  const file = openSync(path, 'w+', 0o600);
  const bytes = Buffer.alloc(16);
  writeSync(file, bytes, 0, 16, 0);
  return {
    path,
    now: () => {
      readSync(file, bytes, 0, 16, 0);
      return Date.now() + bytes.readDoubleLE(0) + bytes.readDoubleLE(8);
    },
    skip: (ms) => {
      readSync(file, bytes, 0, 16, 0);
      bytes.writeDoubleLE(bytes.readDoubleLE(0) + ms, 0);
      writeSync(file, bytes, 0, 8, 0);
    },
    pausedMs: () => {
      readSync(file, bytes, 0, 16, 0);
      return bytes.readDoubleLE(8);
    },
    close: () => {
      closeSync(file);
      rmSync(path);
    },
  };
}
