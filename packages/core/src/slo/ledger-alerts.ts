/** The alerts port on nothing but the ledger, for platforms without an alerting system of their own. */
import type { Configuration, SloConfiguration } from '../config/configuration.ts';
import type { Alerts, Clock, FiringAlert, Ledger } from '../ports.ts';
import { isVoid } from '../probe/coverage.ts';
import { foldSlices } from '../probe/read-slices.ts';
import type { Counts, Slice } from '../probe/slice.ts';
import { type BurnRule, firingAlerts } from './burn-alerts.ts';
import { windowSeconds } from './window.ts';

export type AlertSource = {
  readonly clock: Pick<Clock, 'now'>;
  readonly ledger: Pick<Ledger, 'slices'>;
  readonly configuration: Pick<Configuration, 'service' | 'slos' | 'probe' | 'users'>;
  readonly rules: readonly BurnRule[];
};

/** A slice may reach the ledger this much after one that began later. */
const lateMs = 30_000;

/** An answer holds this long: whoever polls ten times a second learns nothing new from slices a second wide. */
const answerHoldsMs = 1_000;

/** What is kept of a slice: enough to count, small enough for days of them. */
type Kept = Pick<Slice, 'startMs' | 'availability' | 'latency'>;

/**
 * Which objectives burn right now. Asking is cheap: each slice is read from the ledger about once and remembered in
 * memory for the longest window of the rules. Where a window is longer than the history, the events that the journey's
 * rate would have made in it count as good, so that the first failures of a young installation do not page: an alert
 * means that this share of the whole budget has really burned.
 */
export function ledgerAlerts(source: AlertSource): Alerts {
  const probe = recentSlices(source, 'probe');
  const users = recentSlices(source, 'users');
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
  recent: readonly Kept[],
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

function countsSince(recent: readonly Kept[], fromMs: number, sli: SloConfiguration['sli']): Counts {
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

/** A reader of one journey's slices of the longest window, which remembers what it has read. */
function recentSlices(
  { clock, ledger, configuration, rules }: AlertSource,
  journey: SloConfiguration['journey'],
) {
  const longestMs = rules.reduce((most, rule) => Math.max(most, rule.longSeconds), 0) * 1_000;
  const known = new Map<string, Kept>();
  let readUntilMs = Number.NEGATIVE_INFINITY;
  return async (): Promise<readonly Kept[]> => {
    const nowMs = clock.now();
    const fromMs = Math.max(nowMs - longestMs, readUntilMs - lateMs);
    const remember = (_: unknown, page: readonly Slice[]): void => {
      for (const slice of page) known.set(`${slice.startMs} ${slice.seq} ${slice.vantage}`, keep(slice));
    };
    const query = { service: configuration.service, journey, fromMs, toMs: nowMs };
    await foldSlices(ledger, query, { start: undefined, fold: remember });
    for (const [key, { startMs }] of known) if (startMs < nowMs - longestMs) known.delete(key);
    readUntilMs = nowMs;
    return [...known.values()];
  };

  function keep(slice: Slice): Kept {
    const { startMs, availability, latency } = slice;
    // What a prober says that was late itself is not about the service.
    const isTrusted = journey === 'users' || !isVoid(slice, configuration.probe.maxLagMs);
    const nothing = { good: 0, total: 0 };
    return isTrusted
      ? { startMs, availability, latency }
      : { startMs, availability: nothing, latency: nothing };
  }
}
