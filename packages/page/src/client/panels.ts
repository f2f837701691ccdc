/** The head, the large line, the numbers, the budgets and the log. */
import { formatCount, formatMs, formatObjective, formatShare } from '@garbageday/core/wording/words.ts';
import { formatOffset } from '@garbageday/render/format.ts';
import { runPhaseText } from '@garbageday/render/live/run-phase-text.ts';
import { budgetTone } from '@garbageday/render/summary/verdict-mark.ts';
import { byId, make, setClass, setText, setVariable } from './dom.ts';
import { feltJourney, feltNow, feltSeconds, type Model, totals } from './model.ts';
import { burnText } from './panel-text.ts';

export function drawHead({ parts, elapsedMs }: Model): void {
  const { run, lever } = parts;
  if (run === undefined) return;
  setText(byId('service', HTMLHeadingElement), run.service);
  document.body.classList.toggle('is-probe', run.phase === 'probing');
  setText(byId('phase', HTMLParagraphElement), runPhaseText(run));
  const ofAll = run.durationMs === null ? '' : ` / ${formatOffset(run.durationMs)}`;
  setText(byId('elapsed', HTMLParagraphElement), `${formatOffset(elapsedMs)}${ofAll}`);
  const progress = byId('progress', HTMLProgressElement);
  progress.hidden = run.durationMs === null;
  if (run.durationMs !== null) progress.value = Math.min(1, elapsedMs / run.durationMs);
  const address = byId('address', HTMLAnchorElement);
  address.hidden = run.url === null;
  if (run.url !== null && address.getAttribute('href') !== run.url) {
    address.href = run.url;
    setText(address, run.url.replace('http://', ''));
  }
  const isHalted = lever?.kind === 'halted';
  const button = byId('lever', HTMLButtonElement);
  setText(button, isHalted ? 'Resume' : 'Halt');
  setClass(button, isHalted ? 'primary' : 'quiet');
  const why =
    lever?.kind === 'halted' ? `Halted: ${lever.reason}. Nothing will be killed until someone resumes.` : '';
  say('banner-halt', why);
}

/** Several reasons for a banner; each has its own line. */
export function say(reason: string, text: string): void {
  const banner = byId('banner', HTMLParagraphElement);
  const known = banner.querySelector(`[data-reason="${reason}"]`);
  if (text === '') known?.remove();
  else if (known !== null) setText(known, text);
  else {
    const line = make('span', '', text);
    line.dataset['reason'] = reason;
    banner.append(line);
  }
  banner.hidden = banner.childElementCount === 0;
}

/** The last kill and what users felt of it; before the first one, how the service does. */
export function drawHeadline(model: Model): void {
  const headline = byId('headline', HTMLParagraphElement);
  const last = (model.parts.kills ?? []).findLast((kill) => kill.headline !== null);
  setText(byId('reason', HTMLParagraphElement), last?.reason ?? '');
  if (last?.headline != null) {
    setText(headline, last.headline);
    setClass(headline, `headline is-${last.verdict}`);
    return;
  }
  const second = feltSeconds(model).at(-1);
  const { failed } = totals(model);
  if (second === undefined) setText(headline, 'Starting the service …');
  else
    setText(
      headline,
      `${formatCount(feltNow(model).total)} requests a second · p99 ${formatMs(second.p99Ms)} · ${formatCount(failed)} failed`,
    );
}

export function drawNumbers(model: Model): void {
  const second = feltSeconds(model).at(-1);
  const { sent, failed } = feltJourney(model) ?? { sent: 0, failed: 0 };
  const rows: readonly (readonly [string, string])[] = [
    ['requests', formatCount(sent)],
    ['failed', formatCount(failed)],
    ['p50', formatMs(second?.p50Ms ?? null)],
    ['p95', formatMs(second?.p95Ms ?? null)],
    ['p99', formatMs(second?.p99Ms ?? null)],
  ];
  const list = byId('numbers', HTMLDListElement);
  if (list.childElementCount === 0)
    for (const [name] of rows) {
      const row = make('div');
      row.append(make('dt', '', name), make('dd'));
      list.append(row);
    }
  rows.forEach(([name, value], index) => {
    const value_ = list.children[index]?.lastElementChild;
    if (value_ == null) return;
    setText(value_, value);
    setClass(value_, name === 'failed' && failed > 0 ? 'bad' : '');
  });
}

export function drawBudgets({ parts }: Model): void {
  const list = byId('budgets', HTMLUListElement);
  const budgets = parts.budgets ?? [];
  while (list.childElementCount > budgets.length) list.lastElementChild?.remove();
  for (const [index, budget] of budgets.entries()) {
    const { name, objective, remaining, burn } = budget;
    const row = list.children[index] ?? list.appendChild(makeRow());
    const [title, left, bar, rate] = row.children;
    if (title !== undefined) setText(title, `${name} ${formatObjective(objective)}`);
    if (left !== undefined) setText(left, `${formatShare(remaining)} left`);
    if (bar instanceof HTMLElement)
      setVariable(bar, '--left', `${Math.max(0, Math.min(1, remaining)) * 100}%`);
    if (rate !== undefined) {
      setText(rate, burnText(burn));
      setClass(rate, burn?.isFiring === true ? 'burn bad' : 'burn');
    }
    setClass(row, budgetTone(remaining));
  }
}

function makeRow(): HTMLElement {
  const row = make('li');
  row.append(make('span', 'name'), make('span', 'left'), make('span', 'bar'), make('span', 'burn'));
  return row;
}

let drawn: Model['events'] = [];

/** Newest first; only what is new is added. */
export function drawLog({ events }: Model): void {
  const last = drawn.at(-1);
  if (last === events.at(-1)) return;
  const list = byId('log', HTMLOListElement);
  const known = last === undefined ? -1 : events.lastIndexOf(last);
  if (known < 0) list.replaceChildren();
  const rows = events.slice(known + 1).map(({ atMs, tone, text }) => {
    const row = make('li', tone);
    row.append(make('time', '', formatOffset(atMs)), make('span', '', text));
    return row;
  });
  list.prepend(...rows.reverse());
  while (list.childElementCount > events.length) list.lastElementChild?.remove();
  drawn = events;
}
