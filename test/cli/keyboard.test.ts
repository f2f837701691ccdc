import { EventEmitter } from 'node:events';
import { takeKeys } from '@garbageday/cli/game-day/keyboard.ts';
import { expect, it } from 'vitest';

function keyboardOf(isTTY: boolean) {
  const modes: boolean[] = [];
  const setRawMode = (isRaw: boolean) => modes.push(isRaw);
  const keyboard = Object.assign(new EventEmitter(), { isTTY, setRawMode });
  const signals: string[] = [];
  return { keyboard, modes, signals, interrupt: (signal: string) => void signals.push(signal) };
}

it('takes the keys, and hears Ctrl-C and Ctrl-\\ alone', () => {
  const { keyboard, modes, signals, interrupt } = keyboardOf(true);
  takeKeys(keyboard, interrupt, () => true);
  keyboard.emit('data', Buffer.from('exit\r\u001b[A\u001a\u0004q'));
  expect([modes, signals]).toEqual([[true], []]);
  keyboard.emit('data', Buffer.from('x\u0003\u001c'));
  expect(signals).toEqual(['SIGINT', 'SIGQUIT']);
});

it.each([
  ['what is not a terminal', false, true],
  ['a terminal that listens to another process', true, false],
])('leaves %s alone', (_what, isTTY, isInForeground) => {
  const { keyboard, modes, interrupt } = keyboardOf(isTTY);
  takeKeys(keyboard, interrupt, () => isInForeground);
  expect([modes, keyboard.listenerCount('data')]).toEqual([[], 0]);
});
