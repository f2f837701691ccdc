/** The alerts port on nothing but the ledger, for platforms without an alerting system of their own. */
import type { Configuration, SloConfiguration } from '../config/configuration.ts';
import type { Alerts, Clock, FiringAlert, Ledger } from '../ports.ts';
import { type CountBucket, countMemory } from '../probe/count-memory.ts';
import { isVoid } from '../probe/coverage.ts';
import type { Counts, Slice } from '../probe/slice.ts';
import { type BurnRule, firingAlerts } from './burn-alerts.ts';
import { windowSeconds } from './window.ts';

export type AlertSource = {
  readonly clock: Pick<Clock, 'now'>;
  readonly ledger: Pick<Ledger, 'slices'>;
  readonly configuration: Pick<Configuration, 'service' | 'slos' | 'probe' | 'users'>;
  readonly rules: readonly BurnRule[];
};

/** An answer holds this long: whoever polls ten times a second learns nothing new from slices a second wide. */
const answerHoldsMs = 1_000;

const hourMs = 3_600_000;

/**
 * Which objectives burn right now. Asking is cheap: each slice is read from the ledger about once and remembered in
 * memory for the longest window of the rules. Where a window is longer than the history, the events that the journey's
 * rate would have made in it count as good, so that the first failures of a young installation do not page: an alert
 * means that this share of the whole budget has really burned.
 */
export function ledgerAlerts(source: AlertSource): Alerts {
  const probe = recentCounts(source, 'probe');
  const users = recentCounts(source, 'users');
  let last: { readonly atMs: number; readonly firing: readonly FiringAlert[] } | null = null;
  return {
    firing: async () => {
      const atMs = source.clock.now();
      if (last !== null && atMs - last.atMs < answerHoldsMs) return last.firing;
      const recent = { probe: await probe(), users: await users() };
      const firing = source.configuration.slos.flatMap((slo) => alertsOf(source, slo, recent[slo.journey]));
      last = { atMs, firing };
      return firing;
    },
  };
}

function alertsOf(
  source: AlertSource,
  slo: SloConfiguration,
  recent: readonly CountBucket[],
): readonly FiringAlert[] {
  const nowMs = source.clock.now();
  const { ratePerSecond } = source.configuration[slo.journey];
  const question = {
    slo: slo.name,
    objective: slo.objective,
    periodSeconds: windowSeconds(slo.window),
    rules: source.rules,
  };
  return firingAlerts(question, (seconds) => {
    const counts = countsSince(recent, nowMs - seconds * 1_000, slo.sli);
    return paddedTo(counts, Math.round(ratePerSecond * seconds));
  });
}

function countsSince(recent: readonly CountBucket[], fromMs: number, sli: SloConfiguration['sli']): Counts {
  let good = 0;
  let total = 0;
  for (const slice of recent) {
    if (slice.startMs < fromMs) continue;
    good += slice[sli].good;
    total += slice[sli].total;
  }
  return { good, total };
}

/** As if good events had filled the window up to `events`. */
function paddedTo({ good, total }: Counts, events: number): Counts {
  const missing = Math.max(0, events - total);
  return { good: good + missing, total: total + missing };
}

/** A reader of one journey's counts over the longest window, precise to a sixtieth of the shortest. */
function recentCounts(
  { clock, ledger, configuration, rules }: AlertSource,
  journey: SloConfiguration['journey'],
) {
  const { service, probe } = configuration;
  const longestMs = Math.max(0, ...rules.map((rule) => rule.longSeconds)) * 1_000;
  const bucketMs = Math.min(hourMs, ...rules.map((rule) => (rule.shortSeconds * 1_000) / 60));
  const isTrusted = (slice: Slice): boolean => journey === 'users' || !isVoid(slice, probe.maxLagMs);
  const counts = countMemory({ ledger, service, journey, bucketMs, isTrusted });
  return () => counts(clock.now() - longestMs, clock.now());
}
