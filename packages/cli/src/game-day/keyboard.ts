/** Reads keys while the live view is shown, so that nothing is echoed into a frame or left over for the shell. */
import { execFileSync } from 'node:child_process';
import { statFields } from '@garbageday/local/processes/process-start.ts';

/** `process.stdin`, as far as it is needed here. */
export type Keyboard = {
  readonly isTTY?: boolean;
  readonly setRawMode?: (isRaw: boolean) => unknown;
  readonly on: (name: 'data', listener: (keys: Uint8Array) => void) => unknown;
};

export type Interrupt = (signal: 'SIGINT' | 'SIGQUIT') => void;

/** What Ctrl-C and Ctrl-\ send in raw mode, where the terminal does not turn them into signals. */
const signals: Readonly<Record<number, 'SIGINT' | 'SIGQUIT'>> = { 3: 'SIGINT', 28: 'SIGQUIT' };

export type KeyListener = {
  readonly interrupt: Interrupt;
  /** A printable ASCII character that was typed by itself: what is pasted, and what an arrow or Alt sends, is none. */
  readonly press?: (key: string) => void;
};

/**
 * Takes the keys until the process ends: Node gives the terminal its mode back. Ctrl-C interrupts as ever; Ctrl-Z does
 * nothing, for a supervisor that is stopped watches over nothing. Leaves the terminal alone in the background, where
 * changing its mode would stop the process. Whether the keys are taken.
 */
export function takeKeys(
  keyboard: Keyboard,
  { interrupt, press = () => {} }: KeyListener,
  isInForeground = ownsTerminal,
): boolean {
  if (keyboard.isTTY !== true || keyboard.setRawMode === undefined || !isInForeground()) return false;
  keyboard.setRawMode(true);
  keyboard.on('data', (keys) => {
    for (const key of keys) {
      const signal = signals[key];
      if (signal !== undefined) interrupt(signal);
    }
    const [only, ...others] = keys;
    if (only !== undefined && others.length === 0 && only > 32 && only < 127)
      press(String.fromCharCode(only));
  });
  return true;
}

/** Whether this process is in the terminal's foreground; if in doubt, no. */
function ownsTerminal(): boolean {
  try {
    return process.platform === 'linux' ? ownsTerminalOnLinux() : ownsTerminalByPs();
  } catch {
    return false;
  }
}

/** proc_pid_stat(5): state, ppid, pgrp, session, tty, tpgid. */
function ownsTerminalOnLinux(): boolean {
  const [, , group, , , foreground] = statFields('self') ?? [];
  return group !== undefined && group === foreground;
}

/** ps(1) marks the foreground process group with a `+`. */
function ownsTerminalByPs(): boolean {
  return execFileSync('ps', ['-o', 'stat=', '-p', String(process.pid)], { encoding: 'utf8' }).includes('+');
}
