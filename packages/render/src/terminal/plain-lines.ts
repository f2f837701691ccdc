/** The live view when output is not a terminal (a log file, CI): one line per event, and a status line now and then. */
import { formatCount, formatMs, formatObjective, formatOffset, formatShare } from '../format.ts';
import type { LiveEvent, LiveJourney, LiveState } from '../live/live-state.ts';
import { eventMarks } from './event-mark.ts';
import { servingOfDesired } from './group-health.ts';
import { isWaiting } from './long-wait.ts';
import { paint } from './paint.ts';
import { type Line, span } from './span.ts';

/** `  0:22  ✖ termination of web-b in zone b (web, i-0c1d4e7a)`; one line, whatever the text contains. */
export function formatEvent(event: LiveEvent, colour: boolean): string {
  const { glyph, style } = eventMarks[event.tone];
  return paint([time(event.atMs), span(`${glyph} `, style), span(event.text)], colour);
}

/**
 * `  0:25    200/s, p50 4.8 ms, p99 16 ms, 0 of 5,000 failed; web 3/3, data 2/3; budget availability 99.9% 100% left`.
 */
export function formatStatus(state: LiveState, colour: boolean): string {
  const felt = journeys(state.journeys);
  const groups = state.groups.map((group) => `${group.name} ${servingOfDesired(group)}`).join(', ');
  const budgets = state.budgets
    .map(
      ({ name, objective, remaining }) =>
        `${name} ${formatObjective(objective)}: ${formatShare(remaining)} left`,
    )
    .join(', ');
  const rest = [groups, budgets === '' ? '' : `budget of ${budgets}`].filter((part) => part !== '');
  return paint(
    [time(state.elapsedMs), ...felt, span(rest.map((part) => `; ${part}`).join(''), 'dim')],
    colour,
  );
}

function time(atMs: number): Line[number] {
  return span(`${formatOffset(atMs).padStart(6)}  `, 'dim');
}

/** The loads, or the judges if there are none; with names if there are several. */
function journeys(all: readonly LiveJourney[]): Line {
  const loads = all.filter(({ role }) => role === 'load');
  const shown = loads.length > 0 ? loads : all;
  return shown.flatMap((one, index) => [
    span(index === 0 ? '  ' : '; '),
    ...(shown.length > 1 ? [span(`${one.name} `, 'dim')] : []),
    ...journey(one),
  ]);
}

function journey({ seconds, failed, sent, retried, oldestWaitMs }: LiveJourney): Line {
  const last = seconds.at(-1);
  const retries = retried > 0 ? `, ${formatCount(retried)} retried` : '';
  return [
    span(
      `${formatCount(last?.total ?? 0)}/s, p50 ${formatMs(last?.p50Ms ?? null)}, p99 ${formatMs(last?.p99Ms ?? null)}, `,
    ),
    span(formatCount(failed), failed > 0 ? 'bad' : 'plain'),
    span(` of ${formatCount(sent)} failed${retries}`),
    ...(isWaiting(oldestWaitMs) ? [span(`, unanswered for ${formatMs(oldestWaitMs)}`, 'bad')] : []),
  ];
}
