/** The verdict on a probe in one sentence, which says the same as the exit code. */
import { type ProbedTarget, type ProbeReport, wasMeasured } from '@garbageday/core/report/probe-report.ts';
import { nouns } from '@garbageday/core/wording/words.ts';
import { formatCount, formatMs, formatObjective, formatPlural, formatRatio } from '../format.ts';

export type ProbeVerdict = {
  /** `Kept`, `Broken`, `Inconclusive`, `Void`. */
  readonly word: string;
  /** Begins in lower case; ends with a full stop. */
  readonly sentence: string;
};

/** `Kept: 200 probes, 0 failed; no objective was missed.` */
export function probeHeadline(report: ProbeReport): string {
  const { word, sentence } = probeVerdict(report);
  return `${word}: ${sentence}`;
}

export function probeVerdict(report: ProbeReport): ProbeVerdict {
  const { targets, verdict, objective } = report;
  const unmeasured = targets.find((target) => !wasMeasured(target));
  if (verdict === 'inconclusive' && unmeasured !== undefined) return whyVoid(unmeasured, report);
  const missed = targets.flatMap(({ url, slos }) =>
    slos.filter((slo) => slo.verdict === 'missed').map(({ name, ratio }) => ({ url, name, ratio })),
  );
  const [worst] = missed.toSorted((a, b) => (a.ratio ?? 0) - (b.ratio ?? 0));
  if (worst !== undefined)
    return {
      word: 'Broken',
      sentence: `${worst.name} of ${worst.url} was ${formatRatio(worst.ratio, [objective])}; the objective is ${formatObjective(objective)}.`,
    };
  const { sent, failed } = probeTotals(report);
  return {
    word: 'Kept',
    sentence: `${formatPlural(sent, nouns.judge)}, ${formatCount(failed)} failed; no objective was missed.`,
  };
}

/** Of all URLs together. */
export function probeTotals({ targets }: ProbeReport): { readonly sent: number; readonly failed: number } {
  return {
    sent: targets.reduce((sum, target) => sum + target.sent, 0),
    failed: targets.reduce((sum, target) => sum + target.failed, 0),
  };
}

function whyVoid(
  { url, sent, voidSlices, slices, coverage }: ProbedTarget,
  { maxLagMs }: ProbeReport,
): ProbeVerdict {
  if (sent === 0 && voidSlices === 0)
    return { word: 'Inconclusive', sentence: `nothing was measured of ${url}.` };
  const seen = `${formatRatio(coverage.ratio)} of the time could be measured`;
  if (voidSlices === 0) return { word: 'Inconclusive', sentence: `only ${seen} of ${url}.` };
  return {
    word: 'Void',
    sentence:
      `this machine was too busy to tell; in ${formatCount(voidSlices)} of ${formatPlural(slices.length, 'second')} ` +
      `the probe itself was late by more than ${formatMs(maxLagMs)}, and ${seen}.`,
  };
}
