/** Queries Prometheus for the engine's numbers, and finds where the two disagree. */
import type { SloConfiguration } from '@garbageday/core/configuration.ts';
import type { PastExperiment } from '@garbageday/core/report/read-history.ts';
import { errorBudget, excessBad } from '@garbageday/core/slo/error-budget.ts';
import type { SloEvaluation } from '@garbageday/core/slo/evaluate.ts';
import { type MonthNumbers, quantiles } from './analyse-month.ts';
import { bucketBounds } from './open-metrics-month.ts';
import type { Prometheus } from './prometheus.ts';

export type Comparison = {
  readonly queries: number;
  readonly compared: number;
  readonly disagreements: readonly string[];
  /** Interpolated by Prometheus within its buckets. */
  readonly latencyMs: readonly (number | null)[];
};

export type Question = {
  readonly slos: readonly SloConfiguration[];
  readonly numbers: MonthNumbers;
  readonly experiments: readonly PastExperiment[];
  readonly nowMs: number;
};

function since(counter: string, seconds: number): string {
  return `(probe_${counter}_total - probe_${counter}_total offset ${seconds}s)`;
}

/** Queries one number after the other, as a report would. */
export async function askPrometheus(
  prometheus: Pick<Prometheus, 'query'>,
  question: Question,
): Promise<Comparison> {
  const { nowMs, numbers } = question;
  const disagreements: string[] = [];
  let queries = 0;
  let compared = 0;
  const ask = (expression: string): Promise<number | null> => {
    queries += 1;
    return prometheus.query(expression, nowMs);
  };
  const agree = (what: string, ours: number, theirs: number | null): void => {
    compared += 1;
    if (theirs !== null && Math.abs(ours - theirs) <= 1e-9 * Math.max(1, Math.abs(ours))) return;
    disagreements.push(`${what}: ${ours} here, ${theirs} there`);
  };
  for (const [index, evaluation] of numbers.objectives.entries())
    await compareObjective({ ask, agree }, evaluation, { sli: question.slos[index]?.sli ?? '', nowMs });
  await compareExperiments({ ask, agree }, question);
  const latencyMs: (number | null)[] = [];
  for (const [index, q] of quantiles.entries()) {
    const seconds = (nowMs - Math.min(...numbers.objectives.map(({ window }) => window.startMs))) / 1_000;
    const theirs = await ask(
      `histogram_quantile(${q}, probe_ms_bucket - probe_ms_bucket offset ${seconds}s)`,
    );
    latencyMs.push(theirs);
    agree(
      `p${q * 100} is in Prometheus's bucket`,
      1,
      isInBucket(numbers.latencyMs[index] ?? null, theirs) ? 1 : 0,
    );
  }
  return { queries, compared, disagreements, latencyMs };
}

type Asking = {
  readonly ask: (expression: string) => Promise<number | null>;
  readonly agree: (what: string, ours: number, theirs: number | null) => void;
};

async function compareObjective(
  { ask, agree }: Asking,
  { name, objective, window, good, total, consumed, burn, alerts }: SloEvaluation,
  { sli, nowMs }: { readonly sli: string; readonly nowMs: number },
): Promise<void> {
  const budget = errorBudget(objective);
  const seconds = (nowMs - window.startMs) / 1_000;
  const ratio = (over: number) => `(1 - ${since(`${sli}_good`, over)} / ${since('total', over)}) / ${budget}`;
  agree(`${name}, good`, good, await ask(since(`${sli}_good`, seconds)));
  agree(`${name}, total`, total, await ask(since('total', seconds)));
  agree(`${name}, consumed`, consumed, await ask(ratio(seconds)));
  for (const { seconds: over, rate } of burn)
    agree(`${name}, burn ${over}`, rate ?? 0, await ask(ratio(over)));
  for (const { longSeconds, shortSeconds, factor, firing } of alerts) {
    const fires = await ask(`(${ratio(longSeconds)} > ${factor}) and (${ratio(shortSeconds)} > ${factor})`);
    agree(`${name}, alert over ${longSeconds}`, firing ? 1 : 0, fires === null ? 0 : 1);
  }
}

async function compareExperiments({ ask, agree }: Asking, { numbers, experiments }: Question): Promise<void> {
  const between = (counter: string, fromMs: number, toMs: number) =>
    ask(`probe_${counter}_total @ ${toMs / 1_000} - probe_${counter}_total @ ${fromMs / 1_000}`);
  const countsOf = async (fromMs: number, toMs: number) => ({
    good: (await between('availability_good', fromMs, toMs)) ?? 0,
    total: (await between('total', fromMs, toMs)) ?? 0,
  });
  for (const { experimentId, bad } of numbers.experiments) {
    const past = experiments.find(({ outcome }) => outcome.plan.id === experimentId);
    const impact = past !== undefined && 'impact' in past.outcome ? past.outcome.impact : null;
    if (past === undefined || impact === null) continue;
    const felt = await countsOf(impact.fromMs, impact.toMs);
    const before = await countsOf(impact.fromMs - past.baselineMs, impact.fromMs);
    agree(`cost of ${experimentId}`, bad, excessBad(felt, before));
  }
}

function isInBucket(ours: number | null, theirs: number | null): boolean {
  if (ours === null || theirs === null) return false;
  const at = bucketBounds.findIndex((bound) => theirs <= bound);
  const [low, high] = [bucketBounds[at - 1] ?? 0, bucketBounds[at] ?? Number.POSITIVE_INFINITY];
  // Ours is off by at most 1%, so it may fall just beyond the bound.
  return ours >= low * 0.99 && ours <= high * 1.01;
}
