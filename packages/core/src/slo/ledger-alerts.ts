/** The alerts port on the ledger alone, for platforms without an alerting system of their own. */

import type { Configuration, Judging, SloConfiguration } from '../configuration.ts';
import type { Alerts, Clock, FiringAlert, Ledger } from '../ports.ts';
import { type CountBucket, countMemory } from '../probe/count-memory.ts';
import { journeyNamed } from '../probe/measured-journey.ts';
import { isTrusted } from '../probe/read-slices.ts';
import type { LedgerSlice } from '../probe/slice.ts';
import { burnPrecisionMs, burnSeconds, firingAlerts } from './burn-alerts.ts';
import type { BurnRule } from './burn-rule.ts';
import { creditedCounts } from './credited-counts.ts';
import { tallyOf } from './tally.ts';
import { windowSeconds } from './window.ts';

export type AlertSource = {
  readonly clock: Pick<Clock, 'now'>;
  readonly ledger: Pick<Ledger, 'slices'>;
  readonly configuration: Pick<Configuration, 'service' | 'slos' | 'journeys'> & { readonly probe: Judging };
  /** The rules that count: the same for every SLO, or a function of it, such as `(slo) => slo.alerts`. */
  readonly rules: readonly BurnRule[] | ((slo: SloConfiguration) => readonly BurnRule[]);
  /** Time that counts nowhere, such as maintenance. Default: all time counts. */
  readonly isExcluded?: (atMs: number) => boolean;
};

/** An answer is reused for this long: polling ten times a second reveals nothing new with one-second slices. */
const answerHoldsMs = 1_000;

/**
 * Which SLOs burn right now. Cheap to call: each slice is read from the ledger about once and kept in memory for the
 * longest window of the rules. If a window is longer than the history, the missing events (by the journey's rate) count
 * as good, so that the first failures of a new installation do not page: an alert means that this share of the whole
 * budget has really burned.
 */
export function ledgerAlerts(source: AlertSource): Alerts {
  const watched = source.configuration.slos.map((slo) => ({ slo, rules: rulesOf(source, slo) }));
  const readers = readersOf(source, watched);
  let last: { readonly atMs: number; readonly firing: readonly FiringAlert[] } | null = null;
  return {
    firing: async () => {
      const atMs = source.clock.now();
      if (last !== null && atMs - last.atMs < answerHoldsMs) return last.firing;
      const firing: FiringAlert[] = [];
      for (const { read, watching } of readers) {
        const recent = await read();
        firing.push(...watching.flatMap((each) => alertsOf(source, each, recent)));
      }
      last = { atMs, firing };
      return firing;
    },
  };
}

type Watched = { readonly slo: SloConfiguration; readonly rules: readonly BurnRule[] };

function rulesOf({ rules }: AlertSource, slo: SloConfiguration): readonly BurnRule[] {
  return typeof rules === 'function' ? rules(slo) : rules;
}

function alertsOf(
  { clock, configuration }: AlertSource,
  { slo, rules }: Watched,
  recent: readonly CountBucket[],
): readonly FiringAlert[] {
  const nowMs = clock.now();
  const { name, objective, budgeting, sli } = slo;
  const { ratePerSecond } = journeyNamed(configuration.journeys, slo.journey);
  const since = (seconds: number): number => nowMs - seconds * 1_000;
  const tally = tallyOf(budgeting, burnSeconds(rules).map(since));
  for (const { startMs, [sli]: counts } of recent) tally.add({ startMs, counts });
  const question = { slo: name, objective, periodSeconds: windowSeconds(slo.window), rules };
  return firingAlerts(question, (seconds) =>
    creditedCounts(tally.since(since(seconds)), seconds, { budgeting, ratePerSecond }),
  );
}

type Reader = {
  readonly read: () => Promise<readonly CountBucket[]>;
  readonly watching: readonly Watched[];
};

/** SLOs that look at the same slices in the same detail share a memory of them. */
function readersOf(source: AlertSource, watched: readonly Watched[]): readonly Reader[] {
  const burning = watched.filter(({ rules }) => rules.length > 0);
  const groups = new Map<string, Watched[]>();
  for (const each of burning) {
    const detail = detailOf(each.slo);
    groups.set(detail, [...(groups.get(detail) ?? []), each]);
  }
  return [...groups.values()].flatMap((watching) =>
    watching.slice(0, 1).map(({ slo }) => ({ watching, read: reader(source, slo, watching) })),
  );
}

function detailOf({ journey, step, vantage, budgeting }: SloConfiguration): string {
  const sliceSeconds = budgeting.kind === 'occurrences' ? null : budgeting.sliceSeconds;
  return JSON.stringify([journey, step, vantage, sliceSeconds]);
}

/** Reads counts over the longest window: by time slice, or with a precision of a sixtieth of the shortest window. */
function reader(
  { clock, ledger, configuration, isExcluded = () => false }: AlertSource,
  { journey, role, step, vantage, budgeting }: SloConfiguration,
  watching: readonly Watched[],
): Reader['read'] {
  const { service, probe } = configuration;
  const seconds = watching.flatMap(({ rules }) => burnSeconds(rules));
  const longestMs = Math.max(...seconds) * 1_000;
  const counts = countMemory({
    ...{ ledger, service, journey },
    bucketMs: budgeting.kind === 'occurrences' ? burnPrecisionMs(seconds) : budgeting.sliceSeconds * 1_000,
    part: { step, vantage },
    isTrusted: (slice: LedgerSlice): boolean =>
      !isExcluded(slice.startMs) && isTrusted(slice, role, probe.maxLagMs),
  });
  return () => counts(clock.now() - longestMs, clock.now());
}
