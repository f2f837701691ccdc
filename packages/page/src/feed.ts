/** Remembers what has changed when, so that each tab gets what it lacks, however long it did not listen. */
import type { LiveEvent, LiveSecond, LiveState } from '@garbageday/render/live/live-state.ts';
import { kept, type PageParts, type PageSecond, type Patch } from './patch.ts';

export type Feed = {
  readonly take: (state: LiveState) => void;
  /** Counts the states that were taken; 0: none. */
  readonly version: () => number;
  /** What came after that version; of one that it cannot know, everything. */
  readonly since: (version: number) => Patch;
};

type Versioned<T> = { readonly version: number; readonly value: T };
type PartName = keyof PageParts;

export function pageFeed(): Feed {
  let version = 0;
  let clock = { nowMs: 0, elapsedMs: 0 };
  let events: readonly Versioned<LiveEvent>[] = [];
  const parts = new Map<PartName, Versioned<string>>();
  const seconds = new Map<string, readonly Versioned<PageSecond>[]>();

  const takeParts = (state: LiveState): void => {
    const now = partsOf(state);
    for (const name of partNames) {
      const text = JSON.stringify(now[name]);
      if (parts.get(name)?.value !== text) parts.set(name, { version, value: text });
    }
  };
  const takeSeconds = ({ journeys }: LiveState): void => {
    for (const journey of journeys) {
      const known = seconds.get(journey.name) ?? [];
      const all = journey.seconds.flatMap(secondOf);
      // By its place and not by its time: `up` follows a clock that was set back.
      const last = all.findLastIndex(({ startMs }) => startMs === known.at(-1)?.value.startMs);
      const added = all.slice(last + 1).map((value) => ({ version, value }));
      seconds.set(journey.name, [...known, ...added].slice(-kept.seconds));
    }
  };
  const takeEvents = (state: LiveState): void => {
    const last = events.at(-1)?.value;
    const known = last === undefined ? -1 : state.events.lastIndexOf(last);
    const added = state.events.slice(known + 1).map((value) => ({ version, value }));
    events = [...events, ...added].slice(-kept.events);
  };

  return {
    version: () => version,
    take: (state) => {
      version += 1;
      clock = { nowMs: state.nowMs ?? 0, elapsedMs: state.elapsedMs };
      takeParts(state);
      takeSeconds(state);
      takeEvents(state);
    },
    since: (asked) => {
      const isWhole = asked <= 0 || asked > version;
      const from = isWhole ? 0 : asked;
      const newer = <T>(all: readonly Versioned<T>[]) =>
        all.filter((one) => one.version > from).map(({ value }) => value);
      const changed = [...parts].filter(([, part]) => part.version > from);
      const journeys = [...seconds].map(([name, all]) => [name, newer(all)] as const);
      return {
        isWhole,
        ...clock,
        parts: Object.fromEntries(changed.map(([name, { value }]) => [name, JSON.parse(value)])),
        seconds: Object.fromEntries(journeys.filter(([, all]) => all.length > 0)),
        events: newer(events),
      };
    },
  };
}

const partNames: readonly PartName[] = ['run', 'lever', 'groups', 'journeys', 'budgets', 'kills', 'next'];

function partsOf(state: LiveState): PageParts {
  const { service, command, phase, durationMs, url, platform, seed, lever, budgets, next } = state;
  return {
    run: { service, command, phase, durationMs, url, platform, seed },
    lever,
    groups: state.groups.map(({ name, kind, desiredSize, requiredHealthy, instances }) => ({
      ...{ name, kind, desiredSize, requiredHealthy },
      instances: instances.map(({ tags: _, group: __, ...shown }) => shown),
    })),
    journeys: state.journeys.map(({ name, role, sent, failed, retried }) => ({
      ...{ name, role, sent, failed, retried },
    })),
    budgets,
    kills: state.kills
      .flatMap(({ label, verdict, experiment }) =>
        experiment === undefined ? [] : { label, verdict, ...experiment },
      )
      .slice(-kept.kills),
    next: next === null ? null : { atMs: (state.nowMs ?? 0) + next.inMs, label: next.label },
  };
}

function secondOf({ startMs, p95Ms, maxMs, ...second }: LiveSecond): readonly PageSecond[] {
  if (startMs === undefined) return [];
  const { total, bad, p50Ms, p99Ms } = second;
  return [{ startMs, total, bad, p50Ms, p95Ms: p95Ms ?? null, p99Ms, maxMs: maxMs ?? null }];
}
