/** The budgets of a probe so far, for its live page: those that its report would have. */

import { probeStatus } from '@garbageday/core/report/probe-report.ts';
import { burnRate } from '@garbageday/core/slo/burn-rate.ts';
import type { LiveState } from '@garbageday/render/live/live-state.ts';
import type { CountsOf } from './probe-metrics.ts';

/** `fromMs`: when sending began. */
export type ProbeBudgets = (nowMs: number, fromMs: number) => LiveState['budgets'];

const slis = ['availability', 'latency'] as const;

/** `urls`: each once; with one alone, its name is left out. */
export function probeBudgets(objective: number, urls: readonly string[], counts: CountsOf): ProbeBudgets {
  return (nowMs, fromMs) =>
    urls.flatMap((url, index) =>
      slis.map((sli) => {
        const name = urls.length === 1 ? sli : `${url} ${sli}`;
        const counted = counts(index, sli);
        const { remaining } = probeStatus(counted, { name, objective, nowMs });
        const seconds = Math.max(1, Math.round((nowMs - fromMs) / 1_000));
        const burn = { rate: burnRate(counted, objective), seconds, factor: null, isFiring: false };
        return { name, objective, remaining, burn };
      }),
    );
}
