/** The verdict on one experiment, measured against the hypothesis written down before it (domain.md §4). */

import { badOf } from '../slo/error-budget.ts';
import { wilsonInterval } from '../statistics/wilson.ts';
import { formatCount, formatLimitMs, formatMs, formatPlural, formatShare, nouns } from '../wording/words.ts';
import type { Hypothesis, Impact, Judgement } from './experiment.ts';
import type { LatencySlo } from './experiment-ports.ts';
import type { Before } from './measure-impact.ts';

/** The group could not be observed from `afterMs` after the injection. */
export type Unseen = { readonly afterMs: number; readonly why: string };

/** The evidence for a judgement besides the impact. */
export type Testimony = {
  /** The minimum coverage of the impact window, 0–1. */
  readonly minCoverage: number;
  readonly before: Before;
  /** `null`: the group could be observed throughout. */
  readonly unseen: Unseen | null;
  /** What is fast enough for the users; `null` or absent: there is no latency SLO. */
  readonly latencySlo?: LatencySlo | null;
  /** What else may have slowed users down, in one sentence. */
  readonly disturbance?: string | null;
};

/**
 * `inconclusive` when the users were outside the steady state already, because the fault's effect cannot be isolated
 * then; also when only slowness broke the hypothesis and something else may have caused it. `fail` when anything else
 * that was seen breaks the hypothesis; `inconclusive` when nothing did but too little was seen; `pass` only on enough
 * data. The reasons are sentences, worst first.
 */
export function judge(impact: Impact, hypothesis: Hypothesis, testimony: Testimony): Judgement {
  const { minCoverage, before } = testimony;
  const unseen = unseenReplacement(impact, hypothesis, testimony);
  const errors = brokenByErrors(impact, hypothesis);
  const broken = [
    errors,
    brokenByLatency(impact, hypothesis),
    unseen === null ? brokenByReplacement(impact, hypothesis) : null,
    brokenByRecovery(impact, hypothesis),
  ].filter((reason) => reason !== null);
  const doubts = [...doubtsAbout(impact, minCoverage), ...(unseen === null ? [] : [unseen])];
  const already = brokenBefore(before, hypothesis);
  const isSlownessAlone = errors === null && broken.length > 0;
  const causes = isSlownessAlone ? otherCauses(testimony, already) : already;
  if (causes.length > 0) return { verdict: 'inconclusive', reasons: [...causes, ...broken, ...doubts] };
  if (broken.length > 0) return { verdict: 'fail', reasons: [...broken, ...doubts] };
  if (doubts.length > 0) return { verdict: 'inconclusive', reasons: doubts };
  return { verdict: 'pass', reasons: [praise(impact, hypothesis)] };
}

/** The hypothesis did not hold before the fault either (domain.md §4). */
function brokenBefore({ probes, p99Ms }: Before, { maxBadProbes, maxP99Ms }: Hypothesis): readonly string[] {
  const failing = `This was already failing before the kill: ${formatCount(probes.bad)} of ${formatPlural(probes.sent, nouns.judge)}; the limit is ${formatCount(maxBadProbes)}.`;
  const slow =
    p99Ms === null || p99Ms <= maxP99Ms
      ? []
      : [
          `This was already slow before the kill: p99 ${formatMs(p99Ms, maxP99Ms)}; the limit is ${formatLimitMs(maxP99Ms)}.`,
        ];
  return probes.bad > maxBadProbes ? [failing, ...slow] : slow;
}

/** Other possible causes; that users had been waiting is said only once. */
function otherCauses(testimony: Testimony, already: readonly string[]): readonly string[] {
  const { disturbance = null } = testimony;
  const before = already.length > 0 ? already : slowBefore(testimony);
  return disturbance === null ? before : [...before, disturbance];
}

/** Before the fault, more users were waiting than the latency SLO allows, beyond what chance explains. */
function slowBefore({ before: { latency }, latencySlo = null }: Testimony): readonly string[] {
  if (latency === undefined || latencySlo === null) return [];
  const { objective, thresholdMs } = latencySlo;
  const interval = wilsonInterval(latency);
  if (interval === null || interval.high >= objective) return [];
  const slow = `${formatCount(badOf(latency))} of ${formatPlural(latency.total, nouns.judge)}`;
  return [
    `Users were already waiting before the kill: ${slow} took longer than ${formatLimitMs(thresholdMs)} or failed; the objective is ${formatShare(objective)} within it.`,
  ];
}

/**
 * A group that was not observed to be whole is not necessarily broken, unless it was observed broken at the timeout.
 */
function unseenReplacement(
  impact: Impact,
  { maxRecoverMs }: Hypothesis,
  { unseen }: Testimony,
): string | null {
  const wholeMs = wholeMsOf(impact);
  const isInTime = wholeMs !== null && wholeMs <= maxRecoverMs;
  if (unseen === null || isInTime || unseen.afterMs > maxRecoverMs) return null;
  return `Whether the group was whole again in time could not be observed: ${unseen.why}.`;
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

function brokenByReplacement(impact: Impact, { maxRecoverMs }: Hypothesis): string | null {
  const wholeMs = wholeMsOf(impact);
  if (wholeMs !== null && wholeMs <= maxRecoverMs) return null;
  const [who, what] =
    impact.carryOnMs === undefined ? ['The group', 'whole again'] : ['The rest of the group', 'well'];
  if (wholeMs === null) return `${who} was not ${what} before the time to recover ran out.`;
  return `${who} took ${formatMs(wholeMs, maxRecoverMs)} to be ${what}; the limit is ${formatLimitMs(maxRecoverMs)}.`;
}

/** Until the group was as it is to be: whole, or whole but for the target where nothing is replaced. */
function wholeMsOf({ replaceMs, carryOnMs = replaceMs }: Impact): number | null {
  return carryOnMs;
}

function brokenByRecovery({ recoverMs, probes }: Impact, { maxRecoverMs }: Hypothesis): string | null {
  // Without a probe the state of the users is unknown: that is a doubt, not proof of harm.
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
    `The prober saw ${formatShare(coverage, [minCoverage])} of the impact window; ${formatShare(minCoverage)} is needed for a verdict.`,
  ];
}

function praise({ probes, latencyMs, recoverMs }: Impact, { maxBadProbes }: Hypothesis): string {
  const p99 = latencyMs.impact === null ? '' : `, p99 ${formatMs(latencyMs.impact.p99)}`;
  const felt = recoverMs === 0 ? 'the users never left the steady state' : 'the users recovered in time';
  return `${failed(probes)} (the limit is ${formatCount(maxBadProbes)})${p99}; ${felt}.`;
}

function failed({ bad, sent }: Impact['probes']): string {
  return `${formatCount(bad)} of ${formatPlural(sent, nouns.judge)} failed`;
}
