/** The page on a phone of the audience: asks every second or two how things are, and kills when its button is pressed. */
import type { Button, PhoneView } from '../../audience/phone-view.ts';
import { byId, setClass, setText } from '../dom.ts';

/** The server says how often it wants to be asked. */
type Told = PhoneView & { readonly nextMs: number };
type Refused = { readonly message?: string; readonly reason?: string };

const retryMs = 5_000;
const button = byId('kill', HTMLButtonElement);
let timer = 0;
let coolingUntilMs = 0;
let wakes = 0;
/** Counts the looks and the taps: what an earlier look brings is of before. */
let latest = 0;

function draw({ service, line, cost, button: now, answer }: PhoneView): void {
  setText(byId('service', HTMLHeadingElement), service);
  setText(byId('line', HTMLParagraphElement), line);
  byId('last', HTMLElement).hidden = cost === null;
  if (cost !== null) {
    setText(byId('cost', HTMLParagraphElement), cost.text);
    setClass(byId('cost', HTMLParagraphElement), cost.tone);
  }
  drawButton(now, answer);
}

function drawButton(now: Button, answer: string | null): void {
  button.disabled = now.kind !== 'ready';
  setClass(button, `is-${now.kind}`);
  coolingUntilMs = now.kind === 'cooling' ? performance.now() + now.restSeconds * 1_000 : 0;
  setText(button, now.kind === 'killing' ? 'Killing …' : 'Kill a server');
  hint(answer === null || now.kind === 'killing' ? hintOf(now) : `${answer} ${hintOf(now)}`);
  count();
}

function hintOf(now: Button): string {
  switch (now.kind) {
    case 'ready':
      return 'Chance picks one. It really dies.';
    case 'killing':
      return 'An experiment is under way: watch the screen.';
    case 'cooling':
      return 'The service heals first.';
    case 'halted':
      return 'The presenter has halted all experiments.';
    case 'starting':
      return 'The service is starting.';
    default:
      return now satisfies never;
  }
}

/** The rest of the cool-down, on the button: a screen reader is not told every second. */
function count(): void {
  window.clearTimeout(wakes);
  if (coolingUntilMs === 0) return;
  const rest = Math.ceil((coolingUntilMs - performance.now()) / 1_000);
  if (rest <= 0) return;
  setText(button, `Again in ${rest} s`);
  wakes = window.setTimeout(count, 250);
}

/** There is nothing to press, and why. */
function stop(why: string): void {
  button.disabled = true;
  setClass(button, 'is-off');
  setText(button, 'Kill a server');
  coolingUntilMs = 0;
  window.clearTimeout(wakes);
  setText(byId('line', HTMLParagraphElement), '');
  hint(why);
}

function hint(text: string): void {
  setText(byId('hint', HTMLParagraphElement), text);
}

async function asked(path: string, method: 'GET' | 'POST'): Promise<Response> {
  return await fetch(path, {
    method,
    headers: { 'content-type': 'application/json', 'x-garbageday-audience': location.hash.slice(1) },
    ...(method === 'POST' ? { body: '{}' } : {}),
    signal: AbortSignal.timeout(retryMs),
  });
}

/** When to look again, and what to draw now. */
type Look = { readonly inMs: number; readonly show: () => void };

async function look(): Promise<Look> {
  const response = await asked('/state', 'GET');
  if (response.ok) {
    const told: Told = await response.json();
    return { inMs: told.nextMs, show: () => draw(told) };
  }
  const { reason, message = 'Something is wrong.' }: Refused = await response.json();
  return { inMs: retryMs, show: () => stop(whyNot(reason) ?? message) };
}

function whyNot(reason: string | undefined): string | null {
  if (reason === 'off') return 'The presenter has switched this off.';
  return reason === 'expired' ? 'This code is no longer valid. Scan the one on the screen.' : null;
}

/** Phones that wait in a pocket do not ask. */
async function lookAgain(): Promise<void> {
  window.clearTimeout(timer);
  if (document.hidden) return;
  latest += 1;
  const own = latest;
  const lost: Look = { inMs: retryMs, show: () => stop('The connection is lost; trying again …') };
  const { inMs, show } = await look().catch(() => lost);
  if (own !== latest) return;
  show();
  timer = window.setTimeout(lookAgain, inMs);
}

button.addEventListener('click', () => {
  window.clearTimeout(timer);
  latest += 1;
  drawButton({ kind: 'killing' }, null);
  void asked('/kill', 'POST').then(lookAgain, lookAgain);
});
document.addEventListener('visibilitychange', () => void lookAgain());
// The same tab, another code.
window.addEventListener('hashchange', () => void lookAgain());
void lookAgain();
