/** What the audience may do: kill a server that chance picks, one at a time, while the presenter lets it. */
import { randomBytes } from 'node:crypto';
import type { LiveState } from '@garbageday/render/live/live-state.ts';
import type { Hands } from '../hands.ts';
import { isSame } from '../server/guard.ts';
import { type PhoneView, phoneView } from './phone-view.ts';

/** `off`: the presenter has switched it off; `expired`: the code of an earlier time. */
export type Admission = 'admitted' | 'off' | 'expired';

export type Audience = {
  /** Null while it is off. */
  readonly token: () => string | null;
  /** On: with a token that no one has yet, so the codes of before are worth nothing. */
  readonly switchTo: (isOn: boolean) => void;
  readonly admits: (token: string) => Admission;
  readonly attach: (hands: Hands) => void;
  readonly view: () => Promise<PhoneView>;
  /** Null: it is under way; otherwise why not. Does not wait for its end. */
  readonly kill: (token: string) => Promise<PhoneView['button'] | null>;
};

/** From the end of a kill to the next one that the audience may ask for, so that the room sees it heal. */
export const coolDownMs = 15_000;

type Given = {
  readonly state: () => Promise<LiveState>;
  /** Milliseconds that only grow. */
  readonly nowMs: () => number;
};

export function openAudience({ state, nowMs }: Given): Audience {
  let token: string | null = newToken();
  let hands: Hands | null = null;
  let isKilling = false;
  let coolUntilMs = Number.NEGATIVE_INFINITY;
  let answer: string | null = null;

  const admits = (given: string): Admission => {
    if (token === null) return 'off';
    return isSame(given, token) ? 'admitted' : 'expired';
  };
  const view = async (): Promise<PhoneView> =>
    phoneView(await state(), {
      ...{ isAttached: hands !== null, isKilling, answer },
      restMs: coolUntilMs - nowMs(),
    });
  const carryOut = async (by: Hands): Promise<void> => {
    try {
      const { kind, text } = await by.kill({ group: null, instanceId: null, mode: 'armed' });
      answer = kind === 'completed' ? null : text;
    } catch (error) {
      answer = error instanceof Error ? error.message : String(error);
    } finally {
      isKilling = false;
      coolUntilMs = nowMs() + coolDownMs;
    }
  };

  return {
    token: () => token,
    switchTo: (isOn) => {
      token = isOn ? newToken() : null;
    },
    admits,
    attach: (given) => {
      hands = given;
    },
    view,
    kill: async (given) => {
      const { button } = await view();
      if (button.kind !== 'ready') return button;
      // Another phone may have been faster while the state was taken, or the presenter may have switched it off.
      if (isKilling || hands === null || admits(given) !== 'admitted') return { kind: 'killing' };
      isKilling = true;
      answer = null;
      void carryOut(hands);
      return null;
    },
  };
}

/** 128 bits: not to be guessed, and short enough for a code that is read from the last row. */
function newToken(): string {
  return randomBytes(16).toString('base64url');
}
