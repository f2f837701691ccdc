/** The audience of a run: it says in the log where phones may kill, and that they reach it from beyond this machine. */
import type { Address } from '@garbageday/page/audience/addresses.ts';
import type { StartedAudience } from '@garbageday/page/audience/start-audience.ts';
import type { LiveState } from '@garbageday/render/live/live-state.ts';
import type { Sentence } from '@garbageday/render/narrate/sentence.ts';
import type { LiveModel } from './live-model.ts';

/** `greeting`: to be said once the page is there. */
export type OpenAudience = StartedAudience & { readonly greeting: Sentence };

type Asked = {
  readonly audience?: Address | null;
  readonly model: Pick<LiveModel, 'say' | 'greet'>;
  readonly recent: () => Promise<LiveState>;
};

/** Null where none is asked for. One that cannot listen is said to be missing, and the run goes on. */
export async function openAudience({ audience = null, model, recent }: Asked): Promise<OpenAudience | null> {
  if (audience === null) return null;
  const { startAudience } = await import('@garbageday/page/audience/start-audience.ts');
  const onSwitch = (url: string | null): void => model.say(sentenceOf(audience, url));
  try {
    const started = await startAudience({ address: audience.address, state: recent, onSwitch });
    return { ...started, greeting: sentenceOf(audience, started.view().url) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    model.greet({ tone: 'bad', text: `there is no audience: ${why}` });
    return null;
  }
}

/** Each address for the phones, as an old one is not valid any more. */
function sentenceOf({ address, name }: Address, url: string | null): Sentence {
  if (url === null) return { tone: 'info', text: 'the audience is switched off' };
  const where = isLoopback(address) ? 'on this machine only' : 'beyond this machine';
  const text = `the audience may kill servers at ${url} (listens ${where}: ${address}, ${name})`;
  return { tone: 'info', text };
}

function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.');
}
