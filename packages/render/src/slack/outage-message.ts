/** Everything that burns at the same time, as one message: one outage, however many SLOs burn. */
import { formatCount, formatDuration, formatFactor, formatPlural } from '../format.ts';
import { plainText } from '../plain-text.ts';
import type { AlertChange } from './alert-change.ts';
import { context, joined, line, list, type SlackLine, when } from './blocks.ts';
import { burningLine, burningLines, signOfAlert } from './burning-lines.ts';
import { type Frame, mentionText, notification, whoLine } from './frame.ts';
import { fallbackLength, isShort } from './limits.ts';
import type { SlackMessage } from './message.ts';
import { signOf } from './signs.ts';

/** The last change of each alert that fired in it, in the order in which the alerts began. */
export type Outage = { readonly sinceMs: number; readonly changes: readonly AlertChange[] };

const words = { page: 'Act now', ticket: 'Look at it today' } as const;

/** Up to this many SLOs get two lines each. */
const mostInFull = 5;

/** How many SLOs are shown: the most for which the message is short enough. */
const lengths = [50, 25, 10, 3] as const;

/** The same whether the outage is newly posted or updated in place. */
export function outageMessage(outage: Outage, frame: Frame): SlackMessage {
  const burning = burningOf(outage);
  const title = titleOf(outage, burning);
  const [worst] = burning;
  const mention = worst === undefined ? '' : mentionText(worst.severity, frame);
  const called = mention === '' ? '' : ` ${mention}`;
  const head = { markup: `${line`${title.sign} *${title.plain}*`.markup}${called}` };
  const candidates = lengths.map((most) => [
    ...list('', [head, ...lines(outage, burning, most)], most * 2 + 20),
    ...context(small(outage, frame), 2),
  ]);
  const text = `${notification(title.sign, title.plain, frame, fallbackLength)}${called}`;
  return { text, blocks: candidates.find(isShort) ?? candidates.at(-1) ?? [] };
}

/** One change for each burning SLO, its page before its ticket; the worst first. */
function burningOf({ changes }: Outage): readonly AlertChange[] {
  const firing = changes.filter(({ state }) => state === 'firing').toSorted(byUrgency);
  return firing.filter(({ slo }, index) => firing.findIndex((other) => other.slo === slo) === index);
}

function byUrgency(a: AlertChange, b: AlertChange): number {
  return (
    Number(b.severity === 'page') - Number(a.severity === 'page') ||
    (a.remaining ?? 1) - (b.remaining ?? 1) ||
    (rateOf(b) ?? 0) - (rateOf(a) ?? 0)
  );
}

function rateOf({ rule, burn }: AlertChange): number | null {
  return rule?.long ?? burn;
}

type Title = { readonly sign: string; readonly plain: string };

function titleOf(outage: Outage, burning: readonly AlertChange[]): Title {
  const { sinceMs, changes } = outage;
  const [worst] = burning;
  const [first] = changes;
  const count = new Set(changes.map(({ slo }) => slo)).size;
  if (worst === undefined) {
    const what =
      count === 1
        ? `the error budget of ${plainText(first?.slo ?? '')} no longer burns`
        : `none of the ${formatCount(count)} error budgets burns any more`;
    return {
      sign: signOf('good'),
      plain: `Resolved: ${what}, after ${formatDuration(lastMsOf(outage) - sinceMs)}`,
    };
  }
  const rate = rateOf(worst);
  const fast = rate === null ? '' : ` at ${formatFactor(rate)} the sustainable rate`;
  const plain =
    burning.length === 1
      ? `the error budget of ${plainText(worst.slo)} burns${fast}`
      : `${formatPlural(burning.length, 'error budget')} burn, that of ${plainText(worst.slo)}${fast}`;
  return { sign: signOfAlert(worst), plain: `${words[worst.severity]}: ${plain}` };
}

function lines({ changes }: Outage, burning: readonly AlertChange[], most: number): readonly SlackLine[] {
  const told = burning.slice(0, most);
  const rest = burning.length - told.length;
  const over = [...new Set(changes.map(({ slo }) => slo))].filter((slo) =>
    burning.every((one) => one.slo !== slo),
  );
  const notes = [...new Set(changes.flatMap(({ note }) => note ?? []))];
  return [
    ...(burning.length > mostInFull ? told.map(burningLine) : told.flatMap(burningLines)),
    ...(rest > 0 ? [line`_and ${String(rest)} more_`] : []),
    ...overLines(over, burning),
    ...notes.slice(-3).map((note) => line`${note}`),
  ];
}

/**
 * While something burns: what no longer does. For an outage that is over: what was burning, if more than one SLO was.
 */
function overLines(over: readonly string[], burning: readonly AlertChange[]): readonly SlackLine[] {
  if (over.length === 0 || (burning.length === 0 && over.length === 1)) return [];
  const names = over.join(', ');
  return [
    burning.length === 0 ? line`Was burning: ${names}` : line`${signOf('good')} No longer burning: ${names}`,
  ];
}

function small(outage: Outage, frame: Frame): readonly SlackLine[] {
  const { sinceMs, changes } = outage;
  const lastMs = lastMsOf(outage);
  const isOver = changes.every(({ state }) => state === 'resolved');
  const span = isOver
    ? line`Burned from ${when(sinceMs)} until ${when(lastMs)}`
    : line`Burning since ${when(sinceMs)}, as of ${when(lastMs)}`;
  return [joined([...whoLine(changes[0]?.service ?? null, frame), span], ' · ')];
}

/** When anything in it last changed. */
function lastMsOf({ sinceMs, changes }: Outage): number {
  return Math.max(sinceMs, ...changes.map(({ atMs }) => atMs));
}
