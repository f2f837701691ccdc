import { EventEmitter } from 'node:events';
import { takeKeys } from '@garbageday/cli/game-day/keyboard.ts';
import { expect, it } from 'vitest';

function keyboardOf(isTTY: boolean) {
  const modes: boolean[] = [];
  const setRawMode = (isRaw: boolean) => modes.push(isRaw);
  const keyboard = Object.assign(new EventEmitter(), { isTTY, setRawMode });
  const signals: string[] = [];
  const pressed: string[] = [];
  const listener = {
    interrupt: (signal: string) => void signals.push(signal),
    press: (key: string) => void pressed.push(key),
  };
  return { keyboard, modes, signals, pressed, listener };
}

it('takes the keys, and hears Ctrl-C and Ctrl-\\ in whatever is typed', () => {
  const { keyboard, modes, signals, listener } = keyboardOf(true);
  expect(takeKeys(keyboard, listener, () => true)).toBe(true);
  keyboard.emit('data', Buffer.from('exit\r\u001b[A\u001a\u0004q'));
  expect([modes, signals]).toEqual([[true], []]);
  keyboard.emit('data', Buffer.from('x\u0003\u001c'));
  expect(signals).toEqual(['SIGINT', 'SIGQUIT']);
});

it('hears a key that is pressed by itself, and nothing that is pasted or that an arrow sends', () => {
  const { keyboard, pressed, listener } = keyboardOf(true);
  takeKeys(keyboard, listener, () => true);
  for (const keys of ['w', 'whoami\r', '\u001b[A', '\u001bw', '\r', ' ', 'é', '?'])
    keyboard.emit('data', Buffer.from(keys));
  expect(pressed).toEqual(['w', '?']);
});

it.each([
  ['what is not a terminal', false, true],
  ['a terminal that listens to another process', true, false],
])('leaves %s alone', (_what, isTTY, isInForeground) => {
  const { keyboard, modes, listener } = keyboardOf(isTTY);
  expect(takeKeys(keyboard, listener, () => isInForeground)).toBe(false);
  expect([modes, keyboard.listenerCount('data')]).toEqual([[], 0]);
});
