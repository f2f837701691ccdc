/** Keys while the live view is shown: they are read, so that nothing echoes into a frame and nothing waits for the shell. */
import { execFileSync } from 'node:child_process';
import { statFields } from '@garbageday/local/processes/process-start.ts';

/** `process.stdin`, as far as it is needed here. */
export type Keyboard = {
  readonly isTTY?: boolean;
  readonly setRawMode?: (isRaw: boolean) => unknown;
  readonly on: (name: 'data', listener: (keys: Uint8Array) => void) => unknown;
};

export type Interrupt = (signal: 'SIGINT' | 'SIGQUIT') => void;

/** What Ctrl-C and Ctrl-\ send in raw mode, where the terminal makes no signals of them. */
const signals: Readonly<Record<number, 'SIGINT' | 'SIGQUIT'>> = { 3: 'SIGINT', 28: 'SIGQUIT' };

/**
 * Takes the keys until the process ends: Node gives the terminal its mode back. Ctrl-C interrupts as ever; all other keys,
 * Ctrl-Z among them, do nothing, for a supervisor that is stopped watches over nothing. Leaves the terminal alone in the
 * background, where changing its mode would stop the process.
 */
export function takeKeys(keyboard: Keyboard, interrupt: Interrupt, isInForeground = ownsTerminal): void {
  if (keyboard.isTTY !== true || keyboard.setRawMode === undefined || !isInForeground()) return;
  keyboard.setRawMode(true);
  keyboard.on('data', (keys) => {
    for (const key of keys) {
      const signal = signals[key];
      if (signal !== undefined) interrupt(signal);
    }
  });
}

/** Whether the terminal listens to this process; in doubt not. */
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
