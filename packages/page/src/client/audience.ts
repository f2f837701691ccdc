/** The audience on the presenter's page: the code that phones scan, how many have, and the switch. */
import type { AudienceView } from '../audience/audience-control.ts';
import { post } from './act.ts';
import { byId, setText } from './dom.ts';

/** `end`: the run has ended, and no phone is answered any more. */
export type ShownAudience = { readonly end: () => void };

const lookEveryMs = 2_000;
const svg = 'http://www.w3.org/2000/svg';

/** Does nothing on a page of a run without an audience. */
export function showAudience(): ShownAudience {
  const button = document.getElementById('audience');
  if (!(button instanceof HTMLButtonElement)) return { end: () => {} };
  const dialog = byId('audience-dialog', HTMLDialogElement);
  const flip = byId('audience-switch', HTMLButtonElement);
  let view: AudienceView = { isOn: false, url: null, qr: null, phones: 0 };
  let timer = 0;
  let isOver = false;

  const take = (next: AudienceView): void => {
    if (isOver) return;
    view = next;
    draw(view, button);
  };
  const look = async (): Promise<void> => {
    window.clearTimeout(timer);
    // Where the server is gone, the page says so already.
    if (!document.hidden) await ask().then(take, () => {});
    if (!isOver) timer = window.setTimeout(look, lookEveryMs);
  };
  const open = (): void => dialog.showModal();

  button.addEventListener('click', open);
  byId('invite', HTMLButtonElement).addEventListener('click', open);
  flip.addEventListener('click', () => {
    const isOn = !view.isOn;
    void post('/audience', { isOn }).then(look, (error: Error) =>
      setText(byId('audience-text', HTMLParagraphElement), error.message),
    );
  });
  void look();
  return {
    end: () => {
      isOver = true;
      window.clearTimeout(timer);
      dialog.close();
      button.disabled = true;
      byId('invite', HTMLButtonElement).hidden = true;
    },
  };
}

async function ask(): Promise<AudienceView> {
  const response = await fetch('/audience');
  if (!response.ok) throw new Error(`the answer was ${response.status}`);
  const view: AudienceView = await response.json();
  return view;
}

function draw(view: AudienceView, button: HTMLButtonElement): void {
  const { isOn, url, phones } = view;
  const many = phones === 1 ? '1 phone' : `${phones} phones`;
  setText(button, `Audience: ${isOn ? 'on' : 'off'}`);
  byId('invite', HTMLButtonElement).hidden = !isOn;
  setText(byId('invite-phones', HTMLSpanElement), phones === 0 ? '' : `${many} connected`);
  const text = isOn
    ? `Anyone who scans this code may kill random servers, one at a time: ${many} connected.`
    : 'Switched off: the phones say so. Switched on again it has a new code, and the old one stays worthless.';
  setText(byId('audience-text', HTMLParagraphElement), text);
  setText(byId('audience-switch', HTMLButtonElement), isOn ? 'Switch off' : 'Switch on');
  const link = byId('audience-url', HTMLAnchorElement);
  link.hidden = url === null;
  setText(link, url ?? '');
  if (url === null) link.removeAttribute('href');
  else if (link.getAttribute('href') !== url) link.href = url;
  for (const box of document.querySelectorAll<HTMLElement>('.code')) drawCode(box, view);
}

/** Dark on light in either theme, as not every phone reads the inverse. */
function drawCode(box: HTMLElement, { url, qr }: AudienceView): void {
  if (box.dataset['url'] === (url ?? '')) return;
  box.dataset['url'] = url ?? '';
  box.replaceChildren();
  if (url === null || qr === null) return;
  const picture = document.createElementNS(svg, 'svg');
  picture.setAttribute('viewBox', `0 0 ${qr.size} ${qr.size}`);
  picture.setAttribute('role', 'img');
  picture.setAttribute('aria-label', 'QR code of the address for phones');
  picture.setAttribute('shape-rendering', 'crispEdges');
  const [paper, ink] = [document.createElementNS(svg, 'rect'), document.createElementNS(svg, 'path')];
  paper.setAttribute('width', String(qr.size));
  paper.setAttribute('height', String(qr.size));
  paper.setAttribute('fill', '#fff');
  ink.setAttribute('d', qr.path);
  ink.setAttribute('fill', '#000');
  picture.append(paper, ink);
  box.append(picture);
}
