/** Single keys that act on the run whose live view is shown. */
import type { KeyHelp } from '@garbageday/render/terminal/live/key-help.ts';

/** What keys can do once there is something to do it to. None of them throws. */
export type KeyActions = {
  readonly kill: (group: string) => void;
  readonly halt: () => void;
  readonly resume: () => void;
};

export type Keys = {
  /** One key, as text. One that means nothing does nothing. */
  readonly press: (key: string) => void;
  /** From now on they act; until then only `o`, `q` and `?` do. */
  readonly enable: (actions: KeyActions) => void;
  readonly help: () => KeyHelp;
};

const taken = new Set(['h', 'r', 'o', 'q']);

/** What keys do from the first moment on: the end, and the live page in a browser. */
export type EarlyKeys = { readonly end: () => void; readonly open: () => void };

export function keysOf(groups: readonly string[], { end, open }: EarlyKeys): Keys {
  const kills = killKeys(groups);
  let actions: KeyActions | null = null;
  let isOpen = false;
  const press = (key: string): void => {
    const group = kills.find((each) => each.key === key)?.group;
    if (key === 'q') end();
    else if (key === 'o') open();
    else if (key === '?') isOpen = !isOpen;
    else if (key === 'h') actions?.halt();
    else if (key === 'r') actions?.resume();
    else if (group !== undefined) actions?.kill(group);
  };
  return {
    press,
    enable: (given) => {
      actions = given;
    },
    help: () => ({ kills, isOpen }),
  };
}

/** The first letter of each name that no other key has. */
function killKeys(groups: readonly string[]): KeyHelp['kills'] {
  const used = new Set(taken);
  return groups.flatMap((group) => {
    const key = [...group.toLowerCase()].find((letter) => /[a-z]/.test(letter) && !used.has(letter));
    if (key === undefined) return [];
    used.add(key);
    return [{ key, group }];
  });
}
