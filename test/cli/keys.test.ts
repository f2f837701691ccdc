import { keysOf } from '@garbageday/cli/game-day/keys.ts';
import { describe, expect, it } from 'vitest';

function desk(groups: readonly string[]) {
  const done: string[] = [];
  const keys = keysOf(groups, { end: () => done.push('end'), open: () => done.push('open') });
  const enable = () =>
    keys.enable({
      kill: (group) => void done.push(`kill ${group}`),
      halt: () => void done.push('halt'),
      resume: () => void done.push('resume'),
    });
  return { keys, done, enable };
}

describe('keys', () => {
  it('kill by the first letter of a group, halt, resume, open the page and end', () => {
    const { keys, done, enable } = desk(['load-balancer', 'web', 'data']);
    enable();
    for (const key of ['w', 'd', 'l', 'h', 'r', 'x', 'o', 'q']) keys.press(key);
    expect(done).toEqual([
      ...['kill web', 'kill data', 'kill load-balancer', 'halt', 'resume', 'open', 'end'],
    ]);
  });

  it('give each group a letter of its own, as long as it has one that is free', () => {
    const { kills } = desk(['web', 'worker', 'queue', 'orders', 'ww', '42']).keys.help();
    expect(kills.map(({ key, group }) => `${key} ${group}`)).toEqual([
      'w web',
      'k worker',
      'u queue',
      'd orders',
    ]);
  });

  it('do nothing to a stack that is not there yet, but show its page and end it', () => {
    const { keys, done } = desk(['web']);
    for (const key of ['w', 'h', 'r', 'o', 'q']) keys.press(key);
    expect(done).toEqual(['open', 'end']);
  });

  it('are explained after a question mark, until the next one', () => {
    const { keys } = desk(['web']);
    const seen = [keys.help().isOpen];
    for (const key of ['?', '?']) {
      keys.press(key);
      seen.push(keys.help().isOpen);
    }
    expect(seen).toEqual([false, true, false]);
  });
});
