/** Kill, halt, resume: asked for here, carried out by the same code as the commands of those names. */
import { byId, make, setClass, setText } from './dom.ts';
import type { Model } from './model.ts';
import { stakesOf } from './stakes.ts';
import type { Tile } from './tiles.ts';

type Wish = { readonly group: string | null; readonly instanceId: string | null };
type Question = {
  readonly title: string;
  readonly text: string;
  readonly stakes: string;
  readonly isHigh: boolean;
};

export type Actions = { readonly killTile: (tile: Tile) => void };

export function listenToHands(model: () => Model): Actions {
  byId('random', HTMLButtonElement).addEventListener('click', () => {
    void confirmed(
      {
        title: 'Kill a random server?',
        text: 'Chance picks a server of any group, and the gate decides first. It is a real process, and it really dies.',
        ...{ stakes: '', isHigh: false },
      },
      { group: null, instanceId: null },
      'a random server',
    );
  });
  byId('lever', HTMLButtonElement).addEventListener('click', () => {
    const isHalted = model().parts.lever?.kind === 'halted';
    void (isHalted ? post('/resume', {}) : post('/halt', { reason: 'halted on the live page' })).then(
      () => show('', ''),
      failed,
    );
  });
  return {
    killTile: (tile) => {
      const group = (model().parts.groups ?? []).find(({ name }) => name === tile.group);
      if (group === undefined || tile.instance === null) return;
      const { text: stakes, isHigh } = stakesOf(group, tile.instance);
      void confirmed(
        {
          title: `Kill ${tile.slot}?`,
          text: 'The gate decides first. It is a real process, and it really dies.',
          ...{ stakes, isHigh },
        },
        { group: tile.group, instanceId: tile.instance.id },
        tile.slot,
      );
    },
  };
}

/** Where much is at stake, Enter takes the safe choice. */
async function confirmed(question: Question, wish: Wish, whom: string): Promise<void> {
  const dialog = byId('confirm', HTMLDialogElement);
  if (dialog.open) return;
  setText(byId('confirm-title', HTMLHeadingElement), question.title);
  setText(byId('confirm-text', HTMLParagraphElement), question.text);
  const stakes = byId('confirm-stakes', HTMLParagraphElement);
  setText(stakes, question.stakes);
  stakes.hidden = question.stakes === '';
  setClass(stakes, question.isHigh ? 'stakes is-high' : 'stakes');
  const armed = byId('confirm-armed', HTMLButtonElement);
  setText(armed, `Kill ${whom}`);
  dialog.returnValue = 'cancel';
  dialog.showModal();
  if (question.isHigh) dialog.querySelector<HTMLButtonElement>('button[value="cancel"]')?.focus();
  else armed.focus();
  const choice = await new Promise<string>((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue), { once: true });
  });
  if (choice !== 'armed' && choice !== 'dry-run') return;
  show(`${choice === 'armed' ? 'Killing' : 'Asking the gate about'} ${whom} …`, '');
  try {
    const answer = await post('/kill', { ...wish, mode: choice });
    const { kind, text }: { kind?: unknown; text?: unknown } = { ...answer };
    show(String(text), kind === 'refused' || kind === 'aborted' ? 'bad' : '');
  } catch (error) {
    failed(error);
  }
}

const shownMs = 20_000;
let hiding = 0;

/** The gate's refusal stays until something else is asked; the rest goes by itself. */
function show(text: string, tone: '' | 'bad'): void {
  const box = byId('answer', HTMLParagraphElement);
  window.clearTimeout(hiding);
  box.replaceChildren(
    ...text.split('\n').flatMap((line, index) => (index === 0 ? [line] : [make('br'), line])),
  );
  setClass(box, `answer ${tone}`);
  box.hidden = text === '';
  if (tone === '') hiding = window.setTimeout(() => show('', ''), shownMs);
}

function failed(error: unknown): void {
  show(error instanceof Error ? error.message : String(error), 'bad');
}

/** @throws Error with what the server says against it. */
export async function post(path: string, body: unknown): Promise<object> {
  const token = document.querySelector<HTMLMetaElement>('meta[name="garbageday-token"]')?.content ?? '';
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-garbageday-token': token },
    body: JSON.stringify(body),
  });
  const answer: unknown = await response.json();
  const known: object = typeof answer === 'object' && answer !== null ? answer : {};
  const { message }: { message?: unknown } = known;
  if (!response.ok)
    throw new Error(typeof message === 'string' ? message : `the answer was ${response.status}`);
  return known;
}
