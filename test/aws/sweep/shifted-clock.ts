/**
 * Imported first by the process under test: its wall clock is the machine's, moved by what a file says, so that minutes
 * pass without anybody waiting for them. The file holds two numbers, for whoever runs the sweep and for this process.
 */
import { openSync, readSync, writeSync } from 'node:fs';

const Machine = Date;
const file = openSync(process.env['SWEEP_CLOCK'] ?? '', 'r+');
const bytes = Buffer.alloc(16);

function shiftMs(): number {
  readSync(file, bytes, 0, 16, 0);
  return bytes.readDoubleLE(0) + bytes.readDoubleLE(8);
}

/** The time that somebody would have slept for. */
export function skip(ms: number): void {
  readSync(file, bytes, 0, 16, 0);
  bytes.writeDoubleLE(bytes.readDoubleLE(8) + ms, 8);
  writeSync(file, bytes, 8, 8, 8);
}

function now() {
  return Machine.now() + shiftMs();
}

globalThis.Date = class extends Machine {
  constructor(...given: readonly unknown[]) {
    super(...((given.length === 0 ? [now()] : given) as [number]));
  }

  static override now(): number {
    return now();
  }
} as DateConstructor;
