/** The experiment that is under way, phase by phase, or else the last one; the last five; what is next. */
import { formatDuration } from '@garbageday/core/wording/words.ts';
import { experimentPhases } from '@garbageday/render/live/phases.ts';
import type { PageKill, PageParts } from '../patch.ts';
import { byId, make, setClass, setText } from './dom.ts';
import type { Model } from './model.ts';
import { stepClass, timeText } from './panel-text.ts';

const marks: Readonly<Record<PageKill['verdict'], string>> = {
  ...{ pass: '✔ passed', fail: '✖ failed', inconclusive: '? proves nothing' },
  ...{ running: '▶ under way', refused: '⊘ refused', aborted: '■ aborted' },
};

export function drawExperiment({ parts, nowMs }: Model): void {
  const kills = parts.kills ?? [];
  const running = kills.findLast(({ verdict }) => verdict === 'running');
  const shown = running ?? kills.at(-1);
  const name = byId('experiment-name', HTMLParagraphElement);
  setText(name, shown === undefined ? 'None yet.' : `${marks[shown.verdict]}  ${nameOf(shown)}`);
  setClass(name, `mark is-${shown?.verdict ?? 'none'}`);
  drawPhases(shown);
  setText(byId('next', HTMLParagraphElement), nextText(parts, nowMs));
  const listed = kills.slice(-5).reverse();
  const lines = listed.map((kill) => `${marks[kill.verdict]}  ${nameOf(kill)}`);
  const ul = byId('kills', HTMLUListElement);
  if (ul.dataset['lines'] === lines.join('\n')) return;
  ul.dataset['lines'] = lines.join('\n');
  ul.replaceChildren(
    ...listed.map((kill) => {
      const row = make('li');
      row.append(make('span', `mark is-${kill.verdict}`, marks[kill.verdict]), ` ${nameOf(kill)}`);
      return row;
    }),
  );
}

function drawPhases(kill: PageKill | undefined): void {
  const list = byId('phases', HTMLOListElement);
  if (list.childElementCount === 0)
    list.append(
      ...experimentPhases.map((phase) => {
        const step = make('li', '', phase);
        step.append(make('small'));
        return step;
      }),
    );
  for (const [index, phase] of experimentPhases.entries()) {
    const step = list.children[index];
    if (step === undefined) continue;
    setClass(step, kill === undefined ? '' : stepClass(kill, phase));
    if (step.className === 'is-now') step.setAttribute('aria-current', 'step');
    else step.removeAttribute('aria-current');
    const time = step.querySelector('small');
    if (time !== null) setText(time, kill === undefined ? '' : timeText(kill, phase));
  }
}

function nameOf({ label, target }: PageKill): string {
  return target === null ? label : `${label}: ${target.slot}`;
}

function nextText({ next, lever, run }: Partial<PageParts>, nowMs: number): string {
  if (next == null) return run === undefined || run.phase === 'booting' ? '' : 'No further kill is planned.';
  if (lever?.kind === 'halted') return `Next, once resumed: ${next.label}`;
  const inMs = next.atMs - nowMs;
  return inMs <= 0 ? `Next, now: ${next.label}` : `Next in ${formatDuration(inMs)}: ${next.label}`;
}
