/** The verdict on one experiment, against the hypothesis that was written down before it (domain.md §4). */
import { formatCount, formatLimitMs, formatMs, formatPlural, formatShare } from '../wording/format-number.ts';
import type { Hypothesis, Impact, Judgement } from './experiment.ts';

/**
 * `fail` when anything that was seen breaks the hypothesis; `inconclusive` when nothing did but the prober saw too
 * little to say so; `pass` only on enough data. The reasons are sentences, worst first.
 */
export function judge(impact: Impact, hypothesis: Hypothesis, minCoverage: number): Judgement {
  const broken = [
    brokenByErrors(impact, hypothesis),
    brokenByLatency(impact, hypothesis),
    brokenByReplacement(impact, hypothesis),
    brokenByRecovery(impact, hypothesis),
  ].filter((reason) => reason !== null);
  const doubts = doubtsAbout(impact, minCoverage);
  if (broken.length > 0) return { verdict: 'fail', reasons: [...broken, ...doubts] };
  if (doubts.length > 0) return { verdict: 'inconclusive', reasons: doubts };
  return { verdict: 'pass', reasons: [praise(impact, hypothesis)] };
}

function brokenByErrors({ probes, errors }: Impact, { maxBadProbes }: Hypothesis): string | null {
  if (probes.bad <= maxBadProbes) return null;
  const kinds = errors.map(([kind, count]) => `${formatCount(count)} ${kind}`).join(', ');
  return `${failed(probes)} (${kinds}); the limit is ${formatCount(maxBadProbes)}.`;
}

function brokenByLatency({ latencyMs }: Impact, { maxP99Ms }: Hypothesis): string | null {
  if (latencyMs.impact === null || latencyMs.impact.p99 <= maxP99Ms) return null;
  return `The p99 rose to ${formatMs(latencyMs.impact.p99, maxP99Ms)}; the limit is ${formatLimitMs(maxP99Ms)}.`;
}

function brokenByReplacement({ replaceMs }: Impact, { maxRecoverMs }: Hypothesis): string | null {
  if (replaceMs === null) return 'The group was not whole again before the time to recover ran out.';
  if (replaceMs <= maxRecoverMs) return null;
  return `The group took ${formatMs(replaceMs, maxRecoverMs)} to be whole again; the limit is ${formatLimitMs(maxRecoverMs)}.`;
}

function brokenByRecovery({ recoverMs, probes }: Impact, { maxRecoverMs }: Hypothesis): string | null {
  // Without a probe nobody knows how the users are: a doubt, and no proof of harm.
  if (recoverMs === null) {
    return probes.sent === 0
      ? null
      : 'The users were not back in the steady state when the experiment ended.';
  }
  if (recoverMs <= maxRecoverMs) return null;
  return `The users took ${formatMs(recoverMs, maxRecoverMs)} to be back in the steady state; the limit is ${formatLimitMs(maxRecoverMs)}.`;
}

function doubtsAbout({ coverage, probes }: Impact, minCoverage: number): readonly string[] {
  if (probes.sent === 0) return ['The prober saw nothing: no slice of the impact window counts.'];
  if (coverage >= minCoverage) return [];
  return [
    `The prober saw ${formatShare(coverage, [minCoverage])} of the impact window; ${formatShare(minCoverage)} is needed to say more.`,
  ];
}

function praise({ probes, latencyMs, recoverMs }: Impact, { maxBadProbes }: Hypothesis): string {
  const p99 = latencyMs.impact === null ? '' : `, p99 ${formatMs(latencyMs.impact.p99)}`;
  const felt = recoverMs === 0 ? 'the users never left the steady state' : 'the users recovered in time';
  return `${failed(probes)} (the limit is ${formatCount(maxBadProbes)})${p99}; ${felt}.`;
}

function failed({ bad, sent }: Impact['probes']): string {
  return `${formatCount(bad)} of ${formatPlural(sent, 'probe')} failed`;
}
