/** What the numbers of an evaluation cannot show, one sentence each. */
import type { Counts } from '../statistics/counts.ts';
import { formatCount } from '../wording/words.ts';
import { type CountsOver, exceedsFactor } from './burn-alerts.ts';
import { isShareReached } from './fraction.ts';
import type { Coverage } from './minutes-seen.ts';
import type { Slo } from './slo.ts';
import { secondsText } from './window.ts';

/** A window with less than this share of its minutes is reported as having gaps. */
const wantedCoverage = 0.9;

export type WarningFacts = {
  readonly counts: Counts;
  readonly countsOver: CountsOver;
  readonly coverage: Coverage;
  readonly future: number;
  readonly period: number;
};

export function warningsOf(slo: Slo, facts: WarningFacts): readonly string[] {
  const all = [noData(facts), missingData(facts), lowTraffic(slo, facts), fromTheFuture(facts)];
  return all.filter((warning) => warning !== null);
}

function noData({ counts }: WarningFacts): string | null {
  return counts.total > 0 ? null : 'No data in the window: nothing is consumed, and nothing is proven.';
}

function missingData({ counts, coverage: { seen, minutes } }: WarningFacts): string | null {
  if (counts.total === 0 || isShareReached(seen, minutes, wantedCoverage)) return null;
  return `Only ${formatCount(seen)} of the window's ${formatCount(minutes)} minutes so far have data; the others count as neither good nor bad.`;
}

/**
 * "If the next event fails, and nothing else does": would that alone page? (SRE Workbook, ch. 5, low-traffic services)
 */
function lowTraffic(slo: Slo, { counts, countsOver, period }: WarningFacts): string | null {
  if (counts.total === 0) return null;
  const budget = { objective: slo.objective, periodSeconds: period };
  const pages = slo.alerts.filter(({ severity }) => severity === 'page');
  const touchy = pages.find((rule) =>
    [rule.longSeconds, rule.shortSeconds].every((seconds) => {
      const total = Math.max(1, countsOver(seconds).total);
      return exceedsFactor({ good: total - 1, total }, rule, budget);
    }),
  );
  if (touchy === undefined) return null;
  const events = slo.budgeting.kind === 'occurrences' ? 'events' : 'time slices';
  const { total } = countsOver(touchy.longSeconds);
  const within = secondsText(touchy.longSeconds);
  return `Low traffic: a single failure would page, as there were only ${formatCount(total)} ${events} in the last ${within}.`;
}

function fromTheFuture({ future }: WarningFacts): string | null {
  if (future === 0) return null;
  return `${formatCount(future)} ${future === 1 ? 'slice starts' : 'slices start'} at or after now and ${future === 1 ? 'does' : 'do'} not count.`;
}
