/** A probe in sentences, for where there is neither a terminal nor a bar: Markdown and Slack. */
import type { ProbedTarget, ProbeReport } from '@garbageday/core/report/probe-report.ts';
import { formatCount, formatDuration, formatMs, formatPlural, formatRatio } from '../format.ts';
import { type Compared, comparisonVerdicts } from '../terminal/probe/comparison-text.ts';
import { errorText } from '../terminal/probe/probe-view.ts';

/** How it was measured. */
export function probeCircumstances({ ratePerSecond, fromMs, toMs, timeoutMs }: ProbeReport): string {
  return (
    `${formatCount(ratePerSecond)} a second for ${formatDuration(toMs - fromMs)}, whatever came back; ` +
    `given up after ${formatMs(timeoutMs)}.`
  );
}

/** Of one URL, beside its objectives. */
export function probeSentences(target: ProbedTarget, { maxLagMs }: ProbeReport): readonly string[] {
  const { latency, failed, errors, certificateDaysLeft: days, voidSlices, lagP99Ms } = target;
  return [
    ...(latency === null
      ? []
      : [
          `Latency: p50 ${formatMs(latency.p50)}, p90 ${formatMs(latency.p90)}, p95 ${formatMs(latency.p95)}, ` +
            `p99 ${formatMs(latency.p99)}, max ${formatMs(latency.max)}.`,
        ]),
    ...(failed === 0 ? [] : [`Failed: ${errorText(errors)}.`]),
    ...(days === null ? [] : [certificateSentence(days)]),
    ...(voidSlices === 0
      ? []
      : [
          `${formatPlural(voidSlices, 'second')} left out: the probe itself was late by up to ${formatMs(lagP99Ms)} ` +
            `(limit ${formatMs(maxLagMs)}).`,
        ]),
  ];
}

/** A certificate with fewer days left should be renewed. */
export const soonDays = 14;

export function certificateSentence(days: number): string {
  return days < 0
    ? `The certificate expired ${formatPlural(-days, 'day')} ago.`
    : `The certificate is valid for ${formatPlural(days, 'day')} more.`;
}

/** `itself late by 1.2 ms at worst (p99 of a second); 3 seconds left out (limit 200 ms)`: of the probe. */
export function lagText({ lagP99Ms, voidSlices }: ProbedTarget, { maxLagMs }: ProbeReport): string {
  const left =
    voidSlices === 0 ? '' : `; ${formatPlural(voidSlices, 'second')} left out (limit ${formatMs(maxLagMs)})`;
  return `itself late by ${formatMs(lagP99Ms)} at worst (p99 of a second)${left}`;
}

/** Against an earlier probe; one sentence for each URL. */
export function comparisonSentences(compared: readonly Compared[], where: string): readonly string[] {
  return compared.map(({ url, comparison }) => {
    if (comparison === null) return `${url} against ${where}: too little was measured to tell.`;
    const { text } = comparisonVerdicts[comparison.verdict];
    const quantiles = comparison.quantiles.map(
      ({ q, beforeMs, nowMs, ratio }) =>
        `p${q * 100} ${formatMs(beforeMs)} → ${formatMs(nowMs)} (${ratio.toFixed(2)}×)`,
    );
    const { before, now } = comparison.bad;
    return `${url} against ${where}: ${text} ${[...quantiles, `bad ${formatRatio(before)} → ${formatRatio(now)}`].join(', ')}.`;
  });
}
