/** What a tab knows: patches added up, never more than the last minutes; and what of it is news. */
import { kept, type PageKill, type PageParts, type PageSecond, type Patch } from '../patch.ts';

export type Model = {
  readonly nowMs: number;
  readonly elapsedMs: number;
  readonly parts: Partial<PageParts>;
  /** By journey, oldest first. */
  readonly seconds: Readonly<Record<string, readonly PageSecond[]>>;
  readonly events: Patch['events'];
  /** The journey whose latency is shown; null: no one has chosen. */
  readonly chosen: string | null;
};

export const nothingKnown: Model = {
  nowMs: 0,
  elapsedMs: 0,
  parts: {},
  seconds: {},
  events: [],
  chosen: null,
};

export function patched(model: Model, patch: Patch): Model {
  const before = patch.isWhole ? nothingKnown : model;
  const fresh = Object.entries(patch.seconds).map(([name, added]) => {
    const all = [...(before.seconds[name] ?? []), ...added];
    return [name, all.slice(-kept.seconds)] as const;
  });
  return {
    nowMs: patch.nowMs,
    elapsedMs: patch.elapsedMs,
    parts: { ...before.parts, ...patch.parts },
    seconds: { ...before.seconds, ...Object.fromEntries(fresh) },
    events: [...before.events, ...patch.events].slice(-kept.events),
    chosen: model.chosen,
  };
}

/** Who feels it: the users, or the probe where none are sent. */
export function feltJourneys({ parts }: Pick<Model, 'parts'>): PageParts['journeys'] {
  const journeys = parts.journeys ?? [];
  const loads = journeys.filter(({ role }) => role === 'load');
  return loads.length > 0 ? loads : journeys;
}

/** The one that was chosen, or else the first of those who feel it. */
export function feltJourney(model: Model): PageParts['journeys'][number] | undefined {
  const felt = feltJourneys(model);
  return felt.find(({ name }) => name === model.chosen) ?? felt[0];
}

export function feltSeconds(model: Model): readonly PageSecond[] {
  const name = feltJourney(model)?.name;
  return name === undefined ? [] : (model.seconds[name] ?? []);
}

/** Of all who feel it, in the last second of each. */
export function feltNow(model: Model): { readonly total: number; readonly bad: number } {
  const last = feltJourneys(model).map(({ name }) => model.seconds[name]?.at(-1));
  return {
    total: last.reduce((sum, second) => sum + (second?.total ?? 0), 0),
    bad: last.reduce((sum, second) => sum + (second?.bad ?? 0), 0),
  };
}

/** All loads together; without any, what the probe sent. */
export function totals(model: Model): { readonly sent: number; readonly failed: number } {
  return feltJourneys(model).reduce(
    (sum, { sent, failed }) => ({ sent: sum.sent + sent, failed: sum.failed + failed }),
    {
      sent: 0,
      failed: 0,
    },
  );
}

/** What a screen reader says by itself: kills, verdicts and refusals, and none of the numbers that change all the time. */
export type Announcer = (model: Model) => void;

/** What was there before the page was opened is not news. */
export function announcer(say: (text: string) => void): Announcer {
  let known: ReadonlyMap<string, string> | null = null;
  return ({ parts }) => {
    if (parts.kills === undefined) return;
    const before = known;
    known = new Map(parts.kills.map((kill) => [kill.id, stageOf(kill)]));
    if (before === null) return;
    const news = parts.kills.filter((kill) => before.get(kill.id) !== stageOf(kill)).map(newsOf);
    const said = news.filter((text) => text !== '').join('. ');
    if (said !== '') say(said);
  };
}

function stageOf({ verdict, injectedAtMs }: PageKill): string {
  return verdict === 'running' ? (injectedAtMs === null ? 'planned' : 'injected') : verdict;
}

export function newsOf(kill: PageKill): string {
  const { label, verdict, headline, target } = kill;
  switch (stageOf(kill)) {
    case 'planned':
      return '';
    case 'injected':
      return `${target?.slot ?? label} died`;
    case 'pass':
      return `Passed: ${headline ?? label}`;
    case 'fail':
      return `Failed: ${headline ?? label}`;
    case 'inconclusive':
      return `Proves nothing: ${headline ?? label}`;
    case 'aborted':
      return `Aborted: ${headline ?? label}`;
    default:
      return `${label}: ${verdict}`;
  }
}
