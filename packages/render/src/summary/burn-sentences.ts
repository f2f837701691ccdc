/** How fast an SLO burns its budget now, whether an alert fires, and when the budget will be spent. */
import type { SloResult } from '@garbageday/core/report/report.ts';
import { secondsText } from '@garbageday/core/slo/window.ts';
import { formatCount, formatDuration, formatFactor, noData } from '../format.ts';
import { plainText } from '../plain-text.ts';

/** Empty for a run, which is too short to tell; warnings come last. */
export function burnSentences(slo: SloResult): readonly string[] {
  const warnings = slo.warnings.map(plainText);
  return slo.burn.length === 0 ? warnings : [burnText(slo), `${alertText(slo)} ${endText(slo)}`, ...warnings];
}

/** `Burn rate 0.3× over 1h, 1.2× over 3d; 0× over the other windows.` */
function burnText({ burn, alerts }: SloResult): string {
  const factorsOf = (span: number): readonly number[] =>
    alerts.flatMap((rule) => (rule.longSeconds === span || rule.shortSeconds === span ? [rule.factor] : []));
  const [first, last] = [burn[0], burn.at(-1)];
  const told = burn.filter(({ rate }) => rate !== 0);
  if (first !== undefined && last !== undefined && told.length === 0)
    return `Nothing burned in any window from ${spanText(first.seconds)} to ${spanText(last.seconds)}.`;
  const rates = told.map(
    ({ seconds, rate }) =>
      `${rate === null ? noData : formatFactor(rate, factorsOf(seconds))} over ${spanText(seconds)}`,
  );
  return `Burn rate ${rates.join(', ')}${told.length < burn.length ? '; 0× over the other windows' : ''}.`;
}

/** `A page fires: over 14.4× in 1h and in 5m.` */
export function alertText({ alerts }: SloResult): string {
  const firing = alerts.filter((alert) => alert.firing);
  if (firing.length === 0) return 'No alert fires.';
  return firing
    .map(
      ({ severity, factor, longSeconds, shortSeconds }) =>
        `A ${severity} alert fires: over ${formatFactor(factor)} in ${spanText(longSeconds)} and in ${spanText(shortSeconds)}.`,
    )
    .join(' ');
}

function endText({ exhaustedInSeconds: seconds, remaining }: SloResult): string {
  if (seconds === null) return 'At this rate the budget lasts.';
  if (seconds <= 0) return remaining < 0 ? 'The budget is overspent.' : 'The budget is exactly spent.';
  return `At this rate the budget is spent in ${formatDuration(seconds * 1_000)}.`;
}

/** `5m`, `3d`; a fraction of a second is shown in digits. */
export function spanText(seconds: number): string {
  return Number.isSafeInteger(seconds) ? secondsText(seconds) : `${formatCount(seconds)}s`;
}
