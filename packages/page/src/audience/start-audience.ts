/** The audience of a run: its listener, and what the presenter can do about it. */
import type { LiveState } from '@garbageday/render/live/live-state.ts';
import type { Hands } from '../hands.ts';
import { clientFiles } from '../server/client-files.ts';
import { onceLoaded } from '../server/once-loaded.ts';
import { openAudience } from './audience.ts';
import type { AudienceControl, AudienceView } from './audience-control.ts';
import { listenToAudience } from './audience-server.ts';
import { type QrPicture, qrPicture } from './qr.ts';

export type StartedAudience = AudienceControl & {
  /** From now on, a phone may kill. */
  readonly attach: (hands: Hands) => void;
  readonly close: () => Promise<void>;
};

type Given = {
  /** Of this machine. */
  readonly address: string;
  readonly state: () => Promise<LiveState>;
  /** Called with the new address for the phones when it is switched on again, and with null when it is switched off. */
  readonly onSwitch: (url: string | null) => void;
};

/** It is on at once: that is what was asked for. */
export async function startAudience({ address, state, onSwitch }: Given): Promise<StartedAudience> {
  const audience = openAudience({ state, nowMs: () => performance.now() });
  const { host, phones, close } = await listenToAudience({
    ...{ address, audience },
    files: onceLoaded(clientFiles),
  });
  const url = (): string | null => {
    const token = audience.token();
    return token === null ? null : `http://${host}/#${token}`;
  };
  let picture: { readonly url: string; readonly qr: QrPicture } | null = null;
  const view = (): AudienceView => {
    const now = url();
    if (now !== null && picture?.url !== now) picture = { url: now, qr: qrPicture(now) };
    const isOn = now !== null;
    return { isOn, url: now, qr: isOn && picture !== null ? picture.qr : null, phones: phones() };
  };
  return {
    attach: audience.attach,
    close,
    view,
    switchTo: (isOn) => {
      // Two tabs may both say so; the code that is on the screen stays.
      if (isOn !== (audience.token() !== null)) {
        audience.switchTo(isOn);
        onSwitch(url());
      }
      return view();
    },
  };
}
